//! Whole values, many at a time, out of anything that can be read.

use std::io::{self, Read};

use memchr::memmem;

use super::extent::{Extent, Seen};
use super::frames::{OVERLAP, separators};
use super::place::Place;

/// How much is read at once. Large enough to keep a core busy for a while, small enough that a few
/// of them and what they become take little memory.
const LARGEST: usize = 512 * 1024;

/// For what comes in small pieces, such as out of a pipe.
const SMALLEST: usize = 64 * 1024;

/// How much of a value that is longer than the limit comes at once after its first part.
const PART: usize = 4 << 20;

/// Values that end where the block does, unless one of them breaks off.
#[derive(Debug)]
pub struct Block {
    /// The values, as they stand in the input.
    pub bytes: Vec<u8>,
    /// Where they begin.
    pub place: Place,
    /// Whether it is only a part of one value, which is longer than the limit.
    pub is_part: bool,
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
    /// Whether a part of that value was given out.
    in_part: bool,
    /// How much to ask for.
    size: usize,
    /// What went wrong behind what has been read.
    failed: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    /// Reads an input whose values have at most `limit` bytes; longer ones come in parts.
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

    /// The values that are whole after the next piece of input, or a part of one that is too long;
    /// none at its end.
    ///
    /// # Errors
    ///
    /// Those of the input, behind everything that could be read.
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

    /// Looks on in a value of which a part was given out already.
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

    /// Gives out what has come of a value that is too long, and forgets most of it.
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
    fn a_value_that_is_too_long_comes_in_parts_and_costs_no_other() {
        let long = format!("{{\"x\":\"{}\"}}", "{}\\n".repeat(3000));
        for between in ["", "\n", ",\n ", "\n{\"cut\":\n"] {
            let text = format!("{{\"a\":1}}\n{long}{between}{{\"b\":2}}\n{{\"c\":3}}");
            for size in [7, 500, 5000] {
                let mut blocks = Blocks::new(Drip(text.as_bytes(), size), 2048);
                let (mut found, mut parts) = (Found::new(), Vec::new());
                while let Some(block) = blocks.next_block().unwrap() {
                    assert!(block.bytes.len() <= 2048 + super::LARGEST);
                    if block.is_part {
                        parts.push(block.bytes);
                    } else {
                        values(&block.bytes, block.place, &mut found);
                    }
                }
                let whole: Vec<&str> = found.iter().map(|(_, _, text)| text.as_str()).collect();
                for value in ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"] {
                    assert!(whole.contains(&value), "{size} {between:?}: {whole:?}");
                }
                assert!(parts.len() > 1 || size > 2048, "{size}: {}", parts.len());
                let mut joined = parts[0].clone();
                for part in &parts[1..] {
                    joined.extend_from_slice(&part[super::OVERLAP.min(part.len())..]);
                }
                assert_eq!(String::from_utf8(joined).unwrap(), long, "{size}");
            }
        }
    }

    /// Fails where the input should end.
    struct Breaks<'a>(&'a [u8]);

    impl Read for Breaks<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            match self.0.read(into)? {
                0 => Err(io::Error::other("broke")),
                read => Ok(read),
            }
        }
    }

    #[test]
    fn what_came_before_an_error_is_given_out_before_it() {
        let mut blocks = Blocks::new(Breaks(b"{\"a\":1}\n{\"error\":{"), 1 << 20);
        let mut given = Vec::new();
        let error = loop {
            match blocks.next_block() {
                Ok(block) => given.extend(block.unwrap().bytes),
                Err(error) => break error,
            }
        };
        assert_eq!(given, b"{\"a\":1}\n{\"error\":{");
        assert_eq!(error.to_string(), "broke");
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
