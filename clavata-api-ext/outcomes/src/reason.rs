//! Why a verdict is neither flagged nor clear.

use std::fmt;

use clavata_api::types::JobStatus;
use serde::{Serialize, Serializer};

use crate::doubt::Doubt;

/// Why a verdict is undetermined. `Display` and `Serialize` give the reason in plain words, which may
/// contain names of labels and messages of the server; [`as_str`](Self::as_str) is its name.
///
/// ```
/// use clavata_outcomes::Reason;
///
/// let reason = Reason::NoResults;
/// assert_eq!(reason.as_str(), "no_results");
/// assert_eq!(reason.to_string(), "the job is completed but has no results");
/// ```
///
/// A reason that concerns a single result is a [`Doubt`]. A doubt does not hold the index of the result,
/// because it may be found before the index is known; this type adds it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The job has not ended yet.
    StillRunning {
        /// `Pending` or `Running`.
        status: JobStatus,
    },
    /// The job ended as failed.
    JobFailed,
    /// The job was canceled.
    JobCanceled,
    /// The server sent no status.
    NoStatus,
    /// The job has a status that this release does not know.
    UnknownStatus {
        /// The status as received: a name, or a decimal number.
        status: String,
    },
    /// The job has no id, so it may not be the one that you asked for.
    NoId,
    /// The job is completed but has no results.
    NoResults,
    /// The evaluate-labels answer has no results.
    NoLabels,
    /// An error, or something that cannot be read, came in the same value as the answer.
    BesideError,
    /// There are fewer results than pieces of content.
    ResultsMissing {
        /// The number of pieces of content in the job.
        expected: usize,
        /// The number of results.
        got: usize,
    },
    /// A result names another job. This is the first such result.
    ForeignResult {
        /// The index of the result, from 0.
        index: usize,
    },
    /// There are enough results, but they cover fewer pieces of content than the job has: one has
    /// two results, and another none.
    ///
    /// The hashes of the content are counted, and those of the results are counted separately. Content
    /// without a hash counts as different from all others. A result without one may be about any content.
    ContentUnanswered {
        /// The largest possible number of different pieces of content.
        expected: usize,
        /// The number of them that certainly have a result.
        got: usize,
    },
    /// A result is undetermined. This is the first such result.
    Result {
        /// The index of the result, from 0.
        index: usize,
        /// Why it is undetermined.
        doubt: Doubt,
    },
}

impl Reason {
    /// A short name, for metrics and logs. It is one of a small fixed set and never holds content. A reason that concerns a single
    /// result has the name of its [`Doubt`].
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::StillRunning { .. } => "still_running",
            Self::JobFailed => "job_failed",
            Self::JobCanceled => "job_canceled",
            Self::NoStatus => "no_status",
            Self::UnknownStatus { .. } => "unknown_status",
            Self::NoId => "no_id",
            Self::NoResults => "no_results",
            Self::NoLabels => "no_labels",
            Self::BesideError => "beside_error",
            Self::ResultsMissing { .. } => "results_missing",
            Self::ForeignResult { .. } => "foreign_result",
            Self::ContentUnanswered { .. } => "content_unanswered",
            Self::Result { doubt, .. } => doubt.as_str(),
        }
    }

    /// Why the status of a job keeps it from being clear. `None` if it is completed.
    pub(crate) fn of_status(status: &JobStatus) -> Option<Self> {
        Some(match status {
            JobStatus::Completed => return None,
            JobStatus::Pending | JobStatus::Running => Self::StillRunning {
                status: status.clone(),
            },
            JobStatus::Failed => Self::JobFailed,
            JobStatus::Canceled => Self::JobCanceled,
            JobStatus::Unspecified => Self::NoStatus,
            other => Self::UnknownStatus {
                status: other.as_str().to_owned(),
            },
        })
    }
}

/// Serializes as the text of `Display`.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StillRunning { status } if *status == JobStatus::Pending => {
                f.write_str("the job has not started yet")
            }
            Self::StillRunning { .. } => f.write_str("the job is still running"),
            Self::JobFailed => f.write_str("the job failed"),
            Self::JobCanceled => f.write_str("the job was canceled"),
            Self::NoStatus => f.write_str("the job has no status"),
            Self::UnknownStatus { status } => {
                write!(f, "the job has the unknown status {status}")
            }
            Self::NoId => f.write_str("the job has no id"),
            Self::ForeignResult { index } => write!(f, "result {index} belongs to another job"),
            Self::ContentUnanswered { expected, got } => write!(
                f,
                "the results are about {got} of {expected} different pieces of content"
            ),
            Self::NoResults => f.write_str("the job is completed but has no results"),
            Self::NoLabels => f.write_str("no label was evaluated"),
            Self::BesideError => f.write_str("an error came with the answer"),
            Self::ResultsMissing { expected, got } => {
                write!(
                    f,
                    "only {got} of {expected} pieces of content have a result"
                )
            }
            Self::Result { index, doubt } => write!(f, "result {index}: {doubt}"),
        }
    }
}
