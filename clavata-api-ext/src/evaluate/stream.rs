//! The answers of an evaluation, as they come.

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use clavata_api::{ByteStream, ResponseValue};
use futures_core::Stream;
use futures_util::StreamExt;
use http::HeaderMap;
use serde_json::Value;
use tokio::time::Instant;

use super::completeness::Completeness;
use super::evaluated::Evaluated;
use super::frames::{Broken, FRAME_LIMIT, Frames};
use super::request::Plan;
use crate::api::{EvaluateFrame, Status};
use crate::error::{Error, Evidence, Kind, from_frame};
use crate::operation;
use crate::retry::Clock;

/// A running evaluation.
///
/// [`next`](Self::next) brings the answers in the order in which they come, and ends with `None`
/// only when every input has been answered. Anything else that ends it is an error, once; the error
/// and [`completeness`](Self::completeness) say which inputs are unanswered, and
/// [`resume`](Self::resume) asks for those alone. Dropping it cancels the request.
#[must_use = "answers come by `next`; dropping this cancels the request"]
pub struct Evaluation {
    plan: Plan,
    completeness: Completeness,
    body: Option<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>>,
    headers: Box<HeaderMap>,
    frames: Frames,
    /// The error that came in one frame with a result.
    pending: Option<Status>,
    clock: Clock,
    /// Whether an answer came that says not for which input it is.
    unmatched: bool,
}

impl Evaluation {
    pub(super) fn new(
        plan: Plan,
        completeness: Completeness,
        answer: ResponseValue<ByteStream>,
        clock: Clock,
    ) -> Self {
        Self {
            plan,
            completeness,
            headers: Box::new(answer.headers().clone()),
            body: Some(answer.into_inner_stream()),
            frames: Frames::default(),
            pending: None,
            clock,
            unmatched: false,
        }
    }

    /// The next answer, in the order in which they come; `None` when every input has been answered.
    ///
    /// # Errors
    ///
    /// Whatever ends the answers early ends them here, once: refused content
    /// ([`Error::is_content_refused`]), an error of the gateway, a silence longer than the idle
    /// bound ([`Error::is_timeout`]), something unreadable, or an end before the last answer
    /// ([`Error::is_stopped_early`]). Each carries the [completeness](Error::completeness). After an
    /// error, `next` brings `None` although not everything is answered: ask
    /// [`completeness`](Self::completeness).
    pub async fn next(&mut self) -> Result<Option<Evaluated>, Error> {
        if self.body.is_none() {
            return Ok(None);
        }
        match self.advance().await {
            Ok(Some(answer)) => Ok(Some(answer)),
            Ok(None) if self.completeness.is_complete() => {
                self.body = None;
                Ok(None)
            }
            Ok(None) => Err(self.end(self.stopped("the gateway ended it"))),
            Err(error) => Err(self.end(error)),
        }
    }

    /// Which inputs have been answered so far.
    pub fn completeness(&self) -> &Completeness {
        &self.completeness
    }

    pub(super) fn has_unmatched(&self) -> bool {
        self.unmatched
    }

    /// Asks again for the inputs that have not been answered; their numbers stay the same.
    ///
    /// After a refusal this would be refused again: leave out what was refused. Where everything
    /// has been answered, nothing is sent.
    ///
    /// # Errors
    ///
    /// Those of [`Evaluate::send`](super::Evaluate::send).
    pub async fn resume(mut self) -> Result<Self, Error> {
        // The old request ends before the new one begins.
        self.body = None;
        if self.completeness.is_complete() {
            return Ok(self);
        }
        self.plan.open(self.completeness).await
    }

    /// The answers as a `Stream`. An error is its last item.
    pub fn into_stream(self) -> impl Stream<Item = Result<Evaluated, Error>> + Send {
        futures_util::stream::unfold(self, |mut evaluation| async move {
            let item = evaluation.next().await.transpose()?;
            Some((item, evaluation))
        })
    }

    async fn advance(&mut self) -> Result<Option<Evaluated>, Error> {
        if let Some(status) = self.pending.take() {
            return Err(from_frame(status, &self.headers));
        }
        let idle = self.plan.clavata.timeouts.idle();
        let mut silent = idle.and_then(|idle| Instant::now().checked_add(idle));
        loop {
            match self.frames.next() {
                Ok(Some(frame)) => {
                    return self.read(&frame).map(Some);
                }
                Ok(None) => {}
                Err(broken) => return Err(self.broken(&broken)),
            }
            let Some(body) = self.body.as_mut() else {
                return Ok(None);
            };
            if let Some(deadline) = self.clock.deadline() {
                silent = Some(silent.map_or(deadline, |silent| silent.min(deadline)));
            }
            let chunk = match silent {
                None => body.next().await,
                Some(limit) => match tokio::time::timeout_at(limit, body.next()).await {
                    Ok(chunk) => chunk,
                    Err(_) => return Err(self.salvage().unwrap_or_else(|| self.silent())),
                },
            };
            match chunk {
                Some(Ok(chunk)) => self.frames.push(&chunk),
                Some(Err(error)) => {
                    return Err(match self.salvage() {
                        Some(refusal) => refusal,
                        None => self
                            .stopped("the connection broke")
                            .with_source(error.without_url()),
                    });
                }
                None => return self.ended(),
            }
        }
    }

