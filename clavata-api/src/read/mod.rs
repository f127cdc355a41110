//! Reads one value of unknown kind from a file, a stream or a call.

mod near;
mod page;
#[cfg(test)]
mod tests;

use serde::Deserialize;

use crate::budget;
use crate::decode::{
    DecodeError, decode_beside, join, refused_labels, said_beside, status_of, text_of,
};
use crate::json::{Cursor, Fault, GaveUp, Keys, Reader};
use crate::kind::{Kind, kind_of};
use crate::salvage::{salvage, whole_detail};
use crate::types::{EvaluateLabelsResponse, EvaluateResponse, GetJobResponse, Job, Status};

pub use page::JobsPage;

/// The contents of one value. There may be several: an answer and an error
/// alongside it, or a page with a job that cannot be read.
///
/// If `status` is set or `unreadable` is not empty, take no answer in it for clear, whatever the answer itself says.
#[derive(Debug, Default)]
pub struct Value {
    /// The answer.
    pub answer: Option<Arrived>,
    /// What the gateway reports instead of or in addition to the answer: refused content, or an
    /// error.
    pub status: Option<Status>,
    /// The parts that cannot be read.
    pub unreadable: Vec<DecodeError>,
}

/// A response, by the call that it answers.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Arrived {
    /// A job, bare or as a get-job response.
    Job(Job),
    /// A page of jobs.
    Jobs(JobsPage),
    /// One response of an evaluate stream.
    Evaluation(EvaluateResponse),
    /// An evaluate-labels response.
    Labels(EvaluateLabelsResponse),
}

const OURS: &str = "it is a row or a verdict that this client printed, not an answer; use the answers that it was made from";

/// Reads a value of any kind. It never fails; see [`Value`] for what it found.
pub fn read(bytes: &[u8]) -> Value {
    let mut value = Value::default();
    let text = match text_of(bytes) {
        Ok(text) => text,
        Err(why) => {
            value.unreadable.push(why);
            value.search(bytes);
            return value;
        }
    };
    let text = text.as_ref();
    if let Some(answer) = lone_result(text) {
        value.answer = Some(Arrived::Evaluation(answer));
        return value;
    }
    match kind_of(text) {
        Ok(Kind::Job) => value.take::<Job>(text.as_bytes(), |job| Some(Arrived::Job(job))),
        Ok(Kind::GetJob) => {
            value.take::<GetJobResponse>(text.as_bytes(), |answer| answer.job.map(Arrived::Job));
            if value.is_nothing() {
                value.fail("the answer holds no job");
            }
        }
        Ok(Kind::Jobs) => value.page(text),
        Ok(Kind::Evaluation) => {
            value.take(text.as_bytes(), |answer| Some(Arrived::Evaluation(answer)));
        }
        Ok(Kind::Labels) => {
            let mut refused = None;
            value.take(text.as_bytes(), |answer| {
                refused = refused_labels(&answer);
                Some(Arrived::Labels(answer))
            });
            value.status = join(value.status.take(), refused);
        }
        Ok(Kind::Frame) => value.frame(text),
        Ok(Kind::Status) => value.status = status_of(text),
        Ok(Kind::Ours) => value.fail(OURS),
        Ok(Kind::Part) => value.fail("it is one result; save the whole answer that it is from"),
        Err(Fault) if text.starts_with("job_uuid,result_index,") => value.fail(OURS),
        Ok(Kind::Unknown) if whole_detail(text).is_some() => value.status = status_of(text),
        Ok(Kind::Several) => value.fail("it is more than one kind of answer at once"),
        Ok(Kind::Unknown) => {
            value.fail("it is neither a job, nor a list of jobs, nor an evaluation");
        }
        Err(Fault) => match decode_beside::<GetJobResponse>(text.as_bytes()) {
            Err(why) => value.unreadable.push(why),
            Ok(_) => value.fail("it is not an answer"),
        },
    }
    value.search(bytes);
    value
}

/// Reads a part of an evaluate stream that holds a good result and nothing else, as nearly all do.
/// This is a fast path: `None` for anything that the full reader must handle.
fn lone_result(text: &str) -> Option<EvaluateResponse> {
    let mut cursor = Cursor::new(text);
    if !cursor.eat(b"{\"result\":{") {
        return None;
    }
    cursor.go_to(cursor.position() - 1);
    let answer = budget::within(text.len(), || {
        EvaluateResponse::deserialize(Reader::<GaveUp>::new(&mut cursor)).ok()
    })?;
    let is_alone =
        cursor.next_byte() == Some(b'}') && cursor.eat(b"}") && cursor.next_byte().is_none();
    (is_alone && cursor.aside().is_empty()).then_some(answer)
}

impl Value {
    /// Whether nothing was found at all.
    fn is_nothing(&self) -> bool {
        self.answer.is_none() && self.status.is_none() && self.unreadable.is_empty()
    }

    fn fail(&mut self, why: &str) {
        self.unreadable.push(DecodeError::said(why));
    }

    fn take<T: serde::de::DeserializeOwned>(
        &mut self,
        bytes: &[u8],
        answer: impl FnOnce(T) -> Option<Arrived>,
    ) {
        match decode_beside(bytes) {
            Ok((decoded, status)) => {
                self.answer = answer(decoded);
                self.status = join(self.status.take(), status);
            }
            Err(why) => self.unreadable.push(why),
        }
    }

    /// Reads a page job by job: an unreadable job does not affect the others.
    fn page(&mut self, text: &str) {
        let (page, status) = page::read(text);
        self.status = status;
        match page {
            Ok(page) => self.answer = Some(Arrived::Jobs(page)),
            Err(why) => self.unreadable.push(why),
        }
    }

    /// Adds the name of the enclosing member to the paths of what could not be read.
    fn within(&mut self, member: &str) {
        let unreadable = std::mem::take(&mut self.unreadable).into_iter();
        self.unreadable = unreadable.map(|why| why.within(member)).collect();
    }

    /// Reads a part of an evaluate stream: its result and its error, independently.
    fn frame(&mut self, text: &str) {
        static FRAME: Keys<2> = Keys::new(["result", "error"]);
        let mut cursor = Cursor::new(text);
        let read = cursor.members(&FRAME, |cursor, key| {
            let raw = cursor.raw()?;
            if key == "error" {
                self.status = join(self.status.take(), status_of(raw));
            } else if raw != "null" {
                self.take(raw.as_bytes(), |answer| Some(Arrived::Evaluation(answer)));
            }
            Ok::<(), Fault>(())
        });
        self.status = join(self.status.take(), said_beside(&cursor, 0));
        self.within("result");
        if read.is_err() {
            self.answer = None;
            self.fail(cursor.what());
        } else if self.is_nothing() {
            self.fail("this part of the stream has neither a result nor an error");
        }
    }

    /// Searches what could not be read for refusals, and makes sure that the value is never silently empty.
    fn search(&mut self, bytes: &[u8]) {
        if !self.unreadable.is_empty() {
            self.status = join(self.status.take(), salvage(bytes));
        } else if self.is_nothing() {
            self.fail("it says nothing");
        }
    }
}
