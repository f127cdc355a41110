//! Conditions that a row must meet to be printed.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};
use clavata_api_ext::api::Outcome;
use clavata_api_ext::{Cell, FieldKind, Record};

use super::choice::column;
use crate::arguments::time;
use crate::exit::Failure;

/// A column, a comparison and a value. A row without a value in the column never matches.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    column: usize,
    comparison: Comparison,
    value: Value,
}

/// Whether a value fits that compares in this way with the one of the condition.
type Comparison = fn(Ordering) -> bool;

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    /// From a column with a fixed set of words, in upper or lower case.
    Word(String),
    Number(f64),
    Time(DateTime<Utc>),
    Flag(bool),
}

/// Longer ones first.
const COMPARISONS: [(&str, Comparison); 6] = [
    ("!=", Ordering::is_ne),
    (">=", Ordering::is_ge),
    ("<=", Ordering::is_le),
    ("=", Ordering::is_eq),
    (">", Ordering::is_gt),
    ("<", Ordering::is_lt),
];

/// The columns that have only these words. A misspelled word would match nothing, and look as if there were
/// nothing to find.
const WORDS: [(&str, &[&str]); 3] = [
    ("verdict", &["clear", "flagged", "undetermined"]),
    (
        "kind",
        &["policy", "label", "rule", "exception", "exception_rule"],
    ),
    (
        "outcome",
        &[
            "match",
            "no_match",
            "true",
            "false",
            "failed",
            "unspecified",
        ],
    ),
];

/// The columns whose words come from the server, which may send words that this version does not know.
const OPEN: [&str; 3] = ["status", "job_status", "job_type"];

impl Condition {
    /// The column that is compared.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// Parses a condition on rows of this kind, such as `score>=0.8`.
    pub(super) fn parse<R: Record>(text: &str) -> Result<Self, Failure> {
        let wrong = |what: String| {
            let hint =
                "write a column, one of = != > >= < <=, and a value, such as --where 'score>=0.8'";
            Failure::input(format!("--where {text:?}: {what}"), hint)
        };
        let at = text.find(['=', '!', '<', '>']);
        let at = at.ok_or_else(|| wrong("no comparison operator".to_owned()))?;
        let (name, rest) = text.split_at(at);
        let (sign, comparison) = COMPARISONS
            .iter()
            .find(|(sign, _)| rest.starts_with(sign))
            .ok_or_else(|| wrong("no comparison operator".to_owned()))?;
        let (name, value) = (name.trim(), rest[sign.len()..].trim());
        let column = column::<R>(name)?;
        let kind = R::FIELDS[column].kind;
        let value = Value::parse(kind, name, value).map_err(wrong)?;
        let has_order =
            !matches!(value, Value::Text(_) | Value::Word(_) | Value::Flag(_)) || name == "day";
        if !matches!(*sign, "=" | "!=") && !has_order {
            return Err(wrong(format!("{name} has no order: use = or !=")));
        }
        Ok(Self {
            column,
            comparison: *comparison,
            value,
        })
    }

    pub(super) fn holds(&self, row: &impl Record) -> bool {
        let ordering = match (row.cell(self.column), &self.value) {
            (Cell::Text(text), Value::Text(value)) => Some(text.cmp(value.as_str())),
            (Cell::Text(text), Value::Word(value)) => Some(same([text], value)),
            (Cell::Id(id), Value::Text(value)) => Some(same([id.as_str(&mut [0; 36])], value)),
            // Compared exactly: in another case, it may read like a known outcome.
            (cell @ Cell::Outcome(Outcome::Unknown(_)), Value::Word(value)) => {
                Some(cell.outcome_word().cmp(value))
            }
            // Both names of an outcome are accepted.
            (cell @ Cell::Outcome(_), Value::Word(value)) => {
                Some(same([cell.outcome_text(), cell.outcome_word()], value))
            }
            #[allow(clippy::cast_precision_loss)] // counts of rows, tokens and lines
            (Cell::Whole(number), Value::Number(value)) => (number as f64).partial_cmp(value),
            (Cell::Fraction(number), Value::Number(value)) => number.partial_cmp(value),
            #[allow(clippy::cast_possible_truncation)] // the value at the precision of the column
            (Cell::Single(number), Value::Number(value)) => number.partial_cmp(&(*value as f32)),
            (Cell::Time(time), Value::Time(value)) => Some(time.cmp(value)),
            (Cell::Flag(flag), Value::Flag(value)) => Some(flag.cmp(value)),
            _ => None,
        };
        ordering.is_some_and(self.comparison)
    }
}

/// Equal if one of the names is this word, in upper or lower case. Words have no order.
fn same<const N: usize>(names: [&str; N], word: &str) -> Ordering {
    if names.iter().any(|name| name.eq_ignore_ascii_case(word)) {
        Ordering::Equal
    } else {
        Ordering::Less
    }
}

impl Value {
    fn parse(kind: FieldKind, name: &str, text: &str) -> Result<Self, String> {
        match kind {
            FieldKind::Whole | FieldKind::Fraction | FieldKind::Single => match text.parse() {
                Ok(number) if f64::is_finite(number) => Ok(Self::Number(number)),
                _ => Err(format!("{name} is a number, but {text:?} is not")),
            },
            FieldKind::Time => time(text).map(Self::Time),
            FieldKind::Flag => match text {
                "true" => Ok(Self::Flag(true)),
                "false" => Ok(Self::Flag(false)),
                _ => Err(format!("{name} is true or false, not {text:?}")),
            },
            FieldKind::Text if name == "day" => match text.parse::<NaiveDate>() {
                Ok(day) => Ok(Self::Text(day.to_string())),
                Err(_) => Err(format!("{name} is a date such as 2026-03-01, not {text:?}")),
            },
            FieldKind::Text => match WORDS.iter().find(|(column, _)| *column == name) {
                Some((_, words)) if !is_one_of(words, text) => {
                    let more = if name == "outcome" {
                        ", or a number"
                    } else {
                        ""
                    };
                    Err(format!("{name} is one of {}{more}", words.join(", ")))
                }
                Some(_) => Ok(Self::Word(text.to_owned())),
                None if OPEN.contains(&name) => Ok(Self::Word(text.to_owned())),
                None => Ok(Self::Text(text.to_owned())),
            },
            _ => Err(format!("{name} cannot be compared")),
        }
    }
}

/// Whether a column with these words may contain this one. The server may send outcomes that this version does
/// not know: as a number, with their prefix, or with the prefix that rows use.
fn is_one_of(words: &[&str], text: &str) -> bool {
    let is_known = words.iter().any(|word| word.eq_ignore_ascii_case(text));
    is_known
        || words.contains(&"match")
            && (text.parse::<i64>().is_ok()
                || text.starts_with("OUTCOME_")
                || text.starts_with("unknown:"))
}