    /// The body has ended. What is left in the buffer is the beginning of a frame.
    fn ended(&mut self) -> Result<Option<Evaluated>, Error> {
        match self.salvage() {
            Some(refusal) => Err(refusal),
            None if self.frames.rest().is_empty() => Ok(None),
            None => Err(self.stopped("it was cut off inside an answer")),
        }
    }

    fn read(&mut self, frame: &[u8]) -> Result<Evaluated, Error> {
        let frame: EvaluateFrame = match clavata_api::decode(frame) {
            Ok(frame) => frame,
            Err(why) => {
                return Err(salvaged(frame, &self.headers).unwrap_or_else(|| {
                    Error::unreadable(format!("an answer in the stream, {why}")).with_source(why)
                }));
            }
        };
        match (frame.result, frame.error) {
            (Some(answer), error) => {
                self.pending = error;
                Ok(self.matched(Evaluated::of(answer)))
            }
            (None, Some(status)) => Err(from_frame(status, &self.headers)),
            (None, None) => Err(Error::unreadable(
                "a line in the stream is neither an answer nor an error",
            )),
        }
    }

    /// Says which input an answer is for, and marks it as answered.
    fn matched(&mut self, answer: Evaluated) -> Evaluated {
        let input = match answer.input() {
            Some(input) if input < self.completeness.inputs() => Some(input),
            // One input alone needs no mark.
            _ if self.completeness.inputs() == 1 => Some(0),
            _ => None,
        };
        if let Some(input) = input {
            self.completeness.mark(input);
        } else {
            self.unmatched = true;
        }
        answer.with_input(input)
    }

    fn broken(&self, broken: &Broken) -> Error {
        match broken {
            Broken::NotAnObject(rest) => salvaged(rest, &self.headers)
                .unwrap_or_else(|| Error::unreadable("something in the stream is no answer")),
            Broken::TooLarge => Error::unreadable(format!(
                "an answer in the stream is larger than {FRAME_LIMIT} bytes"
            )),
        }
    }

    fn salvage(&self) -> Option<Error> {
        salvaged(self.frames.peek(), &self.headers)
    }

    fn stopped(&self, why: &str) -> Error {
        let mut error = Error::new(
            Kind::StoppedEarly(format!("{why}, {}", self.completeness)),
            Evidence::MaybeDone,
        );
        error.inner_mut().transient = true;
        error
    }

    fn silent(&self) -> Error {
        let what = if self.clock.left().is_some_and(|left| left.is_zero()) {
            "the stream reached its total bound"
        } else {
            "no answer came in the stream for too long"
        };
        let mut error = Error::new(
            Kind::Deadline(format!("{what}, {}", self.completeness)),
            Evidence::MaybeDone,
        );
        error.inner_mut().transient = true;
        error
    }

    /// Ends the stream with what is known of it.
    fn end(&mut self, error: Error) -> Error {
        self.body = None;
        let mut error = error;
        let headers = &mut error.inner_mut().headers;
        headers.get_or_insert_with(|| self.headers.clone());
        // From here on it holds all words of the gateway that it ever will.
        let mut error = self.plan.hide_in(error);
        error.hide(&[self.plan.clavata.shared.key()]);
        if let Some(refusals) = error.refusals() {
            self.completeness.refuse(refusals.count());
        }
        let inner = error.inner_mut();
        inner.operation = Some(operation::EVALUATE.id);
        inner.attempts = inner.attempts.max(1);
        inner.elapsed = self.clock.elapsed();
        inner.completeness = Some(Box::new(self.completeness.clone()));
        error
    }
}

/// A refusal in bytes that do not decode: a hit must not be lost because a stream broke inside it.
fn salvaged(bytes: &[u8], headers: &HeaderMap) -> Option<Error> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1 << 20)]);
    // Only an error holds refusals; an answer may well quote the words.
    let is_error = text.trim_start().starts_with("{\"error\"") || !text.contains("\"result\"");
    let refuses = text.contains("PrecheckFailure") || text.contains("PRECHECK_FAILURE_TYPE_");
    if !is_error || !refuses {
        return None;
    }
    let status = Status {
        details: vec![Value::String(text.into_owned())],
        ..Status::default()
    };
    Some(from_frame(status, headers))
}

impl fmt::Debug for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evaluation")
            .field("completeness", &self.completeness)
            .field("ended", &self.body.is_none())
            .finish_non_exhaustive()
    }
}
