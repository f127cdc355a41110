//! Where JSON values end, over any division into chunks.

/// Finds where a value ends, over any division into chunks.
#[derive(Debug, Default)]
pub(super) struct Scan {
    depth: usize,
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
    /// A number or a word that is a value by itself, or no JSON at all.
    Scalar,
}

impl Scan {
    /// How many bytes of the chunk belong to the value, and whether it ends there.
    pub(super) fn take(&mut self, chunk: &[u8]) -> (usize, bool) {
        for (at, &byte) in chunk.iter().enumerate() {
            match self.inside {
                // JSON has no line break in a string: the value broke off.
                Inside::Text | Inside::Escape if byte == b'\n' => return (at, true),
                Inside::Escape => self.inside = Inside::Text,
                Inside::Text if byte == b'\\' => self.inside = Inside::Escape,
                Inside::Text if byte == b'"' => {
                    self.inside = Inside::Structure;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                Inside::Scalar if byte.is_ascii_whitespace() || b"{[\"".contains(&byte) => {
                    return (at, true);
                }
                Inside::Text | Inside::Scalar => {}
                Inside::Structure if byte.is_ascii_whitespace() => {
                    self.after_break |= byte == b'\n';
                }
                Inside::Structure => {
                    if self.is_misplaced(byte) {
                        return (at, true);
                    }
                    if self.ends_with(byte) {
                        return (at + 1, true);
                    }
                }
            }
        }
        (chunk.len(), false)
    }

    /// Whether an object begins a line where none can stand: the value before it broke off.
    fn is_misplaced(&self, byte: u8) -> bool {
        let begins_line = byte == b'{' && self.after_break;
        begins_line && self.depth > 0 && !matches!(self.last, b',' | b'[' | b':')
    }

    /// Takes a byte of the structure; whether it is the value's last.
    fn ends_with(&mut self, byte: u8) -> bool {
        self.last = byte;
        self.after_break = false;
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            b'"' => self.inside = Inside::Text,
            _ if self.depth == 0 => self.inside = Inside::Scalar,
            _ => {}
        }
        false
    }
}
