//! Where a text that was read from bytes stands in them.

/// A text: a part of the input, or, where it held escapes, of what they stand for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Text {
    start: usize,
    /// Twice the end, and one more for what escapes stand for. Texts in memory have no more bytes than that.
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
