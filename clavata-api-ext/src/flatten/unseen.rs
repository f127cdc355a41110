//! Fields that no row shows. They are checked all the same: what decoding refuses is refused here,
//! so that an answer is readable in every format of the program or in none.

use serde::de::DeserializeOwned;

use clavata_api::json::{Cursor, Fault};

/// Steps over a field of the message `T`.
///
/// How most values look is known to be good; any other is decoded, in a message of its own.
#[inline]
pub(super) fn unseen<T: DeserializeOwned>(
    cursor: &mut Cursor<'_>,
    key: &'static str,
) -> Result<(), Fault> {
    let raw = cursor.raw()?;
    if is_usual(raw.as_bytes(), key) {
        return Ok(());
    }
    decoded::<T>(cursor, key, raw)
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

/// Whether a value surely is one that its field may have.
fn is_usual(raw: &[u8], key: &str) -> bool {
    match (key, raw) {
        (_, b"null") => true,
        ("metadata" | "labelMatches" | "tokenUsage", raw) => raw == b"{}",
        (_, b"\"\"") => true,
        ("threshold", _) => false,
        ("created" | "updated" | "completed", [b'"', time @ .., b'"']) => is_time(time),
        (_, [b'"', text @ .., b'"']) => !text.contains(&b'\\'),
        _ => false,
    }
}

/// Whether it is a time such as `2026-03-01T12:34:56.5Z`, of a day that every month has.
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
