//! Facts about the call that failed. They do not affect how the error is classified.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::{Error, Evidence};
use crate::completeness::Completeness;
use crate::marker::Marker;
use crate::operation::{Operation, Repeat};

/// The facts of a failed call. They are added once, where the call ends.
#[derive(Clone, Copy, Default)]
pub(crate) struct Facts {
    pub(crate) operation: Option<Operation>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Facts {
    /// The facts of a call that failed outside its attempts.
    pub(crate) fn of(operation: Operation) -> Self {
        Self {
            operation: Some(operation),
            ..Self::default()
        }
    }
}

impl Error {
    /// Adds the facts of the call. An error from a nested call keeps that call's operation.
    pub(crate) fn of_call(mut self, facts: Facts) -> Self {
        let operation = self.0.facts.operation.or(facts.operation);
        self.0.facts = Facts { operation, ..facts };
        self
    }

    /// Adds the host of the gateway that was called.
    pub(crate) fn at(mut self, host: &Arc<str>) -> Self {
        self.0.host = Some(host.clone());
        self
    }

    /// Adds the evidence of an earlier attempt: if that may have been carried out, so may the call.
    pub(crate) fn after(mut self, earlier: Evidence) -> Self {
        if earlier >= Evidence::MaybeDone {
            self.0.evidence = self.0.evidence.max(earlier);
        }
        self
    }

    /// Adds why the call was not retried, although that might have helped.
    pub(crate) fn gave_up(mut self, why: String) -> Self {
        self.0.gave_up = Some(why);
        self
    }

    /// Adds the job that had been created before the call failed.
    pub(crate) fn of_job(mut self, id: Uuid) -> Self {
        self.0.job = Some(id);
        self
    }

    /// Adds the marker of the job that may have been created.
    pub(crate) fn with_marker(mut self, marker: Marker) -> Self {
        self.0.marker = Some(marker);
        self
    }

    /// Adds which inputs of an evaluation had an answer.
    pub(crate) fn with_completeness(mut self, completeness: &Completeness) -> Self {
        self.0.completeness = Some(Box::new(completeness.clone()));
        self
    }

    /// The operation that failed, by its name in the API contract, such as `create_job`; or `raw_get`, `raw_post`,
    /// `upload_input` or `download_output`. `None` if no operation was called.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.facts.operation.map(|operation| operation.id)
    }

    /// What repeating the call would do.
    pub(super) fn repeat(&self) -> Repeat {
        let operation = self.0.facts.operation;
        operation.map_or(Repeat::Harmless, |operation| operation.repeat)
    }

    /// How many attempts were made; 0 if the call failed before the first. If a wait timed out, how often it polled;
    /// if a stream failed, the attempts until its head arrived.
    ///
    /// If it is 1 although the error [is transient](Self::is_transient), a stream had begun, or a retry was not allowed:
    /// by the policy, the budget, the time left, or the risk of being billed twice.
    pub fn attempts(&self) -> u32 {
        self.0.facts.attempts
    }

    /// The time from the start of the call to this error.
    pub fn elapsed(&self) -> Duration {
        self.0.facts.elapsed
    }

    /// The id of the job, if it was created and waiting for it failed. Wait for it again instead of
    /// creating another.
    pub fn job_uuid(&self) -> Option<Uuid> {
        self.0.job
    }

    /// The marker of a failed create, if its job [may exist](Self::may_have_been_billed). Pass it to
    /// [`Clavata::reconcile`](crate::Clavata::reconcile) before you create the job again.
    pub fn marker(&self) -> Option<Marker> {
        self.0.marker.filter(|_| self.may_have_been_billed())
    }

    /// Which inputs of an evaluation had an answer when it ended.
    pub fn completeness(&self) -> Option<&Completeness> {
        self.0.completeness.as_deref()
    }
}
