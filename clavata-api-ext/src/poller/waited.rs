//! The error of a wait that reached its limit.

use std::time::Duration;

use crate::client::Clavata;
use crate::error::{Error, Evidence, Facts, Kind, seconds};
use crate::operation::Operation;
use crate::refusal::is_name;

/// How a wait went.
pub(super) struct Waited<'a> {
    pub(super) what: String,
    pub(super) operation: Operation,
    pub(super) polls: u32,
    pub(super) elapsed: Duration,
    /// The name of the state field, and its last value.
    pub(super) state: (&'static str, Option<&'a str>),
}

impl Waited<'_> {
    /// The error of a wait that reached its limit.
    pub(super) fn too_long(self, clavata: &Clavata, last: Option<Error>) -> Error {
        let (called, state) = self.state;
        let what = format!(
            "{} has not ended within {} ({} polls, last {called} {})",
            self.what,
            seconds(self.elapsed),
            self.polls,
            state.filter(|name| is_name(name)).unwrap_or("unknown"),
        );
        let error = Error::new(Kind::Deadline(what), Evidence::NotSent).of_call(Facts {
            operation: Some(self.operation),
            attempts: self.polls,
            elapsed: self.elapsed,
        });
        let error = error.at(&clavata.shared.host);
        match last {
            Some(last) => error.with_source(last),
            None => error,
        }
    }
}
