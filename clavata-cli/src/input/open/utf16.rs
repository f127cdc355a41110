//! Converts UTF-16 to UTF-8.

use std::char::{REPLACEMENT_CHARACTER, decode_utf16};
use std::io::{self, BufRead, Read};

use super::source::Source;

#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Little,
    Big,
}

/// Reads UTF-16 as UTF-8. An unpaired surrogate becomes U+FFFD.
pub(super) struct Utf16<R> {
    source: Source<R>,
    order: Order,
    text: String,
    given: usize,
    /// A high surrogate whose low surrogate has not been read yet.
    high: Option<u16>,
}

impl<R: Read> Utf16<R> {
    pub(super) fn of(source: Source<R>, order: Order) -> Self {
        Self {
            source,
            order,
            text: String::new(),
            given: 0,
            high: None,
        }
    }

    /// Reads the next piece. Returns false at the end.
    fn transcode(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.given = 0;
        // A unit may be split between two pieces.
        let odd = self.source.peek(2)?.len() == 1;
        let bytes = self.source.fill_buf()?;
        let is_end = bytes.is_empty();
        let (pairs, _) = bytes.as_chunks::<2>();
        let units = pairs.iter().map(|pair| match self.order {
            Order::Little => u16::from_le_bytes(*pair),
            Order::Big => u16::from_be_bytes(*pair),
        });
        let mut units: Vec<u16> = self.high.take().into_iter().chain(units).collect();
        if !odd && !is_end {
            self.high = units.pop_if(|last| (0xd800..0xdc00).contains(last));
        }
        let taken = if odd { 1 } else { 2 * pairs.len() };
        self.source.consume(taken);
        let characters = decode_utf16(units);
        self.text
            .extend(characters.map(|character| character.unwrap_or(REPLACEMENT_CHARACTER)));
        if odd {
            self.text.push(REPLACEMENT_CHARACTER);
        }
        Ok(!is_end || !self.text.is_empty())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if !self.transcode()? {
                return Ok(0);
            }
        }
        let read = (&self.text.as_bytes()[self.given..]).read(into)?;
        self.given += read;
        Ok(read)
    }
}
