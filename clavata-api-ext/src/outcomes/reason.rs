//! Why a verdict is neither flagged nor clear.

use std::fmt;

use clavata_api::types::{JobStatus, Outcome};

use super::node::outcome_text;

/// Why a verdict is undetermined. `Display` says it in plain words.
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
    /// The job is completed but has no results.
    NoResults,
    /// There are fewer results than pieces of content.
    ResultsMissing {
        /// How many pieces of content the job has.
        expected: usize,
        /// How many results it has.
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
    /// A part of the report has an outcome other than true and false.
    Outcome {
        /// The label, or none where it is the policy as a whole.
        label: Option<String>,
        /// `Failed`, `Unspecified`, or one that this release does not know.
        outcome: Outcome,
    },
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
            Self::NoResults => f.write_str("the job is completed but has no results"),
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
        let (label, outcome) = match self {
            Self::NoReport => return f.write_str("there is no report"),
            Self::NotEvaluated { error } if error.is_empty() => {
                return f.write_str("there is no evaluation");
            }
            Self::NotEvaluated { error } => return write!(f, "not evaluated: {error}"),
            Self::NotAsked { why } => {
                return write!(f, "it does not answer what was asked: {why}");
            }
            Self::Outcome { label, outcome } => (label, outcome),
        };
        match label {
            Some(label) => write!(f, "label {label:?}: ")?,
            None => f.write_str("the policy: ")?,
        }
        match outcome {
            Outcome::Failed => f.write_str("the evaluation failed"),
            Outcome::Unspecified => f.write_str("no outcome was given"),
            other => write!(f, "unknown outcome {}", outcome_text(other)),
        }
    }
}
