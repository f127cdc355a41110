//! Numbers. Most are plain decimals; the wire writes some doubles as strings.

use super::cursor::{Cursor, Fault};
use super::scan::{self, POWERS_OF_TEN, WINDOW};

/// A JSON number, in the type that suits its text best.
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
    match exact(cursor) {
        Some(number) => Ok(number),
        None => other_double(cursor),
    }
}

#[inline(never)]
fn other_double(cursor: &mut Cursor<'_>) -> Result<f64, Fault> {
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

/// Steps over `0.` and at most 19 digits, the usual form of a score, if the nearest double can be
/// computed without a parser.
#[inline]
fn exact(cursor: &mut Cursor<'_>) -> Option<f64> {
    let (number, length) = match cursor.rest().first_chunk() {
        Some(window) => exact_in(window)?,
        None => exact_at_the_end(cursor.rest())?,
    };
    cursor.at += length;
    Some(number)
}

#[cold]
fn exact_at_the_end(rest: &[u8]) -> Option<(f64, usize)> {
    let mut window = [0; 2 + WINDOW];
    window.get_mut(..rest.len())?.copy_from_slice(rest);
    exact_in(&window)
}

#[inline]
fn exact_in(window: &[u8; 2 + WINDOW]) -> Option<(f64, usize)> {
    let [b'0', b'.', fraction @ ..] = window else {
        return None;
    };
    let (digits, length) = scan::number_in(fraction)?;
    if length == 0 || matches!(fraction[length], b'e' | b'E') {
        return None;
    }
    Some((shifted(digits, length)?, 2 + length))
}

const TWO_TO_62: f64 = 4_611_686_018_427_387_904.0;
const TWO_TO_64: f64 = 4.0 * TWO_TO_62;

/// For 16 to 19 digits: 2^62 divided by this power of ten, as a factor for the digits after a shift to the left. Of the
/// product, only the upper half counts, without its last bit.
#[allow(clippy::cast_possible_truncation)] // asserted
const FRACTIONS: [(u64, u32); 4] = {
    let mut fractions = [(0, 0); 4];
    let mut at = 0;
    while at < fractions.len() {
        let power = POWERS_OF_TEN[16 + at];
        // As many bits as a factor can have. Shifted digits stay below 2^64, because the digits are below the power.
        let bits = 2 + power.ilog2();
        let factor = (1_u128 << (62 + bits)) / power as u128;
        assert!(factor >> 64 == 0);
        fractions[at] = (factor as u64, 65 - bits);
        at += 1;
    }
    fractions
};

/// The double nearest to `0.` and `length` digits, at most 19.
#[inline]
#[allow(clippy::cast_precision_loss)] // the only rounding
#[allow(clippy::cast_possible_truncation)] // the upper half
fn shifted(digits: u64, length: usize) -> Option<f64> {
    let power = POWERS_OF_TEN[length];
    let Some((factor, shift)) = length.checked_sub(16).map(|at| FRACTIONS[at]) else {
        // Both fit in a double without loss, so the quotient is rounded only once.
        return Some(digits.cast_signed() as f64 / power.cast_signed() as f64);
    };
    // The factor and the product are both rounded down, so the quotient is between these two.
    let product = u128::from(digits << shift) * u128::from(factor);
    let least = ((product >> 64) as u64 >> 1).cast_signed();
    let (least, most) = (least as f64, (least + 2) as f64);
    if least.to_bits() == most.to_bits() {
        return Some(least / TWO_TO_62);
    }
    divided(digits, power)
}

/// The double nearest to `digits / power`, which must be less than 1.
#[cold]
#[allow(clippy::cast_precision_loss)] // the only rounding
fn divided(digits: u64, power: u64) -> Option<f64> {
    let dividend = u128::from(digits) << 64;
    let quotient = u64::try_from(dividend / u128::from(power)).ok()?;
    // A double has 53 bits. With three more, the last one only tells whether anything follows the half.
    if quotient < 1 << 55 {
        return None;
    }
    let is_rest = dividend != u128::from(quotient) * u128::from(power);
    Some((quotient | u64::from(is_rest)) as f64 / TWO_TO_64)
}

impl Cursor<'_> {
    /// Steps over a whole number of at most nine digits and returns it. Otherwise does not move.
    #[inline]
    pub fn small_number(&mut self) -> Option<u32> {
        let digits = self.rest().iter().take(10);
        let digits = digits.map_while(|byte| char::from(*byte).to_digit(10));
        let (number, length) = digits.fold((0_u32, 0), |(number, length), digit| {
            (number.wrapping_mul(10).wrapping_add(digit), length + 1)
        });
        let is_whole = !matches!(self.rest().get(length), Some(b'.' | b'e' | b'E'));
        // JSON allows no leading zeros.
        let starts_well = length == 1 || self.byte() != Some(b'0');
        if !is_whole || !starts_well || !(1..=9).contains(&length) {
            return None;
        }
        self.at += length;
        Some(number)
    }

    /// Steps over `0.` and digits, the usual form of a score, if no exponent follows, and returns
    /// whether it did.
    #[inline]
    pub fn fraction(&mut self) -> bool {
        let rest = self.rest();
        // The usual case: not too long, and not at the end of the text.
        let length = match rest.first_chunk::<{ 2 + WINDOW }>() {
            Some([b'0', b'.', window @ ..]) => scan::digits_in(window),
            Some(_) => return false,
            None => WINDOW,
        };
        if (1..WINDOW).contains(&length) {
            let is_whole = !matches!(rest[2 + length], b'e' | b'E');
            self.at += if is_whole { 2 + length } else { 0 };
            return is_whole;
        }
        self.other_fraction()
    }

    #[cold]
    fn other_fraction(&mut self) -> bool {
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

/// Reads a double that is written as a string, or `null`.
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
mod tests;
