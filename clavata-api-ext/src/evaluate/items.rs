//! The items of a stream, one by one. Reading continues after an unreadable item.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use clavata_api::json::{Frame, Frames};
use clavata_api::{Arrived, Inflate, InflateError, Listener, salvage};

use super::held::Held;
use crate::api::Status;
use crate::error::Error;
use crate::flatten::Kept;
use crate::readers::Readers;
use crate::refusal::Refusals;

/// The largest answer that is accepted: 16 MiB.
pub(super) const FRAME_LIMIT: usize = 16 * 1024 * 1024;

/// How much of a chunk is framed at a time, so that it is still in the CPU cache when it is read.
const PIECE: usize = 64 * 1024;

/// One value of a stream.
pub(super) enum Item {
    Answer(Held),
    /// An answer in a value that also contains an error, or something unreadable.
    Doubted(Held),
    /// An error of the gateway, or part of one, that refuses content.
    Refused(Status, Refusals),
    Error(Status),
    Unreadable(Error),
}

/// Collects chunks and returns items.
pub(super) struct Items {
    inflate: Inflate,
    plain: Vec<u8>,
    /// The rest of the last chunk.
    chunk: Bytes,
    frames: Frames,
    readers: Arc<Readers>,
    /// Whether each value is one line, as far as is known.
    in_lines: bool,
    /// The length of a line that is not exactly one answer.
    odd: Option<usize>,
    listener: Option<Arc<Listener>>,
    ready: VecDeque<Item>,
    /// Whether the last item was part of a value that is too long.
    in_part: bool,
}

impl Items {
    /// For a response body with at most this many bytes. The listener is called with each value.
    pub(super) fn new(limit: u64, listener: Option<Arc<Listener>>, readers: Arc<Readers>) -> Self {
        Self {
            inflate: Inflate::new(limit),
            plain: Vec::new(),
            chunk: Bytes::new(),
            frames: Frames::new(FRAME_LIMIT),
            readers,
            in_lines: true,
            odd: None,
            listener,
            ready: VecDeque::new(),
            in_part: false,
        }
    }

    /// Adds a chunk. Call it only when `next` returns `None`.
    pub(super) fn push(&mut self, chunk: Bytes) -> Result<(), InflateError> {
        if self.inflate.is_plain(&chunk) {
            self.chunk = chunk;
            return Ok(());
        }
        self.plain.clear();
        let inflated = self.inflate.push(&chunk, &mut self.plain);
        self.frames.push(&self.plain);
        inflated
    }

    /// The next item. `None` if more chunks are needed.
    pub(super) fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if let Some(answer) = self.line() {
                return Some(answer);
            }
            if !self.chunk.is_empty() {
                let piece = self.chunk.split_to(self.chunk.len().min(PIECE));
                self.frames.push(&piece);
                continue;
            }
            let frame = self.frames.next_frame()?;
            self.read(frame);
        }
    }

    /// After the last chunk: the next of the remaining items. An unreadable one was cut off.
    pub(super) fn finish(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let frame = self.frames.finish()?;
            self.read(frame);
        }
    }

    /// Whether the stream may end here: no answer has begun, and the compressed data is complete.
    pub(super) fn may_end(&mut self) -> bool {
        self.plain.clear();
        let is_whole = self.inflate.end(&mut self.plain).is_ok();
        self.frames.push(&self.plain);
        let mut items = VecDeque::new();
        while let Some(item) = self.next() {
            items.push_back(item);
        }
        self.ready = items;
        // Anything but an object or a list cannot become an answer, whatever would have followed.
        is_whole && !matches!(self.frames.rest().first(), Some(b'{' | b'['))
    }

    /// The answer in the next line, if the line is exactly one answer.
    fn line(&mut self) -> Option<Item> {
        if !self.in_lines {
            return None;
        }
        let line = self.frames.line()?;
        if line.len() > FRAME_LIMIT {
            return None;
        }
        let line = line.to_vec();
        let length = line.len();
        let Ok(kept) = self.readers.keep(line) else {
            self.odd = Some(length);
            return None;
        };
        self.frames.skip_line(length);
        self.in_part = false;
        Some(self.answer(kept))
    }

    fn answer(&self, kept: Kept) -> Item {
        if let Some(listener) = &self.listener {
            listener.hear(kept.as_bytes());
        }
        Item::Answer(Held::Kept(Arc::new(kept)))
    }

    fn read(&mut self, frame: Frame) {
        if frame.is_part {
            self.ready.extend(salvage(&frame.bytes).map(of_status));
            if !std::mem::replace(&mut self.in_part, true) {
                let what = format!("an answer in the stream is larger than {FRAME_LIMIT} bytes");
                let error = Error::unreadable(what);
                self.ready.push_back(Item::Unreadable(error));
            }
            return;
        }
        self.in_part = false;
        let is_odd = match self.odd.take() {
            None => false,
            Some(line) => {
                self.in_lines = line == frame.bytes.len();
                self.in_lines
            }
        };
        let bytes = if is_odd {
            frame.bytes
        } else {
            match self.readers.keep(frame.bytes) {
                Ok(kept) => {
                    let answer = self.answer(kept);
                    return self.ready.push_back(answer);
                }
                Err(bytes) => bytes,
            }
        };
        self.read_carefully(&bytes);
    }

    /// Reads any value, part by part.
    pub(super) fn read_carefully(&mut self, bytes: &[u8]) {
        if let Some(listener) = &self.listener {
            listener.hear(bytes);
        }
        let value = clavata_api::read(bytes);
        let is_alone = value.status.is_none() && value.unreadable.is_empty();
        // First, so that whoever takes only the answer that came with it has been shown a refusal.
        self.ready.extend(value.status.map(of_status));
        let other = match value.answer {
            Some(Arrived::Evaluation(answer)) => {
                let answer = answer.into();
                self.ready.push_back(if is_alone {
                    Item::Answer(answer)
                } else {
                    Item::Doubted(answer)
                });
                None
            }
            Some(_) => Some(Error::unreadable(
                "an answer in the stream is not the answer of an evaluation",
            )),
            None => None,
        };
        self.ready.extend(other.map(Item::Unreadable));
        self.ready.extend(value.unreadable.into_iter().map(|why| {
            let what = format!("an answer in the stream, {why}");
            Item::Unreadable(Error::unreadable(what).with_source(why))
        }));
    }
}

fn of_status(status: Status) -> Item {
    match Refusals::of_status(&status) {
        Some(refusals) => Item::Refused(status, refusals),
        None => Item::Error(status),
    }
}
