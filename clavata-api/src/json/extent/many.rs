//! Scans 64 bytes at a time.

use super::{Extent, Inside, Seen};
use crate::json::masks::{
    Bytes, Masks, Strings, WIDTH, any_break, are_quotes_odd_in_plain, squares,
};

impl Extent {
    /// Scans the inside of a value from `at` on, 64 bytes at a time, until there are fewer or something
    /// unusual is among them.
    pub(super) fn many(&mut self, chunk: &[u8], mut at: usize) -> Seen {
        let start = at;
        let mut is_escaped = self.inside == Inside::Escape;
        let mut is_text = is_escaped || self.inside == Inside::Text;
        if self.depth == 0 || !(is_text || self.inside == Inside::Structure) {
            return Seen::More(at);
        }
        // Whether there is only white space between a line break and these bytes.
        let mut is_near_break = self.after_break;
        let (blocks, _) = chunk[at..].as_chunks::<WIDTH>();
        for block in blocks {
            if self.squares > 0 && !is_near_break {
                if !is_escaped && let Some(odd) = are_quotes_odd_in_plain(block) {
                    is_text ^= odd;
                    at += WIDTH;
                    continue;
                }
                if !any_break(block) {
                    let strings = Strings::of(block, is_escaped);
                    let texts = strings.inside(is_text);
                    let is_usual = strings.escapes & !texts == 0;
                    if is_usual && self.go_on_in_list(block, squares(block) & !texts) {
                        is_text = texts >> 63 == 1;
                        is_escaped = strings.ends_in_escape;
                        at += WIDTH;
                        continue;
                    }
                }
            }
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
            is_near_break |= masks.breaks != 0;
            is_near_break &= block[WIDTH - 1].is_ascii_whitespace();
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

    /// Takes the brackets of lists among these bytes, unless the outermost list ends there.
    #[inline]
    fn go_on_in_list(&mut self, block: &Bytes, mut brackets: u64) -> bool {
        let mut open = self.squares;
        while brackets != 0 {
            match block[brackets.trailing_zeros() as usize] {
                b'[' => open += 1,
                b']' if open == 1 => return false,
                b']' => open -= 1,
                _ => {}
            }
            brackets &= brackets - 1;
        }
        self.squares = open;
        true
    }

    /// Takes a bracket that is not in a string, in a chunk that has been scanned from `start` on.
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
            byte @ (b'}' | b']') if self.close(byte == b']') => return Seen::Ended(at + 1),
            _ => {}
        }
        Seen::More(at)
    }

    /// The last byte before a position that is not white space, and whether there is a line break after
    /// it, given what has been scanned since the last chunk.
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
}
