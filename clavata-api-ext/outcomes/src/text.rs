//! The place of a text that was read from bytes.

/// A text: a part of the input or, if it had escapes, of the unescaped texts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Text {
    start: usize,
    /// Twice the end, plus one if the text is among the unescaped texts. No text in memory is too long for this.
    end: usize,
}

impl Text {
    pub(crate) fn sent(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end << 1,
        }
    }

    pub(crate) fn unescaped(start: usize, end: usize) -> Self {
        Self {
            start,
            end: end << 1 | 1,
        }
    }

    pub(crate) fn start(self) -> usize {
        self.start
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end >> 1
    }

    #[inline]
    pub(crate) fn of<'a>(self, sent: &'a str, unescaped: &'a str) -> &'a str {
        let whole = if self.end & 1 == 1 { unescaped } else { sent };
        &whole[self.start..self.end >> 1]
    }
}
