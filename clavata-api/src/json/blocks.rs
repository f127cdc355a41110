//! Whole values, many at a time, out of anything that can be read.

use std::io::{self, Read};

use memchr::memmem;

use super::extent::{Extent, Seen};
use super::frames::separators;
use super::place::Place;

/// How much is read at once. Large enough to keep a core busy for a while, small enough that a few
/// of them and what they become take little memory.
const LARGEST: usize = 512 * 1024;

/// For what comes in small pieces, such as out of a pipe.
const SMALLEST: usize = 64 * 1024;

/// Values that end where the block does, unless one of them breaks off.
#[derive(Debug)]
pub struct Block {
    /// The values, as they stand in the input.
    pub bytes: Vec<u8>,
    /// Where they begin.
    pub place: Place,
}

/// Reads an input block by block. The values are those of [`Frames`](super::Frames), not yet taken
/// apart.
#[derive(Debug)]
pub struct Blocks<R> {
    input: R,
    limit: usize,
    /// What has been read and not given out.
    bytes: Vec<u8>,
    place: Place,
    /// Where the last value begins, and how far it was looked at.
    start: usize,
    seen: usize,
    extent: Option<Extent>,
    lists: usize,
    /// How much to ask for.
    size: usize,
}

impl<R: Read> Blocks<R> {
    /// Reads an input whose values have at most `limit` bytes.
    pub fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            limit,
            bytes: Vec::new(),
            place: Place::default(),
            start: 0,
            seen: 0,
            extent: None,
            lists: 0,
            size: LARGEST,
        }
    }

    /// The values that are whole after the next piece of input; none at its end.
    ///
    /// # Errors
    ///
    /// Those of the input, and a value that is longer than the limit.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        loop {
            let before = self.bytes.len();
            self.bytes.resize(before + self.size, 0);
            let read = self.input.read(&mut self.bytes[before..]);
            self.bytes.truncate(before + *read.as_ref().unwrap_or(&0));
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
                Ok(0) if !self.bytes.is_empty() => return Ok(Some(self.give(self.bytes.len()))),
                Ok(0) if self.lists > 0 => {
                    // The list does not end. It is as unreadable as an object that does not.
                    self.lists = 0;
                    self.bytes.push(b'{');
                    return Ok(Some(self.give(1)));
                }
                Ok(0) => return Ok(None),
                Ok(read) => {
                    self.size = (2 * read).clamp(SMALLEST, LARGEST);
                    self.look();
                }
            }
            if self.extent.is_none() {
                return Ok(Some(self.give(self.bytes.len())));
            }
            if self.start > 0 {
                return Ok(Some(self.give(self.start)));
            }
            if self.bytes.len() > self.limit {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("a value has more than {} MiB", self.limit >> 20),
                ));
            }
        }
    }

    /// Finds where the last value begins, and whether it ends.
    fn look(&mut self) {
        if let Some(start) = last_line(&self.bytes, self.seen.max(self.start + 1)) {
            (self.start, self.seen, self.extent) = (start, start, None);
        }
        while self.seen < self.bytes.len() {
            if self.extent.is_none() {
                self.seen += separators(&self.bytes[self.seen..], true, &mut self.lists);
                self.start = self.seen;
                self.extent = (self.seen < self.bytes.len()).then(Extent::default);
            }
            let Some(extent) = &mut self.extent else {
                return;
            };
            match extent.take(&self.bytes[self.seen..]) {
                Seen::More(taken) => {
                    self.seen += taken;
                    return;
                }
                Seen::Ended(taken) | Seen::Broke(taken) => {
                    self.seen += taken;
                    self.extent = None;
                }
            }
        }
    }

    fn give(&mut self, end: usize) -> Block {
        let mut bytes = self.bytes.split_off(end);
        std::mem::swap(&mut bytes, &mut self.bytes);
        let place = self.place;
        self.place.move_over(&bytes);
        self.start = 0;
        self.seen -= end.min(self.seen);
        Block { bytes, place }
    }
}

/// The last line that begins a value, from an offset on.
///
/// A closing brace, a line break and an opening brace only follow each other between two values: in
/// a list there would be a comma, and a string holds no line break.
fn last_line(bytes: &[u8], from: usize) -> Option<usize> {
    let mut end = bytes.len();
    loop {
        let at = memmem::rfind(bytes.get(from.saturating_sub(1)..end)?, b"\n{")?;
        let at = from.saturating_sub(1) + at;
        let before = bytes[..at].trim_ascii_end();
        if before.ends_with(b"}") {
            return Some(at + 1);
        }
        end = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::Blocks;
    use crate::json::Frames;

    /// Gives out a few bytes at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let end = self.1.min(into.len()).min(self.0.len());
            let (now, later) = self.0.split_at(end);
            into[..end].copy_from_slice(now);
            self.0 = later;
            Ok(end)
        }
    }

    type Found = Vec<(usize, usize, String)>;

    fn values(input: &[u8], place: super::Place, found: &mut Found) {
        let mut frames = Frames::new(1 << 20).inside(place);
        frames.push(input);
        while let Some(frame) = frames.finish() {
            let text = String::from_utf8_lossy(&frame.bytes).trim_end().to_owned();
            found.push((frame.place.line, frame.place.column, text));
        }
    }

    #[test]
    fn blocks_hold_the_same_values_however_the_input_arrives() {
        for text in [
            "",
            "\n \n",
            "{}",
            "{\"a\":1}\n{\"b\":2}\n{\"c\":{\n\"d\":[\n{},\n{}\n]}}\n{\"e\":3}",
            "{\"a\":\"}\\n{\"}{\"b\":\"\\\"}\"}\n\n[1,\n{}]\n7 {}",
            "{\"a\":1}\n{\"b\":{\"c\":1}\n{\"d\":\"cut\n{\"e\":1}\n<html>\n}\n{\"g\":1}\n",
        ] {
            let mut whole = Found::new();
            values(text.as_bytes(), super::Place::default(), &mut whole);
            for size in [1, 2, 3, 5, 7, 11, 1000] {
                let mut blocks = Blocks::new(Drip(text.as_bytes(), size), 1 << 20);
                let mut found = Found::new();
                while let Some(block) = blocks.next_block().unwrap() {
                    values(&block.bytes, block.place, &mut found);
                }
                assert_eq!(found, whole, "{text:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn a_whole_value_is_given_out_before_the_next_one_begins() {
        let text = b"{\"a\":1}\n{\"b\":2}\n";
        let mut blocks = Blocks::new(Drip(text, 9), 1 << 20);
        assert_eq!(
            blocks.next_block().unwrap().unwrap().bytes,
            b"{\"a\":1}\n{"[..8].to_vec()
        );
    }
}
