//! Why a run failed.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::row_problem::RowProblem;
use clavata_api_ext::Error;
use clavata_api_ext::api::BatchJobState;

/// Why a run, or the check of an input, failed.
///
/// `Display` is one line. Neither content nor secrets appear in `Display`, in `Debug`, or in the
/// sources.
#[derive(Debug)]
#[non_exhaustive]
pub enum BatchError {
    /// A call to the gateway or to the object storage failed.
    Call(Error),
    /// The output would replace the input. Nothing was sent.
    OutputIsInput,
    /// The input CSV is not valid. Nothing was created.
    Input {
        /// The first 20 problems, by line.
        problems: Vec<RowProblem>,
        /// The total number of problems. Reading stopped early if the file is not CSV.
        total: u64,
    },
    /// A file could not be read or written.
    File {
        /// The file.
        path: PathBuf,
        /// What failed, and why.
        why: String,
        /// Whether the output, which was read before, says that content was refused. It may be known abuse material.
        has_refusals: bool,
    },
    /// The rows of the output could not be stored: the function of
    /// [`keep_with`](crate::BatchRun::keep_with) failed. Run the same again to store them, at no cost.
    NotKept {
        /// The path of the output, which was not replaced.
        path: PathBuf,
        /// Why.
        why: String,
        /// Whether the output says that content was refused. It may be known abuse material.
        has_refusals: bool,
    },
    /// The state file of an earlier run does not allow this run to start or to continue, or the gateway shows a batch
    /// job of another run under its id.
    State {
        /// The state file.
        path: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// The presigned URL for the upload has expired. It is valid for 4 hours. Nothing was judged.
    UploadExpired {
        /// The id of the batch job. It can only be canceled.
        id: String,
        /// The status that the storage returned. `None` if nothing was sent because the URL has expired by our
        /// own clock.
        status: Option<u16>,
        /// The storage's error code, such as `AccessDenied`.
        code: Option<String>,
    },
    /// The batch job ended without results.
    Ended {
        /// Its id.
        id: String,
        /// How it ended.
        state: BatchJobState,
    },
    /// The gateway repeatedly reports the batch job as completed, but without a URL for the output.
    NoOutput {
        /// The id of the batch job.
        id: String,
    },
    /// The output file cannot be joined to the input. It is kept.
    Output {
        /// The path of the output.
        path: PathBuf,
        /// Why it cannot be joined.
        why: String,
        /// Whether it says that content was refused, as far as that shows in a file that cannot be read: its content
        /// may also mention refusals. It may be known abuse material.
        has_refusals: bool,
    },
    /// The runtime is shutting down.
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

    /// Whether the output says, or seems to say, that content was refused, although the run failed. It may be known
    /// abuse material. See [`Error::refusals`] for a refusal of the call.
    pub fn has_refusals(&self) -> bool {
        match self {
            Self::File { has_refusals, .. }
            | Self::NotKept { has_refusals, .. }
            | Self::Output { has_refusals, .. } => *has_refusals,
            _ => false,
        }
    }

    /// An error after an output was read that `says` that content was refused.
    pub(crate) fn after_refusals(mut self, says: bool) -> Self {
        if let Self::File { has_refusals, .. } = &mut self {
            *has_refusals |= says;
        }
        self
    }

    fn say_refusals(&self, words: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.has_refusals() { words } else { "" })
    }

    pub(crate) fn file(path: &Path, what: &str, error: &std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            why: match error.kind() {
                // `what` says this already.
                std::io::ErrorKind::AlreadyExists => what.to_owned(),
                _ => format!("{what}: {error}"),
            },
            has_refusals: false,
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
                let s = if *total == 1 { "" } else { "s" };
                write!(f, "the input has {total} problem{s}; nothing was sent")?;
                problems
                    .iter()
                    .try_for_each(|problem| write!(f, "; {problem}"))
            }
            Self::State { path, why }
            | Self::File { path, why, .. }
            | Self::Output { path, why, .. } => {
                write!(f, "{}: {why}", path.display())?;
                self.say_refusals("; content may have been refused", f)
            }
            Self::NotKept { path, why, .. } => {
                write!(f, "{}: its rows cannot be kept: {why}", path.display())?;
                self.say_refusals("; it says that content was refused", f)
            }
            Self::UploadExpired { id, status, code } => {
                write!(f, "the CSV can no longer be uploaded to batch job {id}: ")?;
                match status {
                    None => {
                        f.write_str("it was created 4 hours ago and its upload URL has expired")?;
                    }
                    Some(status) => {
                        write!(f, "its upload URL was refused ({status}")?;
                        code.iter().try_for_each(|code| write!(f, ", {code}"))?;
                        f.write_str("); it has probably expired")?;
                    }
                }
                f.write_str("; nothing was judged: start over to create another")
            }
            Self::Ended { id, state } => {
                write!(f, "batch job {id} ended without results, in state {state}")
            }
            Self::NoOutput { id } => write!(f, "batch job {id} is completed but has no output"),
            Self::ShutDown => f.write_str("the runtime is shutting down"),
        }
    }
}

impl std::error::Error for BatchError {
    /// The source of the call's error, because this error already shows the message of the call's error.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.call()?.source()
    }
}
