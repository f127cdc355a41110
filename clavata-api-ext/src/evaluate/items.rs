//! The items of a stream, one by one: an unreadable item does not end the reading.

use std::collections::VecDeque;
use std::sync::Arc;

use clavata_api::json::{Frame, Frames};
use clavata_api::{Arrived, Inflate, InflateError, Listener, salvage};

use crate::api::{EvaluateResponse, Status};
use crate::error::Error;
use crate::refusal::Refusals;

/// The largest answer that is accepted: 16 MiB.
const FRAME_LIMIT: usize = 16 * 1024 * 1024;

/// One value of a stream.
pub(super) enum Item {
    Answer(Box<EvaluateResponse>),
    /// A gateway error, or part of one, that refuses content.
    Refused(Status),
    Error(Status),
    Unreadable(Error),
}

/// Collects chunks and returns items.
pub(super) struct Items {
    inflate: Inflate,
    plain: Vec<u8>,
    frames: Frames,
    listener: Option<Arc<Listener>>,
    ready: VecDeque<Item>,
    /// Whether the last item was part of a value that is too long.
    in_part: bool,
}

impl Items {
    /// For the body of an answer, with at most this many bytes; the listener hears each value of it.
    pub(super) fn new(limit: u64, listener: Option<Arc<Listener>>) -> Self {
        Self {
            inflate: Inflate::new(limit),
            plain: Vec::new(),
            frames: Frames::new(FRAME_LIMIT),
            listener,
            ready: VecDeque::new(),
            in_part: false,
        }
    }

    /// Adds a chunk.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), InflateError> {
        if self.inflate.is_plain(chunk) {
            self.frames.push(chunk);
            return Ok(());
        }
        self.plain.clear();
        let inflated = self.inflate.push(chunk, &mut self.plain);
        self.frames.push(&self.plain);
        inflated
    }

    /// The next item; `None` if it needs more chunks first.
    pub(super) fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let frame = self.frames.next_frame()?;
            self.read(&frame);
        }
    }

    /// After the last chunk: the next item of the rest. An unreadable one was cut off.
    pub(super) fn finish(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let frame = self.frames.finish()?;
            self.read(&frame);
        }
    }

    /// Whether the stream may end here: no answer has begun, and its compression is whole.
    pub(super) fn may_end(&mut self) -> bool {
        self.plain.clear();
        let is_whole = self.inflate.end(&mut self.plain).is_ok();
        self.frames.push(&self.plain);
        while let Some(frame) = self.frames.next_frame() {
            self.read(&frame);
        }
        // Something other than an object cannot become an answer, whatever would have followed.
        is_whole && !matches!(self.frames.rest().first(), Some(b'{' | b'['))
    }

    fn read(&mut self, frame: &Frame) {
        if frame.is_part {
            self.ready.extend(salvage(&frame.bytes).map(Item::Refused));
            if !std::mem::replace(&mut self.in_part, true) {
                let what = format!("an answer in the stream is larger than {FRAME_LIMIT} bytes");
                let error = Error::unreadable(what);
                self.ready.push_back(Item::Unreadable(error));
            }
            return;
        }
        self.in_part = false;
        if let Some(listener) = &self.listener {
            listener.hear(&frame.bytes);
        }
        let value = clavata_api::read(&frame.bytes);
        let other = match value.answer {
            Some(Arrived::Evaluation(answer)) => {
                self.ready.push_back(Item::Answer(Box::new(answer)));
                None
            }
            Some(_) => Some(Error::unreadable(
                "an answer in the stream is no answer of an evaluation",
            )),
            None => None,
        };
        self.ready.extend(value.status.map(of_status));
        self.ready.extend(other.map(Item::Unreadable));
        self.ready.extend(value.unreadable.into_iter().map(|why| {
            let what = format!("an answer in the stream, {why}");
            Item::Unreadable(Error::unreadable(what).with_source(why))
        }));
    }
}

fn of_status(status: Status) -> Item {
    if Refusals::of_status(&status).is_some() {
        Item::Refused(status)
    } else {
        Item::Error(status)
    }
}
