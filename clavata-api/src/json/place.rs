//! A position in an input.

use memchr::{memchr_iter, memrchr};

/// A line and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1.
    pub line: usize,
    /// The byte within the line, counted from 1.
    pub column: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

impl Place {
    /// Moves past `bytes`, which begin here.
    pub fn move_over(&mut self, bytes: &[u8]) {
        match memrchr(b'\n', bytes) {
            None => self.column += bytes.len(),
            Some(last) => {
                self.line += memchr_iter(b'\n', bytes).count();
                self.column = bytes.len() - last;
            }
        }
    }
}
