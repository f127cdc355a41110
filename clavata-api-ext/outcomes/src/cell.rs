//! A value in a column, for all formats.

use chrono::{DateTime, SecondsFormat, Utc};
use clavata_api::Id;
use clavata_api::types::Outcome;
use serde::{Serialize, Serializer};

use crate::metadata::Metadata;
use crate::words;

/// A value in a column. It serializes as in JSON rows.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Cell<'a> {
    /// No value.
    Null,
    /// Text.
    Text(&'a str),
    /// An id, which is text.
    Id(&'a Id),
    /// An outcome, which is text.
    Outcome(&'a Outcome),
    /// A whole number.
    Whole(u64),
    /// A finite number.
    Fraction(f64),
    /// A finite number of 32 bits.
    Single(f32),
    /// A time.
    Time(DateTime<Utc>),
    /// True or false.
    Flag(bool),
    /// Pairs of text.
    Metadata(Metadata<'a>),
}

impl Cell<'_> {
    /// Returns an outcome as JSON rows show it, such as `TRUE`; empty for any other value.
    pub fn outcome_text(&self) -> &str {
        match self {
            Self::Outcome(outcome) => words::outcome(outcome),
            _ => "",
        }
    }

    /// Returns an outcome as CSV shows it, such as `match`; see [`Row::outcome_word`](crate::Row::outcome_word).
    /// Empty for any other value.
    pub fn outcome_word(&self) -> &str {
        match self {
            Self::Outcome(outcome) => words::outcome_in_csv(outcome),
            _ => "",
        }
    }

    /// Returns a time as text rows show it, such as `2026-03-01T12:00:00Z`.
    pub fn time_text(time: DateTime<Utc>) -> String {
        time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl Serialize for Cell<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => into.serialize_none(),
            Self::Text(text) => into.serialize_str(text),
            Self::Id(id) => id.serialize(into),
            Self::Outcome(outcome) => into.serialize_str(words::outcome(outcome)),
            Self::Whole(number) => into.serialize_u64(*number),
            Self::Fraction(number) => into.serialize_f64(*number),
            Self::Single(number) => into.serialize_f32(*number),
            Self::Time(time) => time.serialize(into),
            Self::Flag(flag) => into.serialize_bool(*flag),
            Self::Metadata(metadata) => metadata.serialize(into),
        }
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Whole(number as u64)
    }
}

/// NaN and infinities become null, because JSON and CSV cannot express them.
impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        if number.is_finite() {
            Self::Fraction(number)
        } else {
            Self::Null
        }
    }
}

impl From<f32> for Cell<'_> {
    fn from(number: f32) -> Self {
        if number.is_finite() {
            Self::Single(number)
        } else {
            Self::Null
        }
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<DateTime<Utc>> for Cell<'_> {
    fn from(time: DateTime<Utc>) -> Self {
        Self::Time(time)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a Id> for Cell<'a> {
    fn from(id: &'a Id) -> Self {
        Self::Id(id)
    }
}

impl<'a> From<&'a Outcome> for Cell<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        Self::Outcome(outcome)
    }
}

impl<'a> From<Metadata<'a>> for Cell<'a> {
    fn from(metadata: Metadata<'a>) -> Self {
        Self::Metadata(metadata)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    #[inline]
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
