//! Numbers, each read as the nearest value of its type.

use serde::de::Visitor;

use super::GaveUp;
use super::scan::Scan;

/// The powers of ten that a double holds exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The largest integer up to which a double holds every one.
const EXACT: u64 = 1 << 53;

/// Digits are gathered in this; more than it can hold are left to the standard library.
const MOST_DIGITS: usize = 18;

impl<'de> Scan<'de> {
    /// Reads the number at the position.
    pub(super) fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, GaveUp> {
        let start = self.at;
        let negative = self.byte() == b'-';
        self.at += usize::from(negative);
        let first = self.at;
        let mut digits = self.digits(0)?;
        if self.bytes()[first] == b'0' && self.at > first + 1 {
            return Err(GaveUp);
        }
        let whole = self.at - first;
        let mut fraction = 0;
        if self.byte() == b'.' {
            self.at += 1;
            let point = self.at;
            digits = self.digits(digits)?;
            fraction = self.at - point;
        }
        let exponent = matches!(self.byte(), b'e' | b'E');
        if exponent {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), b'+' | b'-'));
            self.digits(0)?;
        }
        let exact = whole + fraction <= MOST_DIGITS && !exponent;
        if exact && fraction == 0 && !(negative && digits == 0) {
            #[allow(clippy::cast_possible_wrap)] // at most 18 digits
            return if negative {
                visitor.visit_i64(-(digits as i64))
            } else {
                visitor.visit_u64(digits)
            };
        }
        if exact && digits <= EXACT {
            // Both are exact, so their quotient is the nearest double.
            #[allow(clippy::cast_precision_loss)]
            let number = digits as f64 / POWERS[fraction];
            return visitor.visit_f64(if negative { -number } else { number });
        }
        self.long_number(start, fraction == 0 && !exponent, visitor)
    }

    /// Reads digits, at least one, after those that are gathered already.
    #[inline]
    fn digits(&mut self, mut gathered: u64) -> Result<u64, GaveUp> {
        let start = self.at;
        while let Some(word) = self.bytes().get(self.at..self.at + 8)
            && let Some(number) = word.try_into().ok().and_then(eight_digits)
        {
            gathered = gathered.wrapping_mul(100_000_000).wrapping_add(number);
            self.at += 8;
        }
        while let digit @ b'0'..=b'9' = self.byte() {
            // Wraps only where there are too many, and then it is not used.
            gathered = gathered
                .wrapping_mul(10)
                .wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        if self.at > start {
            Ok(gathered)
        } else {
            Err(GaveUp)
        }
    }

    fn long_number<V: Visitor<'de>>(
        &self,
        start: usize,
        integer: bool,
        visitor: V,
    ) -> Result<V::Value, GaveUp> {
        let text = &self.text[start..self.at];
        if integer && let Ok(number) = text.parse::<u64>() {
            return visitor.visit_u64(number);
        }
        if integer
            && text != "-0"
            && let Ok(number) = text.parse::<i64>()
        {
            return visitor.visit_i64(number);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => visitor.visit_f64(number),
            _ => Err(GaveUp),
        }
    }
}

/// The number that eight digits are.
#[inline]
fn eight_digits(word: [u8; 8]) -> Option<u64> {
    const HIGHS: u64 = 0xF0F0_F0F0_F0F0_F0F0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    const SIXES: u64 = 0x0606_0606_0606_0606;
    let word = u64::from_le_bytes(word);
    // A digit is 0x30 to 0x39: its high half is 3, and stays so when 6 is added.
    if word & HIGHS != ZEROS || word.wrapping_add(SIXES) & HIGHS != ZEROS {
        return None;
    }
    // Neighbours are joined: digits to pairs, pairs to fours, fours to eight.
    let pairs = word - ZEROS;
    let pairs = pairs * 10 + (pairs >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    Some(low.wrapping_add(high) >> 32)
}
