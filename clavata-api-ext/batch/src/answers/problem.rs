//! Why a row of the output is no answer.

use std::fmt;

/// A row of the output that is no answer, or rows that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerProblem {
    /// The line of the output on which the row begins, counted from 1.
    pub line: u64,
    /// The `ref_id` of the input that the row is about, if it is about one.
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

/// What can be wrong with a row of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnswerFault {
    /// The content was refused, and may be known abuse material.
    Refused,
    /// Another row answers the same `ref_id`, and label, with another outcome.
    Contradiction {
        /// The line of that row.
        first: u64,
    },
    /// Another row answers the same `ref_id`, and label, with the same outcome.
    Repeated {
        /// The line of that row.
        first: u64,
    },
    /// The row has another number of fields than the header.
    FieldCount {
        /// How many it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// The bytes are no UTF-8.
    NotUtf8,
    /// A quote stands where none may, or text follows a closing quote.
    StrayQuote,
    /// A quoted field is never closed: the file was cut, or rows are hidden in the field.
    UnclosedQuote,
    /// The row is longer than 16 MiB; what follows was not read.
    TooLong,
    /// The last row has no line end: the file was cut.
    Cut,
    /// There is no outcome.
    NoResult,
    /// Other `ref_id`s have answers for more labels than this one.
    FewerLabels {
        /// How many labels it has answers for.
        found: u32,
        /// How many there are in the output.
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
                write!(f, "{found} field(s) instead of {expected}")
            }
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::StrayQuote => f.write_str("a quote stands where none may"),
            Self::UnclosedQuote => f.write_str("a quote is opened and never closed"),
            Self::TooLong => f.write_str("the row is longer than 16 MiB; the rest was not read"),
            Self::Cut => f.write_str("the file ends before the row does"),
            Self::NoResult => f.write_str("it has no outcome"),
            Self::FewerLabels { found, expected } => {
                write!(f, "{found} of {expected} labels are answered")
            }
        }
    }
}
