//! Complete values, many at a time, from any reader.

use std::io::{self, Read};

use memchr::memmem;

use super::extent::{Extent, Seen};
use super::frames::{OVERLAP, separators};
use super::place::Place;

/// How much is read at once. Large enough to keep a core busy for a while, small enough that a few
/// blocks and what is decoded from them take little memory.
const LARGEST: usize = 512 * 1024;

/// For inputs that arrive in small pieces, such as pipes.
const SMALLEST: usize = 64 * 1024;

/// The size of the parts of a value that exceeds the limit, after the first part.
const PART: usize = 4 << 20;

/// Values that end where the block ends, unless one of them breaks off.
#[derive(Debug)]
pub struct Block {
    /// The values, as they are in the input.
    pub bytes: Vec<u8>,
    /// Where they begin.
    pub place: Place,
    /// Whether it is only part of one value, which exceeds the limit.
    pub is_part: bool,
}

/// Reads an input block by block. The values are those of [`Frames`](super::Frames), not yet split.
#[derive(Debug)]
pub struct Blocks<R> {
    input: R,
    limit: usize,
    /// What has been read but not returned.
    bytes: Vec<u8>,
    place: Place,
    /// Where the last value begins, and how far it has been scanned.
    start: usize,
    seen: usize,
    extent: Option<Extent>,
    lists: usize,
    /// Whether part of that value has been returned.
    in_part: bool,
    /// How much to read next.
    size: usize,
    /// The error that occurred after what has been read.
    failed: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    /// Reads an input whose values have at most `limit` bytes; longer ones are returned in parts.
    pub fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            limit: limit.max(OVERLAP * 2),
            bytes: Vec::new(),
            place: Place::default(),
            start: 0,
            seen: 0,
            extent: None,
            lists: 0,
            in_part: false,
            size: LARGEST,
            failed: None,
        }
    }

    /// The values that the next piece of input completes, or part of one that is too long; `None`
    /// at the end.
    ///
    /// # Errors
    ///
    /// Those of the input, after everything that could be read.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        loop {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            let before = self.bytes.len();
            self.bytes.resize(before + self.size, 0);
            let read = self.input.read(&mut self.bytes[before..]);
            self.bytes.truncate(before + *read.as_ref().unwrap_or(&0));
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if self.bytes.is_empty() => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    return Ok(Some(self.give(self.bytes.len())));
                }
                Ok(0) if !self.bytes.is_empty() => return Ok(Some(self.give(self.bytes.len()))),
                Ok(0) if self.lists > 0 => {
                    // The list does not end, so it is unreadable, as an object without an end would
                    // be.
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
                let end = if self.in_part {
                    self.seen
                } else {
                    self.bytes.len()
                };
                return Ok(Some(self.give(end)));
            }
            if self.start > 0 {
                return Ok(Some(self.give(self.start)));
            }
            let most = if self.in_part {
                PART.min(self.limit)
            } else {
                self.limit
            };
            if self.bytes.len() > most {
                return Ok(Some(self.part()));
            }
        }
    }

    /// Finds where the last value begins, and whether it ends.
    fn look(&mut self) {
        if self.in_part {
            return self.look_for_the_end();
        }
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

    /// Continues scanning a value of which part has been returned.
    fn look_for_the_end(&mut self) {
        let Some(extent) = &mut self.extent else {
            return;
        };
        let (taken, is_end) = match extent.take(&self.bytes[self.seen..]) {
            Seen::More(taken) => (taken, false),
            Seen::Ended(taken) | Seen::Broke(taken) => (taken, true),
        };
        self.seen += taken;
        if is_end {
            self.extent = None;
        }
    }

    /// Returns what has arrived of a value that is too long, and drops most of it.
    fn part(&mut self) -> Block {
        let again = self.bytes.len() - OVERLAP;
        let kept = self.bytes[again..].to_vec();
        let bytes = std::mem::replace(&mut self.bytes, kept);
        let place = self.place;
        self.place.move_over(&bytes[..again]);
        self.seen -= again;
        self.in_part = true;
        Block {
            bytes,
            place,
            is_part: true,
        }
    }

    fn give(&mut self, end: usize) -> Block {
        let mut bytes = self.bytes.split_off(end);
        std::mem::swap(&mut bytes, &mut self.bytes);
        let place = self.place;
        self.place.move_over(&bytes);
        self.start = 0;
        self.seen -= end.min(self.seen);
        Block {
            bytes,
            place,
            is_part: std::mem::take(&mut self.in_part),
        }
    }
}

/// The last line from an offset on that begins a value.
///
/// A closing brace, a line break and an opening brace are adjacent only between two values: in a
/// list there would be a comma, and a string cannot contain a line break.
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
mod tests;
