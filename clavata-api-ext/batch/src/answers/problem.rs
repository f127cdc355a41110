//! Why a row of the output is not an answer.

use std::fmt;

/// A row of the output that is not an answer, or that contradicts another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerProblem {
    /// The line of the output where the row begins, from 1.
    pub line: u64,
    /// The `ref_id` of the input that the row is about, if any.
    pub ref_id: Option<String>,
    /// What is wrong.
    pub fault: AnswerFault,
}

impl fmt::Display for AnswerProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(ref_id) = &self.ref_id {
            write!(f, ", {ref_id}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

/// What is wrong with a row of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerFault {
    /// The content was refused. It may be known abuse material.
    Refused,
    /// Another row answers the same `ref_id` and label with another outcome.
    Contradiction {
        /// The line of that row.
        first: u64,
    },
    /// Another row answers the same `ref_id` and label with the same outcome.
    Repeated {
        /// The line of that row.
        first: u64,
    },
    /// The row does not have as many fields as the header.
    FieldCount {
        /// The number of fields in the row.
        found: usize,
        /// The number of fields in the header.
        expected: usize,
    },
    /// The bytes are not UTF-8.
    NotUtf8,
    /// There is a quote inside an unquoted field, or text after a closing quote.
    StrayQuote,
    /// A quoted field is never closed: the file was truncated, or the field swallowed other rows.
    UnclosedQuote,
    /// The row is longer than 16 MiB. The rest of the file was not read.
    TooLong,
    /// The last row has no line end: the file was truncated.
    Cut,
    /// The outcome is a no or unknown, but the row also reports a failure or a yes: a score such as -1, an error, a
    /// failed state, or another column for the outcome.
    Ambiguous,
    /// There is no outcome.
    NoResult,
    /// Other `ref_id`s have answers for more labels than this one.
    FewerLabels {
        /// The number of labels that this one has answers for.
        found: u32,
        /// The number of labels in the output.
        expected: u32,
    },
}

impl fmt::Display for AnswerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => {
                f.write_str("the content was refused, and may be known abuse material")
            }
            Self::Contradiction { first } => {
                write!(f, "it contradicts line {first}, which has another outcome")
            }
            Self::Repeated { first } => write!(f, "it was answered before, on line {first}"),
            Self::FieldCount { found, expected } => {
                write!(f, "expected {expected} fields, found {found}")
            }
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::StrayQuote => f.write_str("a quote is out of place"),
            Self::UnclosedQuote => f.write_str("a quote is opened and never closed"),
            Self::TooLong => f.write_str("the row is longer than 16 MiB; the rest was not read"),
            Self::Cut => f.write_str("the file ends before the row does"),
            Self::Ambiguous => {
                f.write_str("its outcome contradicts its score, its error or another column")
            }
            Self::NoResult => f.write_str("it has no outcome"),
            Self::FewerLabels { found, expected } => {
                write!(f, "{found} of {expected} labels are answered")
            }
        }
    }
}
