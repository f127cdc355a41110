//! Why a verdict is neither flagged nor clear.

use std::fmt;

use clavata_api::types::{JobStatus, Outcome};

use crate::node::outcome_text;

/// Why a verdict is undetermined. `Display` says it in plain words.
///
/// What only one result is about is a [`Doubt`], which can be stated before anyone knows which
/// result it is. Here it stands with the number of its result.
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
    /// The server did not say how far the job has come.
    NoStatus,
    /// The job has a status that this release does not know.
    UnknownStatus {
        /// The status as it came: a name, or a number in decimal.
        status: String,
    },
    /// The job has no id, so nothing ties it to the one that was asked for.
    NoId,
    /// The job is completed but has no results.
    NoResults,
    /// An answer of evaluate labels has no results.
    NoLabels,
    /// There are fewer results than pieces of content.
    ResultsMissing {
        /// How many pieces of content the job has.
        expected: usize,
        /// How many results it has.
        got: usize,
    },
    /// A result names another job; the first one, if several do.
    ForeignResult {
        /// Which result, counted from 0.
        index: usize,
    },
    /// There are enough results, but they are about fewer pieces of content than the job has: one
    /// was answered twice, and another not at all.
    ///
    /// Content is told apart by its hashes, on each side by itself. Content without a hash may be
    /// unlike any other, a result without one may be about any.
    ContentUnanswered {
        /// How many different pieces of content the job may have.
        expected: usize,
        /// How many of them surely have a result.
        got: usize,
    },
    /// A result leaves the question open; the first one, where several do.
    Result {
        /// Which result, counted from 0.
        index: usize,
        /// What it lacks.
        doubt: Doubt,
    },
}

/// What keeps one result from being clear.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// There is no report.
    NoReport,
    /// The server gave an error in place of an evaluation.
    NotEvaluated {
        /// What the server says about it.
        error: String,
    },
    /// It is no answer to what was asked: of another policy, version, threshold or content.
    NotAsked {
        /// What is wrong with it.
        why: String,
    },
    /// A node has an outcome other than true and false.
    Outcome {
        /// Which node.
        at: Place,
        /// `Failed`, `Unspecified`, or one that this release does not know.
        outcome: Outcome,
    },
    /// A node has a score that says that its evaluation failed: negative, NaN or infinite. Whatever
    /// its outcome, it was not judged.
    FailedScore {
        /// Which node.
        at: Place,
    },
    /// Only the deprecated `result` says no: not enough for a strict verdict.
    NotReviewed {
        /// Which node.
        at: Place,
    },
}

/// The node of a report that leaves the question open.
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
        /// Which rule of the label, counted from 0.
        index: usize,
    },
    /// A label that was evaluated by itself, as a whole.
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
    /// What the status of a job says against its results; none where it is completed.
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
            Self::NotAsked { why } => write!(f, "it does not answer what was asked: {why}"),
            Self::Outcome { at, outcome } => match outcome {
                Outcome::Failed => write!(f, "{at}: the evaluation failed"),
                Outcome::Unspecified => write!(f, "{at}: no outcome was given"),
                other => write!(f, "{at}: unknown outcome {}", outcome_text(other)),
            },
            Self::FailedScore { at } => {
                write!(f, "{at}: the score says that the evaluation failed")
            }
            Self::NotReviewed { at } => write!(f, "{at}: there is no review"),
        }
    }
}
