//! Cuts bytes into values, whatever the chunks, whether or not lines end, and whatever stands
//! between them.

use std::collections::VecDeque;

use memchr::memmem;

use super::extent::{Extent, Seen};
use super::place::Place;

/// How much of a part comes again in the next one, so that nothing is cut apart unseen.
pub(super) const OVERLAP: usize = 512;

/// A piece of the input. It may not be JSON: the reader finds out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What stands there.
    pub bytes: Vec<u8>,
    /// Where it begins.
    pub place: Place,
    /// Whether it is only a part of a value that is longer than the limit.
    pub is_part: bool,
}

/// Collects chunks and gives out values, each as soon as it has ended.
///
/// A value is an object, or whatever stands where one should. Byte order marks, and the brackets
/// and commas of lists around objects, count as white space, so a list and its lines read alike;
/// but a list that does not end is one more value, and unreadable. A value that breaks off is given
/// out as far as it goes, and reading goes on at the next line that begins an object: one broken
/// value costs no other.
#[derive(Debug)]
pub struct Frames {
    limit: usize,
    buffer: Vec<u8>,
    /// Where the next frame begins in the buffer, and how far it was looked at.
    start: usize,
    seen: usize,
    place: Place,
    /// The value that has begun.
    extent: Option<Extent>,
    /// Whether a part of that value was given out.
    in_part: bool,
    /// How many lists are open around the values; none if that is not asked.
    lists: Option<usize>,
    ready: VecDeque<Frame>,
}

impl Frames {
    /// Takes values of at most `limit` bytes; of longer ones come parts.
    pub fn new(limit: usize) -> Self {
        Self {
            limit: limit.max(OVERLAP * 2),
            buffer: Vec::new(),
            start: 0,
            seen: 0,
            place: Place::default(),
            extent: None,
            in_part: false,
            lists: Some(0),
            ready: VecDeque::new(),
        }
    }

    /// Goes on at `place` in the middle of an input, which may be in the middle of a list.
    #[must_use]
    pub fn inside(self, place: Place) -> Self {
        Self {
            place,
            lists: None,
            ..self
        }
    }

    /// Adds a chunk.
    pub fn push(&mut self, chunk: &[u8]) {
        if self.start > 0 && (self.start == self.buffer.len() || self.start > chunk.len()) {
            self.buffer.drain(..self.start);
            self.seen -= self.start;
            self.start = 0;
        }
        self.buffer.extend_from_slice(chunk);
    }

    /// The next value that has ended; `None` if more has to come first.
    pub fn next_frame(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            if self.extent.is_none() && !self.begin(false) {
                return None;
            }
            let extent = self.extent.as_mut()?;
            match extent.take(&self.buffer[self.seen..]) {
                Seen::Ended(taken) => return Some(self.give(self.seen + taken)),
                Seen::Broke(taken) => self.split(self.seen + taken),
                Seen::More(taken) => {
                    self.seen += taken;
                    if self.buffer.len() - self.start < self.limit {
                        return None;
                    }
                    return Some(self.part());
                }
            }
        }
    }

    /// What is left once nothing more comes: call it until it returns `None`.
    pub fn finish(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.next_frame() {
                return Some(frame);
            }
            if self.extent.is_some() || self.begin(true) {
                self.split(self.buffer.len());
                continue;
            }
            if self.lists.take().is_some_and(|lists| lists > 0) {
                // As unreadable as the list itself, and as short.
                return Some(Frame {
                    bytes: b"{".to_vec(),
                    place: self.place,
                    is_part: false,
                });
            }
            return None;
        }
    }

    /// What has come of a value that has not ended.
    pub fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Goes to where the next value begins, and returns whether there is one.
    fn begin(&mut self, at_end: bool) -> bool {
        let rest = &self.buffer[self.start..];
        let blank = match self.lists.as_mut() {
            Some(lists) => separators(rest, at_end, lists),
            None => separators(rest, at_end, &mut 0),
        };
        self.place.move_over(&rest[..blank]);
        self.start += blank;
        self.seen = self.start;
        if at_end || !is_mark_begun(&self.buffer[self.start..]) {
            self.extent = (self.start < self.buffer.len()).then(Extent::default);
        }
        self.extent.is_some()
    }

    fn give(&mut self, end: usize) -> Frame {
        let bytes = self.buffer[self.start..end].to_vec();
        let place = self.place;
        self.place.move_over(&bytes);
        (self.start, self.seen, self.extent) = (end, end, None);
        Frame {
            bytes,
            place,
            is_part: std::mem::take(&mut self.in_part),
        }
    }

    /// Gives out what has come of a value that is too long, and forgets most of it.
    fn part(&mut self) -> Frame {
        let bytes = self.buffer[self.start..].to_vec();
        let place = self.place;
        let again = self.buffer.len() - OVERLAP;
        self.place.move_over(&self.buffer[self.start..again]);
        self.start = again;
        self.in_part = true;
        Frame {
            bytes,
            place,
            is_part: true,
        }
    }

    /// A value broke off before `end`. A line of it that begins with an object may be a value that
    /// did not.
    fn split(&mut self, end: usize) {
        if self.in_part {
            let last = self.give(end);
            self.ready.push_back(last);
            return;
        }
        let mut rest = &self.buffer[self.start..end];
        let mut place = self.place;
        while !rest.is_empty() {
            let line = memmem::find(rest, b"\n{").map_or(rest.len(), |at| at + 1);
            let (mut piece, later) = rest.split_at(line);
            rest = later;
            while !piece.is_empty() {
                let blank = separators(piece, true, &mut 0);
                place.move_over(&piece[..blank]);
                piece = &piece[blank..];
                let taken = match Extent::default().take(piece) {
                    Seen::Ended(taken) | Seen::Broke(taken) => taken,
                    Seen::More(_) => piece.len(),
                };
                let (value, later) = piece.split_at(taken);
                if !value.is_empty() {
                    self.ready.push_back(Frame {
                        bytes: value.to_vec(),
                        place,
                        is_part: false,
                    });
                }
                place.move_over(value);
                piece = later;
            }
        }
        self.place = place;
        (self.start, self.seen, self.extent) = (end, end, None);
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How many bytes stand between two values, lists that begin and end among them.
pub(super) fn separators(bytes: &[u8], at_end: bool, lists: &mut usize) -> usize {
    let mut at = 0;
    loop {
        match bytes.get(at) {
            // 0x1e begins each text of a JSON text sequence.
            Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | 0x1e) => at += 1,
            Some(b'[') => {
                *lists += 1;
                at += 1;
            }
            Some(b']') => {
                *lists = lists.saturating_sub(1);
                at += 1;
            }
            Some(0xef) if bytes[at..].starts_with(BYTE_ORDER_MARK) => at += BYTE_ORDER_MARK.len(),
            Some(0xef) if !at_end && is_mark_begun(&bytes[at..]) => return at,
            _ => return at,
        }
    }
}

fn is_mark_begun(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(bytes)
}

#[cfg(test)]
mod tests;
