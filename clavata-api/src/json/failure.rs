//! Why a text cannot be read, as serde's error type.

use std::fmt;

use super::cursor::Fault;

/// How much detail an error keeps: none on the first pass, which usually succeeds; the message on
/// the second.
pub(crate) trait Failure: serde::de::Error + From<Fault> {
    /// Whether field names are needed as received, because a message includes the path of a value.
    const WANTS_NAMES: bool;
}

/// Only that reading failed. To get a message, read the text again with [`Said`].
#[derive(Debug)]
pub(crate) struct GaveUp;

/// Why a text cannot be read.
#[derive(Debug)]
pub(crate) enum Said {
    /// It is not JSON; the cursor has the reason.
    Syntax,
    /// It is JSON, but not of the expected type.
    Data(String),
}

impl Failure for GaveUp {
    const WANTS_NAMES: bool = false;
}

impl Failure for Said {
    const WANTS_NAMES: bool = true;
}

impl From<Fault> for GaveUp {
    fn from(_: Fault) -> Self {
        Self
    }
}

impl From<Fault> for Said {
    fn from(_: Fault) -> Self {
        Self::Syntax
    }
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not readable")
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("not JSON"),
            Self::Data(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for GaveUp {}
impl std::error::Error for Said {}

impl serde::de::Error for GaveUp {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl serde::de::Error for Said {
    fn custom<T: fmt::Display>(what: T) -> Self {
        Self::Data(what.to_string())
    }
}
