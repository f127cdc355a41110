//! Steps over values, as strictly as decoding does.

use super::cursor::{Cursor, Fault, NO_VALUE};
use super::list_end::length_of_list;
use super::scan::digits;

impl<'t> Cursor<'t> {
    /// Steps over a number and returns its text. The cursor must be at its first byte.
    pub(super) fn number(&mut self) -> Result<&'t str, Fault> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
            if self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
                return self.fail("a number starts with 0");
            }
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let digits = digits(self.rest());
        self.at += digits;
        match digits {
            0 => self.unexpected(NO_VALUE),
            _ => Ok(()),
        }
    }

    /// Steps to the end of the list that begins here, by its brackets and quotes alone. Code that reads it later must
    /// check what is in it, and that it ends there.
    ///
    /// # Errors
    ///
    /// Fails if the list has no end.
    pub fn pass_list(&mut self) -> Result<(), Fault> {
        let Some(length) = length_of_list(self.rest()) else {
            return self.fail("a list does not end");
        };
        self.at += length;
        Ok(())
    }

    /// Steps over a value of any kind and any depth.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON.
    pub fn skip(&mut self) -> Result<(), Fault> {
        let outermost = self.open.len();
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                open @ (b'{' | b'[') => {
                    self.at += 1;
                    let close = open + 2; // `{` and `}`, `[` and `]` are two apart in ASCII
                    if self.peek()? != close {
                        self.open.push(close);
                        if close == b'}' {
                            self.skip_key()?;
                        }
                        continue;
                    }
                    self.at += 1;
                }
                b't' => self.literal("true")?,
                b'f' => self.literal("false")?,
                b'n' => self.literal("null")?,
                b'-' | b'0'..=b'9' => drop(self.number()?),
                _ => return self.fail(NO_VALUE),
            }
            loop {
                if self.open.len() == outermost {
                    return Ok(());
                }
                let close = self.open[self.open.len() - 1];
                if !self.is_last(close)? {
                    if close == b'}' {
                        self.skip_key()?;
                    }
                    break;
                }
                self.open.pop();
            }
        }
    }

    #[inline]
    fn skip_string(&mut self) -> Result<(), Fault> {
        if !self.quoted()? {
            self.escaped(None)?;
        }
        Ok(())
    }

    #[inline]
    fn skip_key(&mut self) -> Result<(), Fault> {
        self.peek()?;
        self.skip_string()?;
        self.colon()
    }

    /// Steps over a value and returns its text.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON.
    pub fn raw(&mut self) -> Result<&'t str, Fault> {
        self.peek()?;
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }
}
