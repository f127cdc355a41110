//! Why a verdict is neither flagged nor clear.

use std::fmt;

use clavata_api::types::{JobStatus, Outcome};
use serde::{Serialize, Serializer};

/// What [`Doubt::TwoContents`] says.
pub(crate) const TWO_CONTENTS: &str = "it names two contents, by two hashes";

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

/// What keeps one result from being clear.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// There is no report.
    NoReport,
    /// The server sent an error instead of an evaluation.
    NotEvaluated {
        /// The server's message.
        error: String,
    },
    /// An error came with the result.
    BesideError,
    /// It names two contents: the hash in its report differs from the one next to the report.
    TwoContents,
    /// It does not match the request: it is for another policy, version, threshold or content.
    NotAsked {
        /// What differs.
        why: String,
    },
    /// A node has an outcome other than true and false.
    Outcome {
        /// Which node.
        at: Place,
        /// `Failed`, `Unspecified`, or one that this release does not know.
        outcome: Outcome,
    },
    /// The score of a node shows that its evaluation failed: it is negative, NaN or infinite. The
    /// outcome of the node does not count.
    FailedScore {
        /// Which node.
        at: Place,
    },
    /// Only the deprecated `result` says no, which is not enough for a strict verdict.
    NotReviewed {
        /// Which node.
        at: Place,
    },
}

/// The node of a report that makes it undetermined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The policy as a whole.
    Policy,
    /// A label of the policy.
    Label {
        /// The name of the label.
        label: String,
    },
    /// A rule of a label.
    Rule {
        /// The name of the label.
        label: String,
        /// The index of the rule in the label, from 0.
        index: usize,
    },
    /// A label that was evaluated on its own.
    Answer,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy => f.write_str("the policy"),
            Self::Label { label } => write!(f, "label {label:?}"),
            Self::Rule { label, index } => write!(f, "label {label:?}, rule {index}"),
            Self::Answer => f.write_str("the label"),
        }
    }
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

impl Doubt {
    /// A short name, for metrics and logs. It is one of a small fixed set and never holds content.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NoReport => "no_report",
            Self::NotEvaluated { .. } => "not_evaluated",
            Self::BesideError => "beside_error",
            Self::TwoContents => "two_contents",
            Self::NotAsked { .. } => "not_asked",
            Self::Outcome { .. } => "outcome",
            Self::FailedScore { .. } => "failed_score",
            Self::NotReviewed { .. } => "not_reviewed",
        }
    }
}

/// Serializes as the text of `Display`.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

/// Serializes as the text of `Display`.
impl Serialize for Doubt {
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

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoReport => f.write_str("there is no report"),
            Self::NotEvaluated { error } if error.is_empty() => {
                f.write_str("there is no evaluation")
            }
            Self::NotEvaluated { error } => write!(f, "not evaluated: {error}"),
            Self::BesideError => f.write_str("an error came with it"),
            Self::TwoContents => f.write_str(TWO_CONTENTS),
            Self::NotAsked { why } => write!(f, "it does not answer what was asked: {why}"),
            Self::Outcome { at, outcome } => match outcome {
                Outcome::Failed => write!(f, "{at}: the evaluation failed"),
                Outcome::Unspecified => write!(f, "{at}: no outcome was given"),
                other => write!(f, "{at}: unknown outcome {}", other.as_str()),
            },
            Self::FailedScore { at } => {
                write!(f, "{at}: the score says that the evaluation failed")
            }
            Self::NotReviewed { at } => write!(f, "{at}: there is no review"),
        }
    }
}
