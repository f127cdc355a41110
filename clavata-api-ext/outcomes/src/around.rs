//! What stands around a report: columns of its job and of its result.

use chrono::{DateTime, Utc};
use clavata_api::Id;
use clavata_api::types::{self, JobStatus, TokenUsage};

use crate::words;

/// What all rows of a result share beside its report. It only refers to it.
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
    /// An answer of an evaluation does not say more.
    #[default]
    Unsaid,
    Decoded(&'a types::Job),
    Read(&'a JobFacts),
}

/// What is read of a job beside its results.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct JobFacts {
    pub(crate) status: JobStatus,
    pub(crate) times: Times,
}

/// When a job was created, changed last and completed.
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
    /// Without its prefix.
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

/// What a result says about its cost: the tokens of content that were judged, and those that the account is
/// billed for. A message without tokens says nothing, and nor does a negative one.
pub(crate) fn tokens(told: &TokenUsage) -> Option<(u64, u64)> {
    let input = u64::try_from(told.input_tokens).ok()?;
    let billed = u64::try_from(told.billed_tokens).ok()?;
    Some((input, billed)).filter(|numbers| *numbers != (0, 0))
}
