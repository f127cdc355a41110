//! Numbers: most are plain decimals; the wire writes some doubles as strings.

use super::cursor::{Cursor, Fault};
use super::scan;

/// A JSON number, in the type that fits its text best.
#[derive(Debug, PartialEq)]
pub(super) enum Number {
    Unsigned(u64),
    Signed(i64),
    Double(f64),
}

/// Reads the number at the cursor.
#[inline]
pub(super) fn number(cursor: &mut Cursor<'_>) -> Result<Number, Fault> {
    if let Some(double) = exact(cursor) {
        return Ok(Number::Double(double));
    }
    let text = cursor.number()?;
    let is_integer = !text.bytes().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    if is_integer && let Ok(number) = text.parse() {
        return Ok(Number::Unsigned(number));
    }
    // Only a double has a negative zero.
    if is_integer
        && text != "-0"
        && let Ok(number) = text.parse()
    {
        return Ok(Number::Signed(number));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Number::Double(number)),
        _ => cursor.fail("number out of range"),
    }
}

/// Reads a double in any form that the wire has; `null` and an empty string are 0.
///
/// # Errors
///
/// Fails if the next value is not a number.
#[inline]
pub fn double(cursor: &mut Cursor<'_>) -> Result<f64, Fault> {
    match cursor.peek()? {
        b'-' | b'0'..=b'9' => {
            if let Some(number) = exact(cursor) {
                return Ok(number);
            }
            let number = cursor.number()?;
            match number.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(number),
                _ => cursor.fail("number out of range"),
            }
        }
        _ => rare(cursor),
    }
}

/// Steps over `0.` and at most 16 digits, the usual form of a score, if one division gives the
/// exact value: both numbers must fit a double without loss, so the quotient is rounded only once.
#[inline]
#[allow(clippy::cast_precision_loss)] // checked
fn exact(cursor: &mut Cursor<'_>) -> Option<f64> {
    let fraction = cursor.rest().strip_prefix(b"0.")?;
    let length = scan::digits(fraction);
    let power = *POWERS_OF_TEN.get(length)?;
    if length == 0 || matches!(fraction.get(length), Some(b'e' | b'E')) {
        return None;
    }
    let digits = scan::number(&fraction[..length]);
    if digits > 1 << 53 {
        return None;
    }
    cursor.at += 2 + length;
    Some(digits as f64 / power)
}

impl Cursor<'_> {
    /// Steps over `0.` and digits, the usual form of a score, if no exponent follows, and returns
    /// whether it did.
    #[inline]
    pub fn fraction(&mut self) -> bool {
        let Some(fraction) = self.rest().strip_prefix(b"0.") else {
            return false;
        };
        let length = scan::digits(fraction);
        let is_whole = length > 0 && !matches!(fraction.get(length), Some(b'e' | b'E'));
        if is_whole {
            self.at += 2 + length;
        }
        is_whole
    }
}

const POWERS_OF_TEN: [f64; 17] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
];

/// A double that is written as a string.
#[cold]
fn rare(cursor: &mut Cursor<'_>) -> Result<f64, Fault> {
    if cursor.null()? {
        return Ok(0.0);
    }
    let number = match cursor.peek()? {
        b'"' => spelled(&cursor.string()?),
        _ => None,
    };
    match number {
        Some(number) => Ok(number),
        None => cursor.fail("expected a number, \"NaN\", \"Infinity\" or \"-Infinity\""),
    }
}

fn spelled(text: &str) -> Option<f64> {
    match text {
        "" => Some(0.0),
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        text => text.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, exact};

    #[test]
    fn the_short_way_gives_what_parsing_gives() {
        let mut state = 1_u64;
        let mut taken = 0;
        for length in (1..=18).cycle().take(20_000) {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let text = format!("0.{state:020}");
            let text = &text[..length + 2];
            if let Some(number) = exact(&mut Cursor::new(text)) {
                assert_eq!(
                    number.to_bits(),
                    text.parse::<f64>().unwrap().to_bits(),
                    "{text}"
                );
                taken += 1;
            }
        }
        assert!(taken > 10_000, "{taken}");
        for other in [
            "0.5e3",
            "1.5",
            "-0.5",
            "0.12345678901234567",
            "0.9007199254740993",
        ] {
            assert!(exact(&mut Cursor::new(other)).is_none(), "{other}");
        }
    }
}
