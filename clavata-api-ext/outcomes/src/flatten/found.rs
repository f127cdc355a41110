//! What is handed out while answers are read.

use clavata_api::Id;
use clavata_api::types::Status;

use crate::{Row, Verdict};

/// What was found next in the input.
#[derive(Debug)]
#[non_exhaustive]
pub enum Found<'a> {
    /// A row of the level that was asked for. It is only there until the next one.
    Row(&'a Row<'a>),
    /// A result of a job has ended.
    Result {
        /// Which result of its job, counted from 0.
        index: usize,
        /// What it allows.
        verdict: Verdict,
    },
    /// A job has ended.
    Job(JobFound),
    /// An answer of an evaluate stream has ended. A stream has no verdict as a whole.
    Evaluation {
        /// Which answer of its stream, counted from 0: what its rows have as `result_index`. Where
        /// the job changes from one answer to the next, another stream has begun.
        index: usize,
        /// What it allows.
        verdict: Verdict,
    },
    /// An evaluate stream ended with an error: what was not answered so far never will be.
    StreamFailed(Status),
}

/// A job whose rows were all handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobFound {
    /// The job, where the server says which.
    pub job_uuid: Option<Id>,
    /// How many results it has.
    pub results: usize,
    /// What it allows: the same as [`Job::verdict`](crate::Job::verdict).
    pub verdict: Verdict,
}
