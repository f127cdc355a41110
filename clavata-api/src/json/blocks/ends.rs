//! Finds where values begin and end in the bytes read so far.

use std::io::Read;

use memchr::memrchr;

use super::Blocks;
use crate::json::extent::{Extent, Seen};
use crate::json::frames::{UNOPENED, separators};

impl<R: Read> Blocks<R> {
    /// Finds where the last value begins, and whether it ends.
    pub(super) fn look(&mut self) {
        if self.jobs.is_some() {
            return;
        }
        if self.is_alone() {
            self.scan();
            return;
        }
        if self.extent.is_none() {
            // A list may begin here.
            self.begin();
        }
        // Within a list, each bracket counts.
        if matches!(self.lists, 0 | UNOPENED)
            && let Some(start) = last_line(&self.bytes, self.seen.max(self.start + 1))
        {
            (self.start, self.seen, self.extent) = (start, start, None);
            self.is_unsure = true;
        }
        while self.seen < self.bytes.len() {
            if self.extent.is_none() {
                self.begin();
            }
            if self.extent.is_none() || self.scan() {
                return;
            }
        }
    }

    /// Moves to where the next value begins, if there is one.
    fn begin(&mut self) {
        self.seen += separators(&self.bytes[self.seen..], true, &mut self.lists);
        self.start = self.seen;
        self.extent = (self.seen < self.bytes.len()).then(Extent::default);
    }

    /// Scans the current value, if there is one. Returns whether it continues after what has been read.
    fn scan(&mut self) -> bool {
        let Some(extent) = &mut self.extent else {
            return false;
        };
        let (taken, has_broken) = match extent.take(&self.bytes[self.seen..]) {
            Seen::More(taken) => {
                self.seen += taken;
                return true;
            }
            Seen::Ended(taken) => (taken, false),
            Seen::Broke(taken) => (taken, true),
        };
        self.seen += taken;
        self.extent = None;
        self.is_unsure |= has_broken;
        false
    }
}

/// Returns the start of the last line from an offset on that begins a value.
///
/// A closing brace, a line break and an opening brace are adjacent only between two values: in a
/// list there would be a comma, and a string cannot contain a line break.
fn last_line(bytes: &[u8], from: usize) -> Option<usize> {
    let from = from.saturating_sub(1);
    let mut end = bytes.len();
    loop {
        let at = from + memrchr(b'\n', bytes.get(from..end)?)?;
        if bytes.get(at + 1) == Some(&b'{') && bytes[..at].trim_ascii_end().ends_with(b"}") {
            return Some(at + 1);
        }
        end = at;
    }
}
