//! Ids that can belong to nothing.

use uuid::Uuid;

use crate::error::Error;

/// Refuses an id of all zeros: it is what a setting that nobody made parses to, and names nothing.
pub(crate) fn check(id: Uuid, whose: &str) -> Result<(), Error> {
    if id.is_nil() {
        return Err(Error::not_built(format!("the id of {whose} is all zeros")));
    }
    Ok(())
}
