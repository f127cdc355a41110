//! The error of a wait that reached its limit.

use crate::client::Clavata;
use crate::error::{Error, Evidence, Facts, Kind, seconds};
use crate::polled::sealed::Polled;
use crate::refusal::is_name;

/// The error after these polls, the last of which found this state or failed.
pub(super) fn too_long<T: Polled>(
    clavata: &Clavata,
    id: &T::Id,
    facts: Facts,
    state: Option<&str>,
    failed: Option<Error>,
) -> Error {
    let what = format!(
        "{} has not ended within {} ({} polls, last {} {})",
        T::name(id),
        seconds(facts.elapsed),
        facts.attempts,
        T::STATE,
        state.filter(|name| is_name(name)).unwrap_or("unknown"),
    );
    let error = Error::new(Kind::Deadline(what), Evidence::NotSent).of_call(facts);
    let error = error.at(&clavata.shared.host);
    match failed {
        Some(failed) => error.with_source(failed),
        None => error,
    }
}
