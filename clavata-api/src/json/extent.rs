//! How far a value goes, over any division into chunks.

use super::scan::plain_run;

/// Follows one value from its first byte to its end.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    depth: usize,
    /// One bit a level, the lowest for the innermost: set for a list. Levels past the 64th are forgotten.
    lists: u64,
    inside: Inside,
    /// The last byte that is neither white space nor in a string.
    last: u8,
    after_break: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Structure,
    Text,
    /// Behind a backslash.
    Escape,
    /// No object: a line of HTML, a word.
    Other,
}

/// What a chunk holds of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// It ends after so many bytes.
    Ended(usize),
    /// It broke off: after so many bytes stands what cannot be in it.
    Broke(usize),
    /// So many bytes belong to it, and more must come to tell what the rest does.
    More(usize),
}

impl Extent {
    /// Looks at the next chunk of the value.
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
                        // JSON has no line break in a string.
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

    /// Whether an object begins a line where none can stand: the value before it broke off.
    fn is_misplaced(&self, byte: u8) -> bool {
        let is_list = self.lists & 1 == 1;
        let may_follow = match self.last {
            b',' => is_list || self.depth > 64,
            b'[' | b':' => true,
            _ => false,
        };
        byte == b'{' && self.after_break && self.depth > 0 && !may_follow
    }

    /// Takes a byte of the structure, and returns whether it is the value's last.
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

/// Where something that is no object ends: at the end of its line, or before what looks like an
/// object rather than like a block of script.
fn end_of_other(chunk: &[u8]) -> Option<usize> {
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'\n' => true,
        b'{' => matches!(chunk.get(at + 1), Some(b'"' | b'}')),
        _ => false,
    };
    chunk.iter().enumerate().position(ends)
}
