//! What is wrong with a batch job or with its files.

use std::fmt;
use std::path::PathBuf;

use super::row_problem::RowProblem;
use crate::api::BatchJobState;
use crate::error::{Error, Evidence, Kind};

/// What is wrong with a batch job, as far as it is not a call that failed; from
/// [`Error::batch_problem`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchProblem {
    /// The input CSV cannot be sent: nothing was created.
    Input {
        /// The first problems, by line.
        problems: Vec<RowProblem>,
        /// How many there are in all; the reading ended early where the file cannot be read as CSV.
        total: u64,
    },
    /// A file could not be read or written.
    File {
        /// Which.
        path: PathBuf,
        /// What was tried, and why it failed.
        why: String,
    },
    /// The state file of an earlier run does not allow this run to begin or go on.
    State {
        /// The state file.
        path: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// The time to upload is over: the presigned address is valid for 4 hours. Nothing was judged.
    UploadExpired {
        /// The id of the batch job, which can only be cancelled now.
        id: String,
        /// The status with which the storage said so; `None` where our own clock did and nothing was
        /// sent.
        status: Option<u16>,
        /// The storage's own code, such as `AccessDenied`.
        code: Option<String>,
    },
    /// The batch job ended without results.
    Ended {
        /// Its id.
        id: String,
        /// How it ended.
        state: BatchJobState,
    },
    /// The output file is not what can be joined to the input. It is kept.
    Output {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl BatchProblem {
    #[cfg(feature = "batch")]
    pub(crate) fn file(path: &std::path::Path, what: &str, error: &std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            why: match error.kind() {
                // That is what `what` says already.
                std::io::ErrorKind::AlreadyExists => what.to_owned(),
                _ => format!("{what}: {error}"),
            },
        }
    }

    pub(crate) fn into_error(self, evidence: Evidence) -> Error {
        Error::new(Kind::Batch(Box::new(self)), evidence)
    }
}

impl fmt::Display for BatchProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input { problems, total } => {
                write!(f, "the input has {total} problem(s), nothing was sent")?;
                problems
                    .iter()
                    .try_for_each(|problem| write!(f, "; {problem}"))
            }
            Self::File { path, why } | Self::Output { path, why } | Self::State { path, why } => {
                write!(f, "{}: {why}", path.display())
            }
            Self::UploadExpired { id, status, code } => {
                write!(f, "the CSV can no longer be uploaded to batch job {id}: ")?;
                match status {
                    None => {
                        f.write_str("it was created 4 hours ago and its address has expired")?;
                    }
                    Some(status) => {
                        write!(f, "its address is refused ({status}")?;
                        code.iter().try_for_each(|code| write!(f, ", {code}"))?;
                        f.write_str("), it has probably expired")?;
                    }
                }
                f.write_str("; nothing was judged: start over to create another")
            }
            Self::Ended { id, state } => {
                write!(f, "batch job {id} ended without results, in state {state}")
            }
        }
    }
}
