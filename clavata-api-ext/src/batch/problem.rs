//! What is wrong with a batch job or with its files.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::api::{BatchJobError, BatchJobErrorCode, BatchJobState};
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
    /// The gateway answered, and said that it did not do it.
    Refused {
        /// What was asked: `create` or `cancel`.
        what: &'static str,
        /// The kind of error.
        code: BatchJobErrorCode,
        /// In the gateway's words.
        message: String,
    },
    /// There is no batch job of this id for this key.
    NotFound {
        /// The id.
        id: String,
    },
    /// The object storage behind a presigned address did not do it.
    Storage {
        /// What was asked: `upload` or `download`.
        what: &'static str,
        /// Its status.
        status: u16,
        /// Its own code, such as `AccessDenied`.
        code: Option<String>,
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
    pub(crate) fn refused(what: &'static str, error: BatchJobError) -> Self {
        Self::Refused {
            what,
            code: error.error_code,
            message: error.error_message,
        }
    }

    #[cfg(feature = "batch")]
    pub(crate) fn file(path: &Path, what: &str, error: &io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            why: format!("{what}: {error}"),
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
            Self::Refused {
                what,
                code,
                message,
            } => write!(
                f,
                "the gateway did not {what} the batch job: {message} ({code})"
            ),
            Self::NotFound { id } => write!(f, "there is no batch job {id} for this key"),
            Self::Storage { what, status, code } => {
                write!(f, "the {what} was refused by the storage ({status}")?;
                code.iter().try_for_each(|code| write!(f, ", {code}"))?;
                f.write_str(")")
            }
            Self::UploadExpired { id, status, code } => {
                write!(f, "the CSV can no longer be uploaded to batch job {id}: ")?;
                match (status, code) {
                    (None, _) => {
                        f.write_str("it was created 4 hours ago and its address has expired")?
                    }
                    (Some(status), None) => {
                        write!(
                            f,
                            "its address is refused ({status}), it has probably expired"
                        )?;
                    }
                    (Some(status), Some(code)) => write!(
                        f,
                        "its address is refused ({status}, {code}), it has probably expired"
                    )?,
                }
                f.write_str("; nothing was judged: start over to create another")
            }
            Self::Ended { id, state } => {
                write!(f, "batch job {id} ended without results, in state {state}")
            }
        }
    }
}

/// One problem of the input, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The line on which the row begins, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub fault: RowFault,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// What can be wrong with a row of the input, or with its header.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowFault {
    /// There is no row under the header.
    NoRows,
    /// The header lacks a column.
    MissingColumn(&'static str),
    /// The header has a column that is none of the three.
    UnknownColumn,
    /// The header names a column twice.
    RepeatedColumn(&'static str),
    /// The row has another number of fields than the header.
    FieldCount(usize),
    /// The bytes are no UTF-8.
    NotUtf8,
    /// A quote stands where none may, or text follows a closing quote.
    StrayQuote,
    /// A quoted field is never closed.
    UnclosedQuote,
    /// The row is longer than 16 MiB.
    TooLong,
    /// There is no `ref_id`.
    EmptyRefId,
    /// The `ref_id` was used before.
    RepeatedRefId {
        /// The line of its first use.
        first: u64,
    },
    /// The type is neither `text` nor `image_url`.
    UnknownType,
    /// There is no content.
    EmptyContent,
    /// The type is `image_url`, and the content is no http or https URL.
    NotUrl,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRows => f.write_str("there are no rows"),
            Self::MissingColumn(name) => write!(f, "the header lacks the column `{name}`"),
            Self::UnknownColumn => f.write_str(
                "the header has a column besides `ref_id`, `type` and `content`: remove it",
            ),
            Self::RepeatedColumn(name) => write!(f, "the header names `{name}` twice"),
            Self::FieldCount(count) => write!(f, "{count} field(s) instead of 3"),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::StrayQuote => {
                f.write_str("a quote stands where none may; write it twice inside quotes")
            }
            Self::UnclosedQuote => f.write_str("a quote is opened and never closed"),
            Self::TooLong => {
                f.write_str("the row is longer than 16 MiB; perhaps a quote is not closed")
            }
            Self::EmptyRefId => f.write_str("the `ref_id` is empty"),
            Self::RepeatedRefId { first } => {
                write!(f, "the `ref_id` was used before, on line {first}")
            }
            Self::UnknownType => f.write_str("the `type` is neither `text` nor `image_url`"),
            Self::EmptyContent => f.write_str("the `content` is empty"),
            Self::NotUrl => f.write_str("the `content` is no http or https URL"),
        }
    }
}

/// What does not keep the input from being sent, but may keep it from being judged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchWarning {
    /// More rows than the 25,000 that an older page of the vendor gave as the limit.
    ManyRows(u64),
    /// Texts over 1 MiB.
    LargeTexts {
        /// How many.
        count: u64,
        /// The line of the first.
        first: u64,
    },
    /// The file begins with a byte order mark, which is left out of the upload.
    ByteOrderMark,
}

impl fmt::Display for BatchWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ManyRows(rows) => write!(
                f,
                "{rows} rows: the vendor once gave 25,000 as the limit of one batch job"
            ),
            Self::LargeTexts { count, first } => {
                write!(f, "{count} text(s) over 1 MiB, the first on line {first}")
            }
            Self::ByteOrderMark => {
                f.write_str("the file begins with a byte order mark, which is not uploaded")
            }
        }
    }
}
