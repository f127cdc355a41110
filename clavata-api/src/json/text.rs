//! Strings: those without escapes are borrowed.

use serde::de::Visitor;

use super::GaveUp;
use super::scan::Scan;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Marks the bytes of a word that end a run of plain text: quotes, backslashes, control characters.
/// Marks above the lowest one may be wrong; a word without any mark has none of them.
#[inline]
fn marks(word: u64) -> u64 {
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (zeros(word ^ (ONES * u64::from(b'"'))) | zeros(word ^ (ONES * u64::from(b'\\'))) | control)
        & HIGHS
}

impl<'de> Scan<'de> {
    /// Reads a string whose opening quote is at the position.
    #[inline]
    pub(super) fn string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, GaveUp> {
        let start = self.at + 1;
        let end = self.plain(start)?;
        if self.bytes()[end] == b'"' {
            self.at = end + 1;
            visitor.visit_borrowed_str(&self.text[start..end])
        } else {
            visitor.visit_string(self.escaped(start, end)?)
        }
    }

    /// The first quote or backslash from there.
    #[inline]
    pub(super) fn plain(&self, mut from: usize) -> Result<usize, GaveUp> {
        let bytes = self.bytes();
        while let Some(word) = bytes.get(from..from + 8) {
            let word = word.try_into().map_or(0, u64::from_le_bytes);
            let marks = marks(word);
            if marks != 0 {
                from += marks.trailing_zeros() as usize / 8;
                break;
            }
            from += 8;
        }
        loop {
            match bytes.get(from) {
                Some(b'"' | b'\\') => return Ok(from),
                None | Some(0..0x20) => return Err(GaveUp),
                Some(_) => from += 1,
            }
        }
    }

    /// Reads a string with escapes, the first of which is at `escape`.
    #[cold]
    fn escaped(&mut self, start: usize, mut escape: usize) -> Result<String, GaveUp> {
        let mut text = self.text[start..escape].to_owned();
        loop {
            self.at = escape + 1;
            text.push(self.escape()?);
            let end = self.plain(self.at)?;
            text.push_str(&self.text[self.at..end]);
            if self.bytes()[end] == b'"' {
                self.at = end + 1;
                return Ok(text);
            }
            escape = end;
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, GaveUp> {
        let byte = self.byte();
        self.at += 1;
        match byte {
            b'"' | b'\\' | b'/' => Ok(char::from(byte)),
            b'b' => Ok('\u{8}'),
            b'f' => Ok('\u{c}'),
            b'n' => Ok('\n'),
            b'r' => Ok('\r'),
            b't' => Ok('\t'),
            b'u' => {
                let first = self.hex()?;
                if !(0xD800..0xDC00).contains(&first) {
                    // Half a pair on its own is no character either.
                    return char::from_u32(first).ok_or(GaveUp);
                }
                self.word("\\u")?;
                let second = self.hex()?.checked_sub(0xDC00).filter(|low| *low < 0x400);
                let low = second.ok_or(GaveUp)?;
                char::from_u32(0x1_0000 + ((first - 0xD800) << 10 | low)).ok_or(GaveUp)
            }
            _ => Err(GaveUp),
        }
    }

    /// Reads four hexadecimal digits.
    pub(super) fn hex(&mut self) -> Result<u32, GaveUp> {
        let digits = self.bytes().get(self.at..self.at + 4).ok_or(GaveUp)?;
        self.at += 4;
        digits.iter().try_fold(0, |number, digit| {
            let digit = char::from(*digit).to_digit(16).ok_or(GaveUp)?;
            Ok(number << 4 | digit)
        })
    }
}
