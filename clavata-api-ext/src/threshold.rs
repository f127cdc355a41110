//! The score from which something counts as a match.

use crate::error::Error;

/// A threshold that the gateway would take. 0 is one: it means the server's default.
pub(crate) fn check(threshold: Option<f64>) -> Result<(), Error> {
    match threshold {
        Some(threshold) if !(0.0..=1.0).contains(&threshold) => Err(Error::not_built(format!(
            "the threshold {threshold} is not between 0 and 1"
        ))),
        _ => Ok(()),
    }
}
