//! Times, as the wire writes them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::cursor::{Cursor, Fault};

/// Reads a time; `None` for `null` or an empty string.
///
/// # Errors
///
/// Fails if the next value is anything else.
pub fn time(cursor: &mut Cursor<'_>) -> Result<Option<DateTime<Utc>>, Fault> {
    const EXPECTED: &str = "expected an RFC 3339 time, or an empty string if there is none";
    match cursor.peek()? {
        b'n' => cursor.null().map(|_| None),
        b'"' => {
            let text = cursor.string()?;
            match time_in(&text) {
                None if !text.is_empty() => cursor.fail(EXPECTED),
                time => Ok(time),
            }
        }
        _ => cursor.fail(EXPECTED),
    }
}

/// Reads an RFC 3339 time.
pub(crate) fn time_in(text: &str) -> Option<DateTime<Utc>> {
    // A parser for only the form that the gateway writes takes a tenth of the time.
    if let Some(time) = plain_time(text.as_bytes()) {
        return Some(time);
    }
    let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    // In UTC, the year may be outside the range of RFC 3339.
    (0..=9999).contains(&time.year()).then_some(time)
}

/// Reads `2023-11-14T22:13:20Z`, with up to nine digits after a point; `None` for anything else.
fn plain_time(text: &[u8]) -> Option<DateTime<Utc>> {
    let (whole, rest) = text.split_at_checked(19)?;
    let digits = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            let digit = digit.wrapping_sub(b'0');
            (digit < 10).then(|| number * 10 + u32::from(digit))
        })
    };
    let separators = [whole[4], whole[7], whole[10], whole[13], whole[16]];
    let (b"--T::", [fraction @ .., b'Z']) = (&separators, rest) else {
        return None;
    };
    let nanoseconds = match fraction {
        [] => 0,
        [b'.', shown @ ..] if (1..=9).contains(&shown.len()) => {
            digits(shown)? * 10_u32.pow(9 - u32::try_from(shown.len()).ok()?)
        }
        _ => return None,
    };
    let year = digits(&whole[..4])?.try_into().ok()?;
    let date = NaiveDate::from_ymd_opt(year, digits(&whole[5..7])?, digits(&whole[8..10])?)?;
    let (hour, minute) = (digits(&whole[11..13])?, digits(&whole[14..16])?);
    let time = date.and_hms_nano_opt(hour, minute, digits(&whole[17..])?, nanoseconds)?;
    Some(time.and_utc())
}
