//! What came in a stream, one by one: an unreadable one does not end the reading.

use std::collections::VecDeque;

use clavata_api::DecodeError;
use memchr::memchr;
use serde_json::Value;

use super::frames::{Broken, FRAME_LIMIT, Frames};
use crate::api::{EvaluateFrame, EvaluateResponse, Status};
use crate::error::Error;
use crate::refusal::Refusals;

/// One value of a stream.
pub(super) enum Item {
    Answer(Box<EvaluateResponse>),
    /// An error of the gateway, or what is left of one, that refuses content.
    Refused(Status),
    Error(Status),
    Unreadable(Error),
}

/// Collects chunks and gives out items.
#[derive(Default)]
pub(super) struct Items {
    frames: Frames,
    /// Items that came in one frame with others.
    more: VecDeque<Item>,
    /// A line that is no frame, as far as it has come.
    garbage: Option<Vec<u8>>,
}

impl Items {
    /// Adds what came.
    pub(super) fn push(&mut self, chunk: &[u8]) {
        let Some(garbage) = &mut self.garbage else {
            return self.frames.push(chunk);
        };
        // The next line may be a frame again.
        let (line, rest) = match memchr(b'\n', chunk) {
            Some(end) => (&chunk[..=end], &chunk[end + 1..]),
            None => (chunk, &[][..]),
        };
        let room = FRAME_LIMIT.saturating_sub(garbage.len());
        garbage.extend_from_slice(&line[..line.len().min(room)]);
        if line.ends_with(b"\n") {
            let refusal = salvaged(garbage).map(Item::Refused);
            self.more.extend(refusal);
            self.garbage = None;
            self.frames.push(rest);
        }
    }

    /// The next item; `None` if more has to come first.
    pub(super) fn next(&mut self) -> Option<Item> {
        if let Some(item) = self.more.pop_front() {
            return Some(item);
        }
        if self.garbage.is_some() {
            return None;
        }
        match self.frames.next() {
            Ok(frame) => {
                self.read(&frame?);
                self.more.pop_front()
            }
            Err(Broken::NotAnObject(rest)) => {
                self.garbage = Some(Vec::new());
                self.push(&rest);
                let what = "something in the stream is no answer";
                Some(Item::Unreadable(Error::unreadable(what)))
            }
            Err(Broken::TooLarge) => {
                let large = std::mem::take(&mut self.frames);
                self.garbage = Some(large.peek().to_vec());
                let what = format!("an answer in the stream is larger than {FRAME_LIMIT} bytes");
                Some(Item::Unreadable(Error::unreadable(what)))
            }
        }
    }

    /// What has come of an item that is not whole, once nothing more comes.
    pub(super) fn rest(&mut self) -> Rest {
        if let Some(garbage) = self.garbage.take() {
            return salvaged(&garbage).map_or(Rest::Nothing, Rest::Refused);
        }
        let rest = self.frames.rest();
        match salvaged(&rest) {
            Some(refusal) => Rest::Refused(refusal),
            None if rest.is_empty() => Rest::Nothing,
            None => Rest::Cut,
        }
    }

    fn read(&mut self, frame: &[u8]) {
        let read: EvaluateFrame = match clavata_api::decode(frame) {
            Ok(read) => read,
            Err(why) => return self.more.push_back(undecoded(frame, why)),
        };
        let (answer, error) = (read.result, read.error);
        let unwrapped = || {
            let status: Status = clavata_api::decode(frame).ok()?;
            (status.code != 0 || !status.details.is_empty()).then_some(status)
        };
        let error = match (&answer, error) {
            (None, None) => unwrapped(),
            (_, error) => error,
        };
        if answer.is_none() && error.is_none() {
            let what = "a line in the stream is neither an answer nor an error";
            self.more
                .push_back(Item::Unreadable(Error::unreadable(what)));
        }
        self.more
            .extend(answer.map(|answer| Item::Answer(Box::new(answer))));
        self.more.extend(error.map(of_status));
    }
}

/// What is left at the end of a stream.
pub(super) enum Rest {
    Nothing,
    Cut,
    Refused(Status),
}

fn of_status(status: Status) -> Item {
    if Refusals::of_status(&status).is_some() {
        Item::Refused(status)
    } else {
        Item::Error(status)
    }
}

fn undecoded(frame: &[u8], why: DecodeError) -> Item {
    match salvaged(frame) {
        Some(refusal) => Item::Refused(refusal),
        None => Item::Unreadable(
            Error::unreadable(format!("an answer in the stream, {why}")).with_source(why),
        ),
    }
}

/// A refusal in bytes that do not decode: a hit must not be lost because a stream broke inside it.
fn salvaged(bytes: &[u8]) -> Option<Status> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 20)]);
    // Only an error holds refusals; an answer may well quote the words.
    let is_error = text.trim_start().starts_with("{\"error\"") || !text.contains("\"result\"");
    let refuses = text.contains("PrecheckFailure") || text.contains("PRECHECK_FAILURE_TYPE_");
    (is_error && refuses).then(|| Status {
        details: vec![Value::String(text.into_owned())],
        ..Status::default()
    })
}
