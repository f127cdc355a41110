//! What is known about the call that failed. None of it classifies the error.

use std::time::Duration;

use uuid::Uuid;

use super::Error;
use crate::create::Marker;
use crate::evaluate::Completeness;
use crate::operation::Operation;

/// The facts of a failed call. The error gets them once, where the call ends.
#[derive(Clone, Copy, Default)]
pub(crate) struct Facts {
    pub(crate) operation: Option<Operation>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Facts {
    /// Those of a call that failed outside of its attempts.
    pub(crate) fn of(operation: Operation) -> Self {
        Self {
            operation: Some(operation),
            ..Self::default()
        }
    }
}

impl Error {
    /// Adds the facts of the call. If the error is from a nested call, it keeps that call's
    /// operation.
    pub(crate) fn of_call(mut self, facts: Facts) -> Self {
        let operation = self.0.facts.operation.or(facts.operation);
        self.0.facts = Facts { operation, ..facts };
        self
    }

    /// Why it was not retried, although that might have helped.
    pub(crate) fn gave_up(mut self, why: String) -> Self {
        self.0.gave_up = Some(why);
        self
    }

    /// The job that had been created before this went wrong.
    pub(crate) fn of_job(mut self, id: Uuid) -> Self {
        self.0.job = Some(id);
        self
    }

    /// The marker of the job that may have been created.
    pub(crate) fn with_marker(mut self, marker: Marker) -> Self {
        self.0.marker = Some(marker);
        self
    }

    /// Which inputs of an evaluation had been answered.
    pub(crate) fn with_completeness(mut self, completeness: &Completeness) -> Self {
        self.0.completeness = Some(Box::new(completeness.clone()));
        self
    }
}
