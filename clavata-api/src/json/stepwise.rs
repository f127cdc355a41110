//! Steps through objects and lists that have arrived only in part.

use super::cursor::{Cursor, Fault};
use super::keys::Keys;

/// The members of an object that have been read so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Members {
    has_begun: bool,
    seen: u32,
    next: usize,
}

/// The next step in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// The object has ended.
    End,
    /// A member that is not wanted has been skipped.
    Passed,
    /// The value of this key comes next.
    Of(&'static str),
}

impl Cursor<'_> {
    /// Sets how many objects and lists are open around the position.
    pub fn within(&mut self, depth: u8) {
        self.depth = depth;
    }

    /// Steps over the opening bracket of an object or a list.
    ///
    /// # Errors
    ///
    /// Fails if something else comes next.
    pub fn open(&mut self, bracket: u8) -> Result<(), Fault> {
        if self.peek()? != bracket {
            return self.fail("expected an object or a list");
        }
        self.at += 1;
        Ok(())
    }

    /// A step of [`members`](Self::members): to the value of the next wanted member, over one that is not
    /// wanted, or to the end.
    ///
    /// # Errors
    ///
    /// An error in the text. A field that occurs twice is an error.
    pub fn next_member<const N: usize>(
        &mut self,
        keys: &'static Keys<N>,
        members: &mut Members,
    ) -> Result<Member, Fault> {
        if !self.goes_on(b'}', members.has_begun)? {
            return Ok(Member::End);
        }
        members.has_begun = true;
        let start = self.at + 1;
        let Some(key) = self.key(keys, members.next)? else {
            self.pass(start)?;
            return Ok(Member::Passed);
        };
        members.next = key + 1;
        if members.seen & (1 << key) != 0 {
            return self.fail("a key occurs twice");
        }
        members.seen |= 1 << key;
        Ok(Member::Of(keys.names()[key]))
    }

    /// A step of [`elements`](Self::elements): to the next element, or to the end. Returns whether there
    /// is an element. `has_begun` is false for the first one.
    ///
    /// # Errors
    ///
    /// An error in the text.
    pub fn next_element(&mut self, has_begun: bool) -> Result<bool, Fault> {
        self.goes_on(b']', has_begun)
    }

    fn goes_on(&mut self, close: u8, has_begun: bool) -> Result<bool, Fault> {
        if has_begun {
            if self.is_last(close)? {
                return Ok(false);
            }
        } else if self.peek()? == close {
            self.at += 1;
            return Ok(false);
        }
        self.peek()?;
        Ok(true)
    }
}
