//! Strings, and what their escapes stand for.

use super::cursor::{Cursor, Fault};
use super::scan::plain_run;

impl Cursor<'_> {
    /// Steps over a string that stands for itself. At an escape it stops and says no.
    #[inline]
    pub(super) fn quoted(&mut self) -> Result<bool, Fault> {
        if self.byte() != Some(b'"') {
            return self.fail("expected a string");
        }
        self.at += 1;
        self.at += plain_run(self.rest());
        match self.byte() {
            Some(b'"') => {
                self.at += 1;
                Ok(true)
            }
            Some(b'\\') => Ok(false),
            _ => self.unexpected("control character in a string"),
        }
    }

    /// Steps over the rest of a string that may hold escapes, and appends what it stands for.
    ///
    /// Where nobody wants that, half a surrogate pair is no fault, as in decoding.
    pub(super) fn escaped(&mut self, mut into: Option<&mut String>) -> Result<(), Fault> {
        loop {
            let start = self.at;
            self.at += plain_run(self.rest());
            if let Some(into) = &mut into {
                into.push_str(&self.text[start..self.at]);
            }
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match &mut into {
                        Some(into) => into.push(self.escape()?),
                        None if self.eat(b"u") => drop(self.code_unit()?),
                        None => drop(self.escape()?),
                    }
                }
                _ => return self.unexpected("control character in a string"),
            }
        }
    }

    /// What an escape stands for; the cursor stands after its backslash.
    fn escape(&mut self) -> Result<char, Fault> {
        let char = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return self.unexpected("unknown escape in a string"),
        };
        self.at += 1;
        Ok(char)
    }

    fn unicode_escape(&mut self) -> Result<char, Fault> {
        self.at += 1;
        let mut unit = self.code_unit()?;
        if let 0xD800..0xDC00 = unit {
            if !self.eat(b"\\u") {
                return self.unexpected("half of a surrogate pair in a string");
            }
            let low = self.code_unit()?;
            unit = match low {
                0xDC00..0xE000 => 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00),
                _ => unit,
            };
        }
        match char::from_u32(unit) {
            Some(char) => Ok(char),
            None => self.fail("half of a surrogate pair in a string"),
        }
    }

    fn code_unit(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return self.unexpected("an escape lacks its four digits");
            };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }
}
