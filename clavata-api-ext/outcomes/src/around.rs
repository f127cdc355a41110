//! What surrounds a report: the columns of its job and of its result.

use chrono::{DateTime, Utc};
use clavata_api::Id;
use clavata_api::types::{self, JobStatus, TokenUsage};

use crate::words;

/// What all rows of a result share besides its report. It only borrows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around<'a> {
    pub(crate) job: OfJob<'a>,
    /// When the result was made.
    pub(crate) created: Option<DateTime<Utc>>,
    /// The label that was evaluated alone.
    pub(crate) label_id: Option<&'a Id>,
    pub(crate) label_version_id: Option<&'a Id>,
    pub(crate) usage: Option<&'a TokenUsage>,
}

/// The job, as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum OfJob<'a> {
    /// Nothing is known of it, as in the answer of an evaluation.
    #[default]
    Unsaid,
    Decoded(&'a types::Job),
    Read(&'a JobFacts),
}

/// What is read of a job besides its results.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct JobFacts {
    pub(crate) status: JobStatus,
    pub(crate) times: Times,
}

/// When a job was created, last changed and completed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Times {
    pub(crate) created: Option<DateTime<Utc>>,
    pub(crate) updated: Option<DateTime<Utc>>,
    pub(crate) completed: Option<DateTime<Utc>>,
}

impl JobFacts {
    pub(crate) fn of(job: &types::Job) -> Self {
        Self {
            status: job.status.clone(),
            times: Times::of(job),
        }
    }
}

impl Times {
    fn of(job: &types::Job) -> Self {
        Self {
            created: job.created,
            updated: job.updated,
            completed: job.completed,
        }
    }
}

impl<'a> OfJob<'a> {
    /// The status without its prefix.
    pub(crate) fn status(self) -> Option<&'a str> {
        let status = match self {
            Self::Unsaid => return None,
            Self::Decoded(job) => &job.status,
            Self::Read(job) => &job.status,
        };
        Some(words::status(status))
    }

    pub(crate) fn times(self) -> Times {
        match self {
            Self::Unsaid => Times::default(),
            Self::Decoded(job) => Times::of(job),
            Self::Read(job) => job.times,
        }
    }
}

/// Returns the tokens of content that were judged, and the tokens that are billed. `None` if both are zero or one
/// is negative, which says nothing about the cost.
pub(crate) fn tokens(told: &TokenUsage) -> Option<(u64, u64)> {
    let input = u64::try_from(told.input_tokens).ok()?;
    let billed = u64::try_from(told.billed_tokens).ok()?;
    Some((input, billed)).filter(|numbers| *numbers != (0, 0))
}
