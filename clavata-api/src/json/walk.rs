//! Walks the contents of objects and lists.

use super::cursor::{Cursor, Fault};
use super::frames::separators;
use super::keys::Keys;
use super::names::{source_in, spelled_in};

impl Cursor<'_> {
    /// Visits the members of an object by key, and returns whether there was an object rather than
    /// `null`.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`, or an error in the text.
    #[inline]
    pub fn entries<E: From<Fault>>(
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

    /// Visits the members of an object whose keys are among `keys`, in either spelling, and
    /// [skips](Self::pass) the others. Returns whether there was an object rather than `null`.
    ///
    /// This is fastest if `keys` are in the order in which they arrive.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`, or an error in the text. A field that occurs twice is an error,
    /// even if it is spelled in two ways.
    #[inline]
    pub fn members<const N: usize, E: From<Fault>>(
        &mut self,
        keys: &'static Keys<N>,
        mut each: impl FnMut(&mut Self, &'static str) -> Result<(), E>,
    ) -> Result<bool, E> {
        let mut seen = 0_u32;
        let mut next = 0;
        self.block([b'{', b'}'], "expected an object", |cursor| {
            let start = cursor.at + 1;
            let Some(key) = cursor.key(keys, next)? else {
                return Ok(cursor.pass(start)?);
            };
            next = key + 1;
            if seen & (1 << key) != 0 {
                return Ok(cursor.fail("a key occurs twice")?);
            }
            seen |= 1 << key;
            each(cursor, keys.names()[key])
        })
    }

    /// Visits the elements of a list; `null` is an empty list.
    ///
    /// # Errors
    ///
    /// Returns the errors of `each`, or an error in the text.
    #[inline]
    pub fn elements<E: From<Fault>>(
        &mut self,
        each: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        self.block([b'[', b']'], "expected a list", each)?;
        Ok(())
    }

    /// Moves to the next of several values, and returns whether there is one. Lists around objects
    /// count as whitespace. `lists` is the number of open ones, and [`usize::MAX`] once a list ends that never
    /// began.
    pub fn next_value(&mut self, lists: &mut usize) -> bool {
        self.at += separators(self.rest(), true, lists);
        self.at < self.text.len()
    }

    /// Visits the items between two brackets, which are separated by commas.
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
        self.deeper(|cursor| {
            loop {
                cursor.peek()?;
                each(cursor)?;
                if cursor.is_last(close)? {
                    return Ok(true);
                }
            }
        })
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

    /// Steps over a key and its colon, and returns its position in `keys`. `next` is compared
    /// first.
    #[inline]
    pub(super) fn key<const N: usize>(
        &mut self,
        keys: &Keys<N>,
        next: usize,
    ) -> Result<Option<usize>, Fault> {
        let Some((b'"', sent)) = self.rest().split_first() else {
            return self.fail("expected a string");
        };
        let Some(key) = keys.find(sent, next) else {
            return self.other_key(keys.names(), Keys::<N>::are_found_in(sent));
        };
        self.at += keys.names()[key].len() + 2;
        self.colon()?;
        Ok(Some(key))
    }

    /// Reads a key that was not found by its usual spelling, or that was not searched for.
    fn other_key(&mut self, keys: &[&str], was_sought: bool) -> Result<Option<usize>, Fault> {
        let start = self.at + 1;
        if self.quoted()? {
            let key = &self.text.as_bytes()[start..self.at - 1];
            self.colon()?;
            return Ok(if was_sought {
                source_in(key, keys)
            } else {
                spelled_in(key, keys)
            });
        }
        let mut key = String::new();
        self.at = start;
        self.escaped(Some(&mut key))?;
        self.colon()?;
        Ok(spelled_in(key.as_bytes(), keys))
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
