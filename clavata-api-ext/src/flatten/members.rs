//! Objects and lists: what stands between two brackets.

use super::cursor::{Cursor, Fault};

impl Cursor<'_> {
    /// Visits the members of an object, by their keys; says whether there was one rather than
    /// `null`.
    #[inline]
    pub(super) fn entries<E: From<Fault>>(
        &mut self,
        mut each: impl FnMut(&mut Self, &str) -> Result<(), E>,
    ) -> Result<bool, E> {
        self.block([b'{', b'}'], "expected an object", |cursor| {
            let start = cursor.at + 1;
            if cursor.quoted()? {
                let end = cursor.at - 1;
                cursor.colon()?;
                return each(cursor, &cursor.text[start..end]);
            }
            let mut key = String::new();
            cursor.at = start;
            cursor.escaped(Some(&mut key))?;
            cursor.colon()?;
            each(cursor, &key)
        })
    }

    /// Visits those members of an object whose keys are among `keys`, and steps over the others;
    /// says whether there was an object rather than `null`. A key that comes twice is a fault.
    ///
    /// It is quickest where `keys` are in the order in which they come.
    #[inline]
    pub(super) fn members<const N: usize, E: From<Fault>>(
        &mut self,
        keys: &'static [&'static str; N],
        mut each: impl FnMut(&mut Self, &'static str) -> Result<(), E>,
    ) -> Result<bool, E> {
        let mut seen = 0_u32;
        let mut next = 0;
        self.block([b'{', b'}'], "expected an object", |cursor| {
            let Some(key) = cursor.key(keys, next)? else {
                return Ok(cursor.skip()?);
            };
            next = key + 1;
            if seen & (1 << key) != 0 {
                return Ok(cursor.fail("a key comes twice")?);
            }
            seen |= 1 << key;
            each(cursor, keys[key])
        })
    }

    /// Visits the elements of a list; `null` is an empty one.
    #[inline]
    pub(super) fn elements<E: From<Fault>>(
        &mut self,
        each: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        self.block([b'[', b']'], "expected a list", each)?;
        Ok(())
    }

    /// Visits what stands, divided by commas, between two brackets.
    #[inline]
    fn block<E: From<Fault>>(
        &mut self,
        [open, close]: [u8; 2],
        expected: &'static str,
        mut each: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<bool, E> {
        if self.peek()? != open {
            if !self.null()? {
                self.fail(expected)?;
            }
            return Ok(false);
        }
        self.at += 1;
        if self.peek()? == close {
            self.at += 1;
            return Ok(true);
        }
        loop {
            self.peek()?;
            each(self)?;
            if self.is_last(close)? {
                return Ok(true);
            }
        }
    }

    #[inline]
    pub(super) fn is_last(&mut self, close: u8) -> Result<bool, Fault> {
        let byte = self.peek()?;
        if byte != b',' && byte != close {
            return self.fail("expected `,` or the end of the list or object");
        }
        self.at += 1;
        Ok(byte == close)
    }

    /// Steps over a key and its colon and says which one of `keys` it is; `next` is the first guess.
    #[inline]
    fn key<const N: usize>(
        &mut self,
        keys: &[&str; N],
        next: usize,
    ) -> Result<Option<usize>, Fault> {
        let start = self.at + 1;
        if let Some(guess) = keys.get(next) {
            let end = start + guess.len();
            let bytes = self.text.as_bytes();
            if self.byte() == Some(b'"')
                && bytes.get(start..end) == Some(guess.as_bytes())
                && bytes.get(end) == Some(&b'"')
            {
                self.at = end + 1;
                self.colon()?;
                return Ok(Some(next));
            }
        }
        self.other_key(keys)
    }

    fn other_key(&mut self, keys: &[&str]) -> Result<Option<usize>, Fault> {
        let start = self.at + 1;
        if self.quoted()? {
            let key = &self.text.as_bytes()[start..self.at - 1];
            self.colon()?;
            return Ok(keys.iter().position(|known| known.as_bytes() == key));
        }
        let mut key = String::new();
        self.at = start;
        self.escaped(Some(&mut key))?;
        self.colon()?;
        Ok(keys.iter().position(|known| *known == key))
    }

    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), Fault> {
        if self.peek()? != b':' {
            return self.fail("expected `:`");
        }
        self.at += 1;
        Ok(())
    }
}
