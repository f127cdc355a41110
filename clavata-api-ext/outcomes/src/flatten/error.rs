//! Why answers could not be flattened.

use std::fmt;

use clavata_api::types::Status;
use clavata_api::{DecodeError, join};

/// Why answers could not be flattened, and where. Its text and its `Debug` show nothing of the content; only its
/// [`status`](Self::status) does.
pub struct FlattenError {
    value: usize,
    offset: usize,
    what: What,
    status: Option<Box<Status>>,
}

pub(super) enum What {
    /// The reader's own message.
    Said {
        what: &'static str,
        cut_short: bool,
    },
    /// The error of decoding the same value, which includes the path.
    Decoding(DecodeError),
    Utf8,
    Empty,
    /// An evaluate stream ended with an error.
    StreamFailed,
}

impl FlattenError {
    pub(super) fn new(value: usize, offset: usize, what: What) -> Self {
        Self {
            value,
            offset,
            what,
            status: None,
        }
    }

    /// Adds what the gateway says in the same value.
    pub(super) fn saying(self, status: Option<Status>) -> Self {
        let status = join(self.status.map(|status| *status), status);
        let status = status.map(Box::new);
        Self { status, ..self }
    }

    /// Moves the error to another place.
    pub(super) fn at(self, value: usize, offset: usize) -> Self {
        Self {
            value,
            offset,
            ..self
        }
    }

    /// What the gateway says in the value that was not read, or instead of an answer: a refusal of content, or another
    /// error. [`for_each_row`](super::for_each_row) adds the refusals in all other values. It is as sent, so it may repeat
    /// content. Errors of [`flatten_next`](super::Flattener::flatten_next) and
    /// [`flatten_piece`](super::Flattener::flatten_piece) have none.
    pub fn status(&self) -> Option<&Status> {
        self.status.as_deref()
    }

    /// The index of the JSON value in the input, from 0.
    pub fn value(&self) -> usize {
        self.value
    }

    /// The byte offset of the place in the input.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The path within the value, such as `job.results[3].report.policyId`, if it is known.
    pub fn path(&self) -> Option<&str> {
        match &self.what {
            What::Decoding(error) => error.path(),
            _ => None,
        }
    }

    /// Whether the input ended in the middle of a value.
    pub fn is_cut_short(&self) -> bool {
        match &self.what {
            What::Said { cut_short, .. } => *cut_short,
            What::Decoding(error) => error.is_cut_short(),
            _ => false,
        }
    }
}

impl fmt::Debug for FlattenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlattenError")
            .field("text", &self.to_string())
            .field("has_status", &self.status.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for FlattenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, offset) = (self.value, self.offset);
        match &self.what {
            What::Empty => f.write_str("the input is empty"),
            What::Said { what, .. } => write!(f, "value {value}, byte {offset}: {what}"),
            What::Decoding(error) => write!(f, "value {value}, byte {offset}: {error}"),
            What::Utf8 => write!(f, "byte {offset}: not UTF-8"),
            What::StreamFailed => {
                write!(
                    f,
                    "value {value}, byte {offset}: the gateway reports an error instead of an answer"
                )
            }
        }
    }
}

impl std::error::Error for FlattenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.what {
            What::Decoding(error) => Some(error),
            _ => None,
        }
    }
}
