//! A reader of well-formed JSON for serde, quicker than `serde_json` at the short strings and
//! decimal scores that jobs are made of.
//!
//! It takes nothing that `serde_json` would not, and gives up where anything is out of the ordinary:
//! the caller then lets `serde_json` read the text, and has its value or its error. So it holds no
//! message, no position and no leniency.

mod access;
mod number;
mod scan;
mod skip;
#[cfg(test)]
mod tests;
mod text;

use std::fmt;

use serde::de::DeserializeOwned;

use scan::Scan;

/// The text is not what this reader is for.
#[derive(Debug)]
pub(crate) struct GaveUp;

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gave up")
    }
}

impl std::error::Error for GaveUp {}

impl serde::de::Error for GaveUp {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads a text that is one JSON value.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, GaveUp> {
    let mut scan = Scan::new(text);
    let value = T::deserialize(&mut scan)?;
    scan.end()?;
    Ok(value)
}
