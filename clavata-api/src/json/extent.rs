//! Finds the end of a value, however the input is divided into chunks.

use super::masks::{Masks, WIDTH};
use super::scan::plain_run;

/// Follows one value from its first byte to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    depth: usize,
    /// One bit per level, set for a list; the lowest bit is the innermost level. Only 64 levels are
    /// kept.
    lists: u64,
    inside: Inside,
    /// The last byte that is not whitespace and not inside a string.
    last: u8,
    after_break: bool,
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

    /// Scans from `at` to `until`, or a little further.
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

    /// Scans the inside of a value from `at` on, 64 bytes at a time, until fewer are left or they contain
    /// something unusual.
    fn many(&mut self, chunk: &[u8], mut at: usize) -> Seen {
        let start = at;
        let mut is_escaped = self.inside == Inside::Escape;
        let mut is_text = is_escaped || self.inside == Inside::Text;
        if self.depth == 0 || !(is_text || self.inside == Inside::Structure) {
            return Seen::More(at);
        }
        let (blocks, _) = chunk[at..].as_chunks::<WIDTH>();
        for block in blocks {
            let masks = Masks::of(block, is_escaped);
            let texts = masks.strings.inside(is_text);
            // A string contains no line break, and only a string contains a backslash.
            if texts & masks.breaks != 0 || masks.strings.escapes & !texts != 0 {
                break;
            }
            let mut brackets = masks.brackets & !texts;
            while brackets != 0 {
                let bracket = at + brackets.trailing_zeros() as usize;
                brackets &= brackets - 1;
                match self.bracket(chunk, start, bracket) {
                    Seen::More(_) => {}
                    ended => return ended,
                }
            }
            is_text = texts >> 63 == 1;
            is_escaped = masks.strings.ends_in_escape;
            at += WIDTH;
        }
        (self.last, self.after_break) = if is_text {
            (b'"', false)
        } else {
            self.before(&chunk[start..at])
        };
        self.inside = match (is_text, is_escaped) {
            (_, true) => Inside::Escape,
            (true, _) => Inside::Text,
            _ => Inside::Structure,
        };
        Seen::More(at)
    }

    /// Handles a bracket that is not in a string, in a chunk that has been scanned from `start` on.
    #[inline]
    fn bracket(&mut self, chunk: &[u8], start: usize, at: usize) -> Seen {
        match chunk[at] {
            b'{' => {
                let (last, after_break) = self.before(&chunk[start..at]);
                if after_break && !self.may_begin_after(last) {
                    return Seen::Broke(at);
                }
                self.open(false);
            }
            b'[' => self.open(true),
            b'}' | b']' if self.close() => return Seen::Ended(at + 1),
            _ => {}
        }
        Seen::More(at)
    }

    /// Returns the last byte before a position that is not whitespace, and whether a line break follows
    /// it. `scanned` is what has been scanned of the current chunk.
    #[inline]
    fn before(&self, scanned: &[u8]) -> (u8, bool) {
        let mut after_break = false;
        for byte in scanned.iter().rev() {
            match byte {
                b'\n' => after_break = true,
                b' ' | b'\t' | b'\r' => {}
                byte => return (*byte, after_break),
            }
        }
        (self.last, self.after_break || after_break)
    }

    /// Whether an object may begin within the value after this byte. If not, and a line begins with one,
    /// the value before it broke off.
    fn may_begin_after(&self, last: u8) -> bool {
        match last {
            b',' => self.lists & 1 == 1 || self.depth > 64,
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
            b'}' | b']' => return self.close(),
            _ if self.depth == 0 => self.inside = Inside::Other,
            b'"' => self.inside = Inside::Text,
            _ => {}
        }
        false
    }

    fn open(&mut self, is_list: bool) {
        self.depth += 1;
        self.lists = self.lists << 1 | u64::from(is_list);
    }

    /// Returns whether the value ends.
    fn close(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.lists >>= 1;
        self.depth == 0
    }
}

/// Where something other than an object ends: at the end of its line, or before something that
/// looks like an object rather than a block of script.
fn end_of_other(chunk: &[u8]) -> Option<usize> {
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'{' => matches!(chunk.get(at + 1), Some(b'"' | b'}')),
        _ => false,
    };
    chunk.iter().enumerate().position(ends)
}

#[cfg(test)]
mod tests;
