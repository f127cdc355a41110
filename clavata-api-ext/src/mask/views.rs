//! Decoded views of a text: unescaped, or decoded from base64 or hexadecimal.

mod escapes;
mod packed;

use escapes::unescaped;
use packed::packed;

/// How many levels of nested escapes are decoded.
const ROUNDS: usize = 4;

/// Bytes, each with the range of the text that it comes from.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    /// Start and end in the text, for each byte.
    pub(super) origin: Vec<(u32, u32)>,
}

impl View {
    fn new() -> Self {
        Self {
            bytes: Vec::new(),
            origin: Vec::new(),
        }
    }

    fn plain(text: &[u8]) -> Self {
        let mut view = Self::new();
        view.bytes.extend_from_slice(text);
        view.origin.extend((0..).zip(1..).take(text.len()));
        view
    }

    fn push(&mut self, byte: u8, origin: (u32, u32)) {
        self.bytes.push(byte);
        self.origin.push(origin);
    }

    /// The range of the text that the bytes from `start` to `end` come from.
    fn span(&self, start: usize, end: usize) -> (u32, u32) {
        (self.origin[start].0, self.origin[end - 1].1)
    }
}

/// Visits the text itself, and everything that it may decode to. At most three views are in memory at once.
pub(super) fn each(text: &[u8], mut see: impl FnMut(View)) {
    let mut view = View::plain(text);
    packed(&view, &mut see);
    let mut is_escaped = false;
    for _ in 0..ROUNDS {
        let Some(next) = unescaped(&view) else { break };
        see(std::mem::replace(&mut view, next));
        is_escaped = true;
    }
    // Only the last view can have something encoded inside the escapes.
    if is_escaped {
        packed(&view, &mut see);
    }
    see(view);
}

/// The unescaped text. `None` if nothing in it is escaped.
pub(super) fn undone(text: &str) -> Option<Vec<u8>> {
    let mut view = unescaped(&View::plain(text.as_bytes()))?;
    for _ in 1..ROUNDS {
        match unescaped(&view) {
            Some(next) => view = next,
            None => break,
        }
    }
    Some(view.bytes)
}
