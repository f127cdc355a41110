//! Why a body could not be decoded: the place and the problem, but nothing of the content.

use std::fmt::{self, Write as _};

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::budget;
use crate::json::{self, Cursor, Reader, Said};
use crate::types::Status;

/// The names that an error may repeat. Any other name in a body may be part of the content.
pub(crate) trait FieldNames {
    /// The names of all fields on the wire in both spellings, sorted.
    const SORTED: &'static [&'static str];
}

/// The contract. Its [`FieldNames`] come with the generated code.
pub(crate) struct Contract;

/// Why a body could not be decoded.
///
/// Its text and its `Debug` contain names from the contract and positions, never parts of the body: neither values nor
/// the keys of its maps. Only its [`status`](Self::status) does.
pub struct DecodeError {
    path: Option<String>,
    what: Unreadable,
    status: Option<Box<Status>>,
}

pub(super) enum Unreadable {
    Utf8(std::str::Utf8Error),
    Json {
        message: String,
        cut_short: bool,
    },
    /// It can be read, but the gateway reports something alongside it.
    Beside,
}

impl DecodeError {
    pub(super) fn new(what: Unreadable) -> Self {
        Self {
            path: None,
            what,
            status: None,
        }
    }

    /// The value could be read, but the gateway reports something alongside it.
    pub(super) fn beside(status: Status) -> Self {
        Self {
            status: Some(Box::new(status)),
            ..Self::new(Unreadable::Beside)
        }
    }

    /// Adds what the same bytes say about refused content.
    pub(crate) fn refuse(&mut self, refusal: Option<Status>) {
        self.status = refusal.map(Box::new);
    }

    /// An error with this message.
    pub(crate) fn said(message: impl Into<String>) -> Self {
        Self::new(Unreadable::Json {
            message: message.into(),
            cut_short: false,
        })
    }

    /// Finds the path and the message by decoding once more, so that only failures pay for it.
    pub(super) fn locate<T: DeserializeOwned>(text: &str) -> Self {
        let mut cursor = Cursor::new(text);
        let (path, said) = said::<T>(&mut cursor, text.len()).unwrap_or_else(|| {
            // The value is valid. What follows it is not.
            let _ = cursor.next_byte();
            let _ = cursor.fail::<()>("something follows the value");
            (None, Said::Syntax)
        });
        Self::of(path, &said, &cursor, (text, cursor.position()))
    }

    /// Like [`locate`](Self::locate), for a text that from `from` on is the part of a longer text from `stands_at` on.
    /// Also returns where in the longer text the error is. `None` if that part can be read, or something before it
    /// cannot.
    pub(crate) fn locate_in<T: DeserializeOwned>(
        text: &str,
        from: usize,
        (longer, stands_at): (&str, usize),
    ) -> Option<(Self, usize)> {
        let mut cursor = Cursor::new(text);
        let (path, said) = said::<T>(&mut cursor, longer.len())?;
        let at = stands_at + cursor.position().checked_sub(from)?;
        Some((Self::of(path, &said, &cursor, (longer, at)), at))
    }

    fn of(path: Option<String>, said: &Said, cursor: &Cursor<'_>, place: (&str, usize)) -> Self {
        let place = line_and_column(place);
        let message = match said {
            Said::Syntax => format!("not JSON: {}{place}", cursor.what()),
            Said::Data(what) => {
                described(what).unwrap_or_else(|| format!("not as expected{place}"))
            }
        };
        let cut_short = cursor.is_cut_short();
        Self {
            path,
            ..Self::new(Unreadable::Json { message, cut_short })
        }
    }

    /// Prefixes the path with that of the enclosing value.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.path = Some(match self.path {
            Some(path) => format!("{outer}.{path}"),
            None => outer.to_owned(),
        });
        self
    }

    /// What the gateway says in the same bytes: a refusal of content, even if the rest is broken, or an
    /// error alongside a value that could be read.
    ///
    /// It is as sent, so it may repeat content: it has the gateway's message, and details with the hashes of content. A
    /// detail that is a string is text around what could not be read, up to about 1 MiB.
    pub fn status(&self) -> Option<&Status> {
        self.status.as_deref()
    }

    pub(crate) fn into_status(self) -> Option<Status> {
        self.status.map(|status| *status)
    }

    /// The path in the JSON, such as `job.results[3].report.policyId`, if there is one. A key
    /// that is not a field of the contract is shown as `*`.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether the body was cut short: it ended before its JSON did.
    pub fn is_cut_short(&self) -> bool {
        match &self.what {
            Unreadable::Json { cut_short, .. } => *cut_short,
            Unreadable::Utf8(error) => error.error_len().is_none(),
            Unreadable::Beside => false,
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("text", &self.to_string())
            .field("has_status", &self.status.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "at {path}: ")?;
        }
        match &self.what {
            Unreadable::Utf8(error) => write!(f, "not UTF-8 from byte {}", error.valid_up_to()),
            Unreadable::Json { message, .. } => f.write_str(message),
            Unreadable::Beside => f.write_str("the gateway also reports that something went wrong"),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.what {
            Unreadable::Utf8(error) => Some(error),
            Unreadable::Json { .. } | Unreadable::Beside => None,
        }
    }
}

/// The path, reduced to fields of the contract and positions.
fn shown(path: &Path) -> Option<String> {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                let _ = write!(text, "[{index}]");
                continue;
            }
            // It ended before a key or an index, so the value around it is the place.
            Segment::Unknown => break,
            Segment::Map { .. } | Segment::Enum { .. } => {}
        }
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(match segment {
            Segment::Map { key } if Contract::SORTED.binary_search(&key.as_str()).is_ok() => key,
            _ => "*",
        });
    }
    (!text.is_empty()).then_some(text)
}

/// The path and the message of what cannot be read, within the budget of a text of this length; `None` if the value
/// can be read.
fn said<T: DeserializeOwned>(
    cursor: &mut Cursor<'_>,
    length: usize,
) -> Option<(Option<String>, Said)> {
    let located = budget::within(length, || {
        serde_path_to_error::deserialize::<_, T>(Reader::<Said>::new(cursor)).err()
    })?;
    Some((shown(located.path()), located.into_inner()))
}

/// ` at line 3 column 7`, for an offset in a text.
fn line_and_column((text, at): (&str, usize)) -> String {
    let mut place = json::Place::default();
    place.move_over(&text.as_bytes()[..at.min(text.len())]);
    format!(" at line {} column {}", place.line, place.column)
}

/// serde's message without its quotes from the body; `None` if any of it may be a quote.
fn described(said: &str) -> Option<String> {
    match (said.split_once(": "), said.rsplit_once(", expected ")) {
        (Some((how @ ("invalid type" | "invalid value"), found)), Some((_, expected))) => {
            // What was found is named first. Its value is quoted after that.
            let found = found.split([',', '"', '`']).next().unwrap_or_default();
            let found = if found == "unit value" { "null" } else { found };
            Some(format!("{how}: {}, expected {expected}", found.trim_end()))
        }
        _ if said.starts_with("duplicate field") || said == budget::SPENT => Some(said.to_owned()),
        _ => None,
    }
}
