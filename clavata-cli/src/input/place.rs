//! Where something stands in an input.

use memchr::{memchr_iter, memrchr};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Counted from 1.
    pub(crate) line: usize,
    /// The byte of the line, counted from 1.
    pub(crate) column: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

impl Place {
    pub(super) fn move_over(&mut self, bytes: &[u8]) {
        match memrchr(b'\n', bytes) {
            None => self.column += bytes.len(),
            Some(last) => {
                self.line += memchr_iter(b'\n', bytes).count();
                self.column = bytes.len() - last;
            }
        }
    }
}
