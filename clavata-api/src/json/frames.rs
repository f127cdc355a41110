//! Splits bytes into values, however they are divided into chunks or lines, and whatever is between
//! them.

mod frame;
mod pieces;

use std::collections::VecDeque;

use memchr::memchr;

use super::extent::{Extent, Seen};
use super::place::Place;
pub use frame::Frame;
use pieces::pieces;

/// How many bytes of a part are repeated in the next one, so that nothing is missed at the cut.
pub(super) const OVERLAP: usize = 512;

/// Collects chunks and returns each value as soon as it is complete.
///
/// A value is an object, or whatever is in its place. Byte order marks, and the brackets and
/// commas of lists around objects, count as whitespace, so a list reads the same as one object per
/// line. A list without its beginning or its end yields one more value, which is unreadable. A value
/// that breaks off is returned as far as it goes, and reading continues at the next line that begins
/// with an object, so a broken value does not affect others.
#[derive(Debug)]
pub struct Frames {
    limit: usize,
    buffer: Vec<u8>,
    /// Where the next frame begins in the buffer, and how far it has been scanned.
    start: usize,
    seen: usize,
    place: Place,
    /// The value that has begun.
    extent: Option<Extent>,
    /// Whether part of that value has been returned.
    in_part: bool,
    /// How many lists are open around the values; `None` if they are not counted.
    lists: Option<usize>,
    /// Whether a value broke off. Brackets after it may belong to it.
    has_broken: bool,
    ready: VecDeque<Frame>,
}

impl Frames {
    /// Accepts values of at most `limit` bytes. Longer values are returned in parts.
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
            has_broken: false,
            ready: VecDeque::new(),
        }
    }

    /// Continues at `place` in the middle of an input, possibly in the middle of a list.
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

    /// Returns the next complete value; `None` if it needs more chunks first.
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

    /// Returns the next value up to the end of its line, if that has arrived. If values are lines, as in a
    /// stream, this is the value: a reader that verifies this may [step over it](Self::skip_line)
    /// without searching for its end.
    pub fn line(&mut self) -> Option<&[u8]> {
        let is_elsewhere = self.in_part || !self.ready.is_empty();
        if is_elsewhere || (self.extent.is_none() && !self.begin(false)) {
            return None;
        }
        let length = memchr(b'\n', &self.buffer[self.seen..])?;
        Some(&self.buffer[self.start..self.seen + length])
    }

    /// Steps over what [`line`](Self::line) returned. Its first `length` bytes must be one value.
    pub fn skip_line(&mut self, length: usize) {
        let end = self.start + length;
        self.place.move_over(&self.buffer[self.start..end]);
        (self.start, self.seen, self.extent) = (end, end, None);
    }

    /// Returns what is left at the end of the input. Call it until it returns `None`.
    pub fn finish(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.next_frame() {
                return Some(frame);
            }
            if self.extent.is_some() || self.begin(true) {
                self.split(self.buffer.len());
                continue;
            }
            if let Some(lists @ 1..) = self.lists.take()
                && !(self.has_broken && lists == UNOPENED)
            {
                // As unreadable as the list itself, and short.
                return Some(Frame {
                    bytes: unreadable(lists).to_vec(),
                    place: self.place,
                    is_part: false,
                });
            }
            return None;
        }
    }

    /// The part of an incomplete value that has arrived.
    pub fn rest(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Moves to the start of the next value, and returns whether there is one.
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

    /// Returns what has arrived of a value that is too long, and drops most of it.
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

    /// Handles a value that broke off before `end`. If one of its lines begins with an object, that may
    /// be a complete value.
    fn split(&mut self, end: usize) {
        self.has_broken = true;
        if self.in_part {
            let last = self.give(end);
            self.ready.push_back(last);
            return;
        }
        let broken = &self.buffer[self.start..end];
        let mut place = self.place;
        pieces(broken, &mut place, &mut self.ready);
        self.place = place;
        (self.start, self.seen, self.extent) = (end, end, None);
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Takes the place of the number of open lists once a list ends that never began. What came before is lost.
pub(super) const UNOPENED: usize = usize::MAX;

/// A short unreadable value that stands in for a list without its beginning or its end.
pub(super) fn unreadable(lists: usize) -> &'static [u8] {
    if lists == UNOPENED { b"}" } else { b"{" }
}

/// The number of bytes between two values, including where lists begin and end.
pub(super) fn separators(bytes: &[u8], at_end: bool, lists: &mut usize) -> usize {
    let mut at = 0;
    loop {
        match bytes.get(at) {
            // In a JSON text sequence, each text begins with 0x1e.
            Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | 0x1e) => at += 1,
            Some(b'[') => {
                *lists = lists.saturating_add(1);
                at += 1;
            }
            Some(b']') => {
                *lists = match *lists {
                    0 | UNOPENED => UNOPENED,
                    open => open - 1,
                };
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
