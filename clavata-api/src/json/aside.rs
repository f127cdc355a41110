//! Skips members that the caller does not read, and puts those aside that may report an error.

use std::ops::Range;

use super::cursor::{Cursor, Fault};
use super::scan::plain_run;
use crate::refusal_names;

/// A member that was skipped and must be checked.
#[derive(Clone, Debug)]
pub struct Aside {
    /// Whether it is in the outermost object.
    pub outermost: bool,
    /// The range of its key in the text, as received.
    pub key: Range<usize>,
    /// The range of its value in the text.
    pub value: Range<usize>,
}

impl Cursor<'_> {
    /// Whether a member of the outermost object was skipped.
    pub fn has_unknown(&self) -> bool {
        self.has_unknown
    }

    /// Drops the skipped members, once they have been checked.
    pub fn forget_aside(&mut self) {
        self.aside.clear();
    }

    /// The members that were skipped and must be checked.
    pub fn aside(&self) -> &[Aside] {
        &self.aside
    }

    /// Skips the value of a member that is not wanted, whose key begins at `key`. Puts it
    /// [aside](Self::aside) if it may report an error or refused content.
    #[inline]
    pub(super) fn pass(&mut self, key: usize) -> Result<(), Fault> {
        let first = self.peek()?;
        let start = self.at;
        let is_empty = self.empty(first);
        if !is_empty {
            self.skip()?;
        }
        let sent = &self.text.as_bytes()[key..start];
        let may_tell = match sent {
            [b'e', b'r', ..] | [b'c', b'o', b'd', ..] | [b'd' | b't' | b'@', ..] => true,
            // If a backslash comes before the closing quote, the key has escapes and may be any of these.
            _ => sent.get(plain_run(&self.text.as_bytes()[key..])) == Some(&b'\\'),
        };
        let is_nested = matches!(first, b'{' | b'[') && !is_empty;
        if (may_tell && is_telling(&self.text[key - 1..]))
            || (is_nested && refusal_names::may_hold(&self.text.as_bytes()[start..self.at]))
        {
            self.put_aside(key, start);
        }
        self.has_unknown |= self.is_outermost();
        Ok(())
    }

    /// Steps over an empty value that begins with `first`, if it is in its shortest form, as most
    /// skipped values are.
    #[inline]
    fn empty(&mut self, first: u8) -> bool {
        self.eat(match first {
            b'"' => b"\"\"",
            b'[' => b"[]",
            b'{' => b"{}",
            b'n' => b"null",
            _ => return false,
        })
    }

    #[cold]
    fn put_aside(&mut self, key: usize, start: usize) {
        let key_end = self.text[key..start]
            .rfind('"')
            .map_or(start, |end| key + end);
        self.aside.push(Aside {
            outermost: self.is_outermost(),
            key: key..key_end,
            value: start..self.at,
        });
    }
}

/// Whether the key at the start of the text may report an error, with or without escapes.
fn is_telling(text: &str) -> bool {
    let key = Cursor::new(text).string();
    key.is_ok_and(|key| {
        matches!(
            key.as_ref(),
            "error" | "code" | "details" | "type" | "@type"
        )
    })
}
