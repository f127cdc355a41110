//! Finds the end of a value, however the input is divided into chunks.

mod many;

use super::masks::WIDTH;
use super::scan::{end_of_other, plain_run};

/// Follows one value from its first byte to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    depth: usize,
    /// One bit per level, set for a list; the lowest bit is the innermost level. Only 64 levels are
    /// kept.
    lists: u64,
    inside: Inside,
    /// The last byte that is not white space and not inside a string.
    last: u8,
    after_break: bool,
    /// Whether only the brackets of lists count within a list.
    is_quick: bool,
    /// How many such lists are open, which are no levels.
    squares: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Structure,
    Text,
    /// Just after a backslash.
    Escape,
    /// Not an object, such as a line of HTML or a word.
    Other,
}

/// How much of a value a chunk contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// The value ends after this many bytes.
    Ended(usize),
    /// The value broke off: what follows this many bytes cannot be part of it.
    Broke(usize),
    /// This many bytes belong to the value; the next chunk decides about the rest.
    More(usize),
}

impl Extent {
    /// Follows a value within whose lists only the brackets of lists count, which takes a fraction of the time. It
    /// ends in the same place if it is JSON. If it is not, the end may be another, and one that breaks off behind a
    /// comma within a list may show only behind the value that follows.
    pub(super) fn quick() -> Self {
        Self {
            is_quick: true,
            ..Self::default()
        }
    }

    pub(super) fn is_quick(&self) -> bool {
        self.is_quick
    }

    /// Scans the next chunk of the value.
    pub(super) fn take(&mut self, chunk: &[u8]) -> Seen {
        let mut at = 0;
        loop {
            match self.many(chunk, at) {
                Seen::More(seen) => at = seen,
                ended => return ended,
            }
            let slowly = (at + WIDTH).min(chunk.len());
            match self.one_by_one(chunk, at, slowly) {
                Seen::More(seen) if seen < chunk.len() && seen >= slowly => at = seen,
                seen => return seen,
            }
        }
    }

    /// Scans from `at` on, as far as `until` or a little further.
    fn one_by_one(&mut self, chunk: &[u8], mut at: usize, until: usize) -> Seen {
        while at < until {
            match self.inside {
                Inside::Text => {
                    at += plain_run(&chunk[at..]);
                    match chunk.get(at) {
                        None => return Seen::More(at),
                        Some(b'"') => self.inside = Inside::Structure,
                        Some(b'\\') => self.inside = Inside::Escape,
                        // A JSON string cannot contain a line break.
                        Some(b'\n') => return Seen::Broke(at),
                        Some(_) => {}
                    }
                }
                Inside::Escape if chunk[at] == b'\n' => return Seen::Broke(at),
                Inside::Escape => self.inside = Inside::Text,
                Inside::Other => {
                    return match end_of_other(&chunk[at..]) {
                        Some(end) => Seen::Ended(at + end),
                        None if chunk.ends_with(b"{") => Seen::More(chunk.len() - 1),
                        None => Seen::More(chunk.len()),
                    };
                }
                Inside::Structure => match chunk[at] {
                    b'\n' => self.after_break = true,
                    b' ' | b'\t' | b'\r' => {}
                    byte => {
                        let is_object = byte == b'{' && self.after_break;
                        if is_object && !self.may_begin_after(self.last) {
                            return Seen::Broke(at);
                        }
                        if self.ends_with(byte) {
                            return Seen::Ended(at + 1);
                        }
                    }
                },
            }
            at += 1;
        }
        Seen::More(at)
    }

    /// Whether an object may begin within the value after this byte. If none may, and a line begins with
    /// one, the value before it broke off.
    fn may_begin_after(&self, last: u8) -> bool {
        match last {
            b',' => self.squares > 0 || self.lists & 1 == 1 || self.depth > 64,
            b'[' | b':' => true,
            _ => self.depth == 0,
        }
    }

    /// Takes a structural byte, and returns whether it is the last one of the value.
    fn ends_with(&mut self, byte: u8) -> bool {
        self.last = byte;
        self.after_break = false;
        match byte {
            b'{' | b'[' => self.open(byte == b'['),
            b'}' | b']' => return self.close(byte == b']'),
            _ if self.depth == 0 => self.inside = Inside::Other,
            b'"' => self.inside = Inside::Text,
            _ => {}
        }
        false
    }

    fn open(&mut self, is_list: bool) {
        if self.is_quick && (is_list || self.squares > 0) {
            self.squares += usize::from(is_list);
            return;
        }
        self.depth += 1;
        self.lists = self.lists << 1 | u64::from(is_list);
    }

    /// Takes a bracket that closes a list or an object. Returns whether the value ends.
    fn close(&mut self, is_list: bool) -> bool {
        if self.squares > 0 {
            self.squares -= usize::from(is_list);
            return false;
        }
        self.depth = self.depth.saturating_sub(1);
        self.lists >>= 1;
        self.depth == 0
    }
}

#[cfg(test)]
mod tests;
