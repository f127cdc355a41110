//! Checks ids.

use uuid::Uuid;

use crate::error::Error;

/// Refuses an id of all zeros: it usually comes from a setting that was never set, and identifies nothing.
pub(crate) fn check(id: Uuid, whose: &str) -> Result<(), Error> {
    if id.is_nil() {
        return Err(Error::not_built(format!("the id of {whose} is all zeros")));
    }
    Ok(())
}
