//! Problems of the input, and warnings.

use std::fmt;

/// A problem of the input, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The line where the row begins, from 1.
    pub line: u64,
    /// What is wrong.
    pub fault: RowFault,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault)
    }
}

/// What is wrong with a row of the input, or with its header.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowFault {
    /// There is no row after the header.
    NoRows,
    /// The header lacks a column.
    MissingColumn(&'static str),
    /// The header has a column other than `ref_id`, `type` and `content`. This is its position, from 1.
    UnknownColumn(usize),
    /// The header names a column twice.
    RepeatedColumn(&'static str),
    /// The row does not have as many fields as the header.
    FieldCount(usize),
    /// The bytes are not UTF-8.
    NotUtf8,
    /// There is a quote inside an unquoted field, or text after a closing quote.
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
    /// The type is `image_url`, but the content is not an http or https URL.
    NotUrl,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRows => f.write_str("there are no rows"),
            Self::MissingColumn(name) => write!(f, "the header lacks the column `{name}`"),
            Self::UnknownColumn(position) => write!(
                f,
                "column {position} of the header is not `ref_id`, `type` or `content`: remove it"
            ),
            Self::RepeatedColumn(name) => write!(f, "the header names `{name}` twice"),
            Self::FieldCount(count) => write!(f, "expected 3 fields, found {count}"),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::StrayQuote => {
                f.write_str("a quote is out of place; inside a quoted field, write it twice")
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
            Self::NotUrl => f.write_str("the `content` is not an http or https URL"),
        }
    }
}

/// A warning about an input that can be sent, but may not be judged completely.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchWarning {
    /// There are more than 25,000 rows, a limit that the vendor documented earlier.
    ManyRows(u64),
    /// Some texts are longer than 1 MiB.
    LargeTexts {
        /// The number of these texts.
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
                "{rows} rows: the vendor once documented a limit of 25,000 per batch job"
            ),
            Self::LargeTexts { count: 1, first } => {
                write!(f, "1 text is over 1 MiB, on line {first}")
            }
            Self::LargeTexts { count, first } => {
                write!(f, "{count} texts are over 1 MiB, the first on line {first}")
            }
            Self::ByteOrderMark => {
                f.write_str("the file begins with a byte order mark, which is not uploaded")
            }
        }
    }
}
