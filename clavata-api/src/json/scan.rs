//! Where the reader stands in the text.

use super::GaveUp;

/// As deep as `serde_json` goes.
const DEEPEST: u8 = 127;

/// A text and a position in it.
pub(super) struct Scan<'de> {
    pub(super) text: &'de str,
    pub(super) at: usize,
    depth: u8,
}

impl<'de> Scan<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &'de [u8] {
        self.text.as_bytes()
    }

    /// The byte at the position; 0 at the end, which is no JSON outside of strings.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.bytes().get(self.at).copied().unwrap_or(0)
    }

    /// The next byte that is no white space; the position is at it.
    #[inline]
    pub(super) fn next(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Goes past the next byte that is no white space, which must be this one.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> Result<(), GaveUp> {
        if self.next() == byte {
            self.at += 1;
            Ok(())
        } else {
            Err(GaveUp)
        }
    }

    /// Goes past a word such as `null`.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> Result<(), GaveUp> {
        if self.bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(GaveUp)
        }
    }

    /// Nothing but white space is left.
    pub(super) fn end(&mut self) -> Result<(), GaveUp> {
        self.next();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(GaveUp)
        }
    }

    /// Does something one level deeper.
    #[inline]
    pub(super) fn deeper<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, GaveUp>,
    ) -> Result<T, GaveUp> {
        if self.depth == DEEPEST {
            return Err(GaveUp);
        }
        self.depth += 1;
        let value = work(self)?;
        self.depth -= 1;
        Ok(value)
    }
}
