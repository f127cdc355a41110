//! Strings and their escapes.

use std::borrow::Cow;

use super::cursor::{Cursor, Fault};
use super::scan::plain_run;

impl<'t> Cursor<'t> {
    /// Reads a string.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not a string.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'t, str>, Fault> {
        self.peek()?;
        let start = self.at + 1;
        if self.quoted()? {
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        let mut text = self.text[start..self.at].to_owned();
        self.escaped(Some(&mut text))?;
        Ok(Cow::Owned(text))
    }

    /// Skips a string without escapes. At an escape it stops and returns false.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not a string.
    #[inline]
    pub fn quoted(&mut self) -> Result<bool, Fault> {
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

    /// Steps over the rest of a string that may contain escapes, and appends it unescaped. Half a
    /// surrogate pair becomes U+FFFD: texts may be cut anywhere, and half an emoji must not make the
    /// whole response unreadable.
    ///
    /// # Errors
    ///
    /// Fails if the string does not end, or contains something that JSON does not allow.
    pub fn escaped(&mut self, mut into: Option<&mut String>) -> Result<(), Fault> {
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

    /// The character of an escape; the cursor is after its backslash.
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
        let unit = self.code_unit()?;
        if let 0xD800..0xDC00 = unit
            && self.rest().starts_with(b"\\u")
        {
            let second = self.at;
            self.at += 2;
            if let low @ 0xDC00..0xE000 = self.code_unit()? {
                let both = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = second;
        }
        Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
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
