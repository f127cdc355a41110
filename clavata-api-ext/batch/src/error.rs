//! Why a run did not bring its report.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::row_problem::RowProblem;
use clavata_api_ext::Error;
use clavata_api_ext::api::BatchJobState;

/// Why a run did not bring its report, or an input its check.
///
/// Its `Display` is one line for people. Nothing of the content and no secret appears in it, in its
/// `Debug`, or in its sources.
#[derive(Debug)]
#[non_exhaustive]
pub enum BatchError {
    /// A call failed, to the gateway or to the object storage: ask its error.
    Call(Error),
    /// The output would take the place of the input: nothing was sent.
    OutputIsInput,
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
    /// The gateway says again and again that the batch job is completed, and not where its output is.
    NoOutput {
        /// The id of the batch job.
        id: String,
    },
    /// The output file is not what can be joined to the input. It is kept.
    Output {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The runtime shut down.
    ShutDown,
}

impl BatchError {
    /// The error of the call that failed, if it was one.
    pub fn call(&self) -> Option<&Error> {
        match self {
            Self::Call(error) => Some(error),
            _ => None,
        }
    }

    pub(crate) fn file(path: &Path, what: &str, error: &std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            why: match error.kind() {
                // That is what `what` says already.
                std::io::ErrorKind::AlreadyExists => what.to_owned(),
                _ => format!("{what}: {error}"),
            },
        }
    }
}

impl From<Error> for BatchError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::OutputIsInput => f.write_str("the output would replace the input"),
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
            Self::NoOutput { id } => write!(f, "batch job {id} is completed and has no output"),
            Self::ShutDown => f.write_str("the runtime shuts down"),
        }
    }
}

impl std::error::Error for BatchError {
    /// What lies beneath the call that failed: its own words are those of this error.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call()?.source()
    }
}
