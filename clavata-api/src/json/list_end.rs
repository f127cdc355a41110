//! Finds the end of a list by its brackets and quotes alone.

use super::masks::{Bytes, Strings, WIDTH, any_square_or_escape, are_quotes_odd, squares};

/// Returns the length of the list that these bytes begin with; `None` if it has no end. What is not JSON may seem
/// to end anywhere.
pub(super) fn length_of_list(bytes: &[u8]) -> Option<usize> {
    let (blocks, rest) = bytes.as_chunks::<WIDTH>();
    let mut scan = Scan::default();
    for (at, block) in blocks.iter().enumerate() {
        if let Some(end) = scan.take(block) {
            return Some(at * WIDTH + end);
        }
    }
    let mut last = [b' '; WIDTH];
    last[..rest.len()].copy_from_slice(rest);
    Some(bytes.len() - rest.len() + scan.take(&last)?)
}

#[derive(Default)]
struct Scan {
    /// The number of open lists.
    depth: usize,
    is_text: bool,
    is_escaped: bool,
}

impl Scan {
    /// Scans the next bytes, and returns how many of them belong to the list if it ends there.
    #[inline]
    fn take(&mut self, block: &Bytes) -> Option<usize> {
        if !self.is_escaped && !any_square_or_escape(block) {
            self.is_text ^= are_quotes_odd(block);
            return None;
        }
        let strings = Strings::of(block, self.is_escaped);
        let texts = strings.inside(self.is_text);
        let mut brackets = squares(block) & !texts;
        while brackets != 0 {
            let at = brackets.trailing_zeros() as usize;
            brackets &= brackets - 1;
            match block[at] {
                b'[' => self.depth += 1,
                b']' if self.depth < 2 => return Some(at + 1),
                b']' => self.depth -= 1,
                _ => {}
            }
        }
        self.is_text = texts >> 63 == 1;
        self.is_escaped = strings.ends_in_escape;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::Cursor;
    use super::length_of_list;

    fn next(random: &mut u64, most: u64) -> usize {
        *random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((*random >> 33) % most).unwrap()
    }

    /// A list of any depth, with strings of brackets, quotes and backslashes.
    fn list(random: &mut u64, into: &mut String, depth: usize) {
        let items = next(random, 6);
        into.push('[');
        for item in 0..items {
            into.push_str(if item == 0 { "" } else { ", " });
            match next(random, 4) {
                0 if depth < 6 => list(random, into, depth + 1),
                1 => into.push_str(r#"{"_Y": [], "\\": -1.5e3}"#),
                2 => into.push_str(&" ".repeat(next(random, 70))),
                _ => {
                    into.push('"');
                    for _ in 0..next(random, 12) {
                        let part = ["[", "]", "{", "\\\\", "\\\"", "\\n", "_", "\u{e9}"];
                        into.push_str(part[next(random, 8)]);
                    }
                    into.push('"');
                }
            }
            if into.ends_with(' ') || into.ends_with('[') {
                into.push_str("null");
            }
        }
        into.push(']');
    }

    #[test]
    fn a_list_ends_where_reading_it_ends() {
        let mut random = 1;
        for _ in 0..3000 {
            let mut text = String::new();
            list(&mut random, &mut text, 0);
            let length = text.len();
            for after in ["", ", \"created\": \"]\"}", "]", "\""] {
                let whole = format!("{text}{after}");
                let mut cursor = Cursor::new(&whole);
                cursor.skip().unwrap();
                assert_eq!(cursor.position(), length, "{whole}");
                assert_eq!(length_of_list(whole.as_bytes()), Some(length), "{whole}");
            }
            for end in 0..length {
                assert_eq!(length_of_list(&text.as_bytes()[..end]), None, "{text}");
            }
        }
    }
}
