//! Fields that no row shows. They are checked as well: what decoding refuses is refused here, so an answer
//! can be read in every format of the program or in none.

use clavata_api::json::{Cursor, Fault, double};
use clavata_api::types::PolicyEvaluationReport;
use serde::de::DeserializeOwned;

use crate::node::has_failed;

/// Skips a field of the message `T`.
///
/// The usual spellings of a value are known to be valid. Any other is decoded, in a message of its own.
#[inline]
pub(super) fn field<T: DeserializeOwned>(
    cursor: &mut Cursor<'_>,
    key: &'static str,
) -> Result<(), Fault> {
    let first = cursor.peek()?;
    let start = cursor.position();
    match (first, key) {
        (b'n', _) => {
            cursor.null()?;
        }
        (b'"', _) if cursor.quoted()? => {
            let raw = &cursor.text()[start..cursor.position()];
            if !is_usual(key, &raw.as_bytes()[1..raw.len() - 1]) {
                decoded::<T>(cursor, key, raw)?;
            }
        }
        _ => {
            cursor.go_to(start);
            if key == "threshold" && cursor.fraction() {
                return Ok(());
            }
            let raw = cursor.raw()?;
            if !is_usual_number(key, raw.as_bytes()) {
                decoded::<T>(cursor, key, raw)?;
            }
        }
    }
    Ok(())
}

/// Skips the value of a label in the `labelMatches` of a report.
pub(super) fn label_match(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    let raw = cursor.raw()?;
    if is_plain_number(raw.as_bytes()) {
        return Ok(());
    }
    let matches = format!("{{\"\":{raw}}}");
    decoded::<PolicyEvaluationReport>(cursor, "labelMatches", &matches)
}

#[cold]
fn decoded<T: DeserializeOwned>(
    cursor: &mut Cursor<'_>,
    key: &'static str,
    raw: &str,
) -> Result<(), Fault> {
    match clavata_api::decode::<T>(format!("{{\"{key}\":{raw}}}").as_bytes()) {
        Ok(_) => Ok(()),
        Err(_) => cursor.fail("a value of the wrong type"),
    }
}

/// Whether a string without escapes is certainly valid for its field.
fn is_usual(key: &str, text: &[u8]) -> bool {
    match key {
        "created" | "updated" | "completed" => text.is_empty() || is_time(text),
        key => !matches!(key, "labelMatches" | "threshold"),
    }
}

fn is_usual_number(key: &str, raw: &[u8]) -> bool {
    key == "threshold" && is_plain_number(raw)
}

/// Skips a string or a `null`.
#[inline]
pub(super) fn text(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    match cursor.peek()? {
        b'"' if cursor.quoted()? => Ok(()),
        b'"' => cursor.escaped(None),
        _ if cursor.null()? => Ok(()),
        _ => cursor.fail("expected a string"),
    }
}

/// Skips a score, and returns whether it shows that the evaluation failed.
#[inline]
pub(super) fn failed_score(cursor: &mut Cursor<'_>) -> Result<bool, Fault> {
    // Most scores have this form, which cannot be negative or infinite.
    Ok(!cursor.fraction() && other_score(cursor)?)
}

#[inline(never)]
fn other_score(cursor: &mut Cursor<'_>) -> Result<bool, Fault> {
    cursor.peek()?;
    Ok(!cursor.fraction() && has_failed(Some(double(cursor)?)))
}

/// Skips a score, and returns one with the same meaning: 0, or -1 if the evaluation failed.
#[inline]
pub(super) fn weighed_score(cursor: &mut Cursor<'_>) -> Result<f64, Fault> {
    Ok(if failed_score(cursor)? { -1.0 } else { 0.0 })
}

/// Whether a JSON value is digits with at most one point, and short enough to be finite.
pub(super) fn is_plain_number(raw: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    raw.len() <= 24 && raw.iter().all(is_part)
}

/// Whether it is a time such as `2026-03-01T12:34:56.5Z`, on a day that every month has.
fn is_time(text: &[u8]) -> bool {
    const SHAPE: &[u8; 19] = b"0000-00-00T00:00:00";
    let Some((seconds, [fraction @ .., b'Z'])) = text.split_at_checked(SHAPE.len()) else {
        return false;
    };
    let fits = |(byte, shape): (&u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        shape => byte == shape,
    };
    let number = |at: usize| (seconds[at] - b'0') * 10 + (seconds[at + 1] - b'0');
    let fraction = match fraction {
        [] => true,
        [b'.', digits @ ..] => {
            (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    fraction
        && seconds.iter().zip(SHAPE).all(fits)
        && (1..=12).contains(&number(5))
        && (1..=28).contains(&number(8))
        && number(11) < 24
        && number(14) < 60
        && number(17) < 60
}
