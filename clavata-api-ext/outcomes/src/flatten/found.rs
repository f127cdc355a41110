//! What reading answers finds.

use clavata_api::Id;
use clavata_api::types::Status;

use crate::{Row, Verdict};

/// What was found next in the input.
#[derive(Debug)]
#[non_exhaustive]
pub enum Found<'a> {
    /// A row, no deeper than the level. It is valid until the next one.
    Row(&'a Row<'a>),
    /// A result of a job has ended.
    Result {
        /// The index of the result in its job, from 0.
        index: usize,
        /// What it allows.
        verdict: Verdict,
    },
    /// A job has ended.
    Job(JobFound),
    /// A page of a list of jobs has ended.
    Page {
        /// Whether it names a next page, so that the list goes on elsewhere.
        continues: bool,
    },
    /// An answer of an evaluate stream has ended. A stream has no verdict as a whole.
    Evaluation {
        /// The index of the answer in its stream, from 0, which its rows have as `result_index`. If
        /// the job changes between two answers, another stream has begun.
        index: usize,
        /// What it allows.
        verdict: Verdict,
    },
    /// An evaluate stream ended with an error. Inputs without an answer so far will not get one.
    StreamFailed(Status),
}

/// A job whose rows have all been passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobFound {
    /// The id of the job. `None` if the server sent none.
    pub job_uuid: Option<Id>,
    /// The number of results.
    pub results: usize,
    /// What it allows: the same as [`Job::verdict`](crate::Job::verdict), or as
    /// [`Job::strict_verdict`](crate::Job::strict_verdict) if verdicts are [strict](super::Flattener::strict). It is
    /// never clear if the gateway said something alongside a job that was read in pieces.
    pub verdict: Verdict,
}
