//! What is handed out while answers are read.

use std::fmt;

use clavata_api::Id;
use clavata_api::types::Status;

use crate::{Decision, OnUndetermined, Reason, Row};

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
        standing: Standing,
    },
    /// A job has ended.
    Job(JobFound),
    /// An answer of an evaluate stream has ended. A stream has no verdict as a whole.
    Evaluation {
        /// Which answer of its stream, counted from 0: what its rows have as `result_index`. Where
        /// the job changes from one answer to the next, another stream has begun.
        index: usize,
        /// What it allows.
        standing: Standing,
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
    pub standing: Standing,
}

/// A verdict without the labels behind it: those were handed out as rows.
///
/// See [`Verdict`](crate::Verdict) for what the three mean.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a verdict that nobody reads protects nobody"]
pub enum Standing {
    /// The policy or a label is true.
    Flagged,
    /// Every part that should speak did, and said no.
    Clear,
    /// Anything else.
    Undetermined(Reason),
}

impl Standing {
    /// A yes or no: flagged content is blocked, clear content allowed, and the caller says what
    /// becomes of the rest.
    pub fn decide(&self, on_undetermined: OnUndetermined) -> Decision {
        match self {
            Self::Flagged => Decision::Block,
            Self::Clear => Decision::Allow,
            Self::Undetermined(_) => on_undetermined.into(),
        }
    }

    /// `flagged`, `clear` or `undetermined`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::Clear => "clear",
            Self::Undetermined(_) => "undetermined",
        }
    }
}

impl fmt::Display for Standing {
    /// The word, and the reason where it is undetermined.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undetermined(reason) => write!(f, "undetermined: {reason}"),
            known => f.write_str(known.as_str()),
        }
    }
}
