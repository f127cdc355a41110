//! Numbers: most are plain decimals; the wire writes some doubles as strings.

use super::cursor::{Cursor, Fault};
use super::scan::{self, POWERS_OF_TEN};

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

/// Steps over `0.` and at most 19 digits, the usual form of a score, if one division gives the
/// exact value.
#[inline]
fn exact(cursor: &mut Cursor<'_>) -> Option<f64> {
    let fraction = cursor.rest().strip_prefix(b"0.")?;
    let (digits, length) = scan::leading_number(fraction)?;
    if length == 0 || matches!(fraction.get(length), Some(b'e' | b'E')) {
        return None;
    }
    let number = shifted(digits, length)?;
    cursor.at += 2 + length;
    Some(number)
}

const TWO_TO_62: f64 = 4_611_686_018_427_387_904.0;
const TWO_TO_64: f64 = 4.0 * TWO_TO_62;

/// For 16 to 19 digits, 2^62 divided by ten to that power: a factor, and by how many bits it is shifted.
#[allow(clippy::cast_possible_truncation)] // asserted
const FRACTIONS: [(u64, u32); 4] = {
    let mut fractions = [(0, 0); 4];
    let mut at = 0;
    while at < fractions.len() {
        let power = POWERS_OF_TEN[16 + at];
        // As many bits as a factor can have.
        let shift = 2 + power.ilog2();
        let factor = (1_u128 << (62 + shift)) / power as u128;
        assert!(factor >> 64 == 0);
        fractions[at] = (factor as u64, shift);
        at += 1;
    }
    fractions
};

/// The double that is nearest to `0.` and `length` digits, at most 19.
#[inline]
#[allow(clippy::cast_precision_loss)] // the one rounding that there is
#[allow(clippy::cast_possible_truncation)] // the quotient is below 2^62
fn shifted(digits: u64, length: usize) -> Option<f64> {
    let power = POWERS_OF_TEN[length];
    let Some((factor, shift)) = length.checked_sub(16).map(|at| FRACTIONS[at]) else {
        // Both fit in a double without loss, so the quotient is rounded only once.
        return Some(digits.cast_signed() as f64 / power.cast_signed() as f64);
    };
    // Both the factor and the product are rounded down: the quotient is in between these two.
    let product = u128::from(digits) * u128::from(factor);
    let least = ((product >> shift) as u64).cast_signed();
    let (least, most) = (least as f64, (least + 2) as f64);
    if least.to_bits() == most.to_bits() {
        return Some(least / TWO_TO_62);
    }
    divided(digits, power)
}

/// The double that is nearest to `digits / power`, which must be less than 1.
#[cold]
#[allow(clippy::cast_precision_loss)] // the one rounding that there is
fn divided(digits: u64, power: u64) -> Option<f64> {
    let dividend = u128::from(digits) << 64;
    let quotient = u64::try_from(dividend / u128::from(power)).ok()?;
    // A double has 53 bits. With three more, the last one only says whether anything follows the half.
    if quotient < 1 << 55 {
        return None;
    }
    let is_rest = dividend != u128::from(quotient) * u128::from(power);
    Some((quotient | u64::from(is_rest)) as f64 / TWO_TO_64)
}

impl Cursor<'_> {
    /// Steps over a whole number of at most nine digits and returns it. Otherwise stays before it.
    #[inline]
    pub fn small_number(&mut self) -> Option<u32> {
        let digits = self.rest().iter().take(10);
        let digits = digits.map_while(|byte| char::from(*byte).to_digit(10));
        let (number, length) = digits.fold((0_u32, 0), |(number, length), digit| {
            (number.wrapping_mul(10).wrapping_add(digit), length + 1)
        });
        let is_whole = !matches!(self.rest().get(length), Some(b'.' | b'e' | b'E'));
        // JSON has no zeros before a number.
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
        let mut taken = [0; 21];
        for length in (1..=20).cycle().take(40_000) {
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
                taken[length] += 1;
            }
        }
        assert!(taken[1..20].iter().all(|taken| *taken > 1900), "{taken:?}");
        assert_eq!(taken[20], 0);
        for other in [
            "0.5e3",
            "1.5",
            "-0.5",
            "0.",
            "0.00000000000000009",
            "0.12345678901234567890",
        ] {
            assert!(exact(&mut Cursor::new(other)).is_none(), "{other}");
        }
    }

    #[test]
    fn a_small_number_is_what_parsing_gives() {
        for (text, after) in [
            ("0", ""),
            ("7", ", 8"),
            ("10", "}"),
            ("120", ", \"billedTokens\":60, \"multiplier\":0.5}"),
            ("999999999", "]"),
        ] {
            let whole = format!("{text}{after}");
            let mut cursor = Cursor::new(&whole);
            assert_eq!(cursor.small_number(), text.parse().ok(), "{whole}");
            assert_eq!(cursor.position(), text.len());
        }
        for other in [
            "",
            "-1",
            "01",
            "00",
            "1.0",
            "1e2",
            "1E2",
            "1000000000",
            "\"1\"",
            "null",
            "x",
        ] {
            for after in ["", ", \"billedTokens\":60, \"multiplier\":0.5}"] {
                let whole = format!("{other}{after}");
                let mut cursor = Cursor::new(&whole);
                assert_eq!(cursor.small_number(), None, "{whole}");
                assert_eq!(cursor.position(), 0);
            }
        }
    }

    #[test]
    fn the_short_way_rounds_halves_as_parsing_does() {
        // Between 0.5 and 1, doubles are 2^-53 apart, so halves need more than 19 digits; what is
        // nearest to one tells most.
        for step in 0..20_000_u64 {
            let half = (1_u128 << 53) + u128::from(2 * step * 224_737_423_451 % (1 << 53)) + 1;
            let nearest = u64::try_from((half * 10_u128.pow(19)) >> 54).unwrap();
            for digits in [nearest - 1, nearest, nearest + 1] {
                let text = format!("0.{digits:019}");
                let number = exact(&mut Cursor::new(&text)).unwrap();
                assert_eq!(
                    number.to_bits(),
                    text.parse::<f64>().unwrap().to_bits(),
                    "{text}"
                );
            }
        }
    }
}
