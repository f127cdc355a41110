//! Finds the end of a value, however the input is divided into chunks.

use super::scan::plain_run;

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
        while at < chunk.len() {
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
                        if self.is_misplaced(byte) {
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

    /// Whether a line begins with an object where the grammar allows none, so the value before it
    /// broke off.
    fn is_misplaced(&self, byte: u8) -> bool {
        let is_list = self.lists & 1 == 1;
        let may_follow = match self.last {
            b',' => is_list || self.depth > 64,
            b'[' | b':' => true,
            _ => false,
        };
        byte == b'{' && self.after_break && self.depth > 0 && !may_follow
    }

    /// Takes a structural byte, and returns whether it is the last one of the value.
    fn ends_with(&mut self, byte: u8) -> bool {
        self.last = byte;
        self.after_break = false;
        match byte {
            b'{' | b'[' => {
                self.depth += 1;
                self.lists = self.lists << 1 | u64::from(byte == b'[');
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.lists >>= 1;
                return self.depth == 0;
            }
            _ if self.depth == 0 => self.inside = Inside::Other,
            b'"' => self.inside = Inside::Text,
            _ => {}
        }
        false
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
