//! The answers of an evaluation, as they arrive.

mod end;

use clavata_api::{ByteStream, ResponseValue};
use futures_core::Stream;
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use super::evaluated::Evaluated;
use super::items::{Item, Items};
use super::ledger::Ledger;
use super::request::Evaluate;
use super::trouble::Trouble;
use crate::answered::Answered;
use crate::call::Opened;
use crate::completeness::Completeness;
use crate::deadline::{by, earlier};
use crate::error::{Error, from_frame};
use crate::limit::Permit;
use crate::retry::Clock;
use crate::shown::debug_fields;
use crate::{metrics, operation};

use end::Ended;

/// How much to read after the first error, in search of refusals and answers: 64 MiB.
const READ_ON: usize = 64 * 1024 * 1024;

/// A running evaluation. Dropping it cancels the request.
///
/// [`next`](Self::next) returns the answers as they arrive, and `None` only after every input has been
/// answered and nothing went wrong. Otherwise it returns one error. The error and
/// [`completeness`](Self::completeness) say which inputs are unanswered, and
/// [`resume`](Self::resume) sends only these again. An answer counts only once the stream has ended:
/// until then, another one may contradict it.
#[must_use = "call `next` for the answers; dropping this cancels the request"]
pub struct Evaluation {
    request: Evaluate,
    ledger: Ledger,
    body: Option<ByteStream>,
    /// Its permit under the rate limit, until it ends.
    permit: Option<Permit>,
    /// How many attempts it took until the head arrived.
    attempts: u32,
    status: StatusCode,
    headers: Box<HeaderMap>,
    items: Items,
    trouble: Trouble,
    /// How the bytes ended, and whether the stream may end there. Buffered items are still returned.
    closing: Option<(Ended, bool)>,
    /// The number of bytes that arrived after the first error.
    read_on: usize,
    clock: Clock,
    /// Until when the next answer must arrive, once `next` waits for it. `Some(None)` is no limit.
    #[allow(clippy::option_option)] // not set, and set to no limit
    silent: Option<Option<Instant>>,
}

impl Evaluation {
    pub(super) fn new(
        request: Evaluate,
        ledger: Ledger,
        opened: Opened<ByteStream>,
        clock: Clock,
    ) -> Self {
        let shared = &request.clavata.shared;
        let call = shared.api.call();
        let (body, status, headers) = opened.answer.into_parts();
        let items = Items::new(
            call.answer_limit,
            call.listener.clone(),
            shared.readers.clone(),
        );
        Self {
            request,
            ledger,
            items,
            status,
            headers: Box::new(headers),
            body: Some(body),
            permit: opened.permit,
            attempts: opened.attempts,
            trouble: Trouble::default(),
            closing: None,
            read_on: 0,
            clock,
            silent: None,
        }
    }

    /// Returns the next answer, in order of arrival. `None` when every input has been answered.
    ///
    /// Its future can be dropped at any time, as in a `select!` loop: the next call continues where it was, and
    /// with what is left of the idle timeout.
    ///
    /// Repeated answers are returned once. Answers after an error are returned as well: the stream is
    /// read to its end, but at most 64 MiB after the first error.
    ///
    /// # Errors
    ///
    /// At the end of the stream, the most serious error of these: refused content
    /// ([`Error::is_content_refused`]); a rejected key; answers that contradict each other, are too many, or
    /// belong to no input; another error of the gateway or something unreadable; no new answer within the idle
    /// timeout, or the end of the stream's total timeout ([`Error::is_timeout`]); an end before the last answer
    /// ([`Error::is_stopped_early`]).
    ///
    /// The error's [completeness](Error::completeness) says which answers count. If every input had an answer, or more
    /// content was refused than inputs had none, only flagged ones count: the error may have been about any of the others. After an error,
    /// `next` returns `None`, although not every input has an answer.
    pub async fn next(&mut self) -> Result<Option<Evaluated>, Error> {
        let has_passed = |limit: &Option<Instant>| limit.is_some_and(|at| at <= Instant::now());
        // Answers may have arrived while nobody waited for them.
        self.silent.take_if(|limit| has_passed(limit));
        loop {
            while let Some(item) = self.item() {
                if let Item::Refused(status, refusals) = &item
                    && self.trouble.refuse(status, refusals)
                    && self.request.is_watched()
                {
                    let error = from_frame(status.clone(), &self.headers);
                    self.request.show_refusal(&self.complete(error));
                }
                if let Some(answer) = self.trouble.sort(item, &self.headers)
                    && let Some(answer) = self.request.enter(&mut self.ledger, answer)
                {
                    metrics::answered(operation::EVALUATE, || {
                        (answer.verdict(), Some(answer.usage()))
                    });
                    self.silent = None;
                    return Ok(Some(answer));
                }
            }
            if let Some((ended, may_end)) = self.closing.take() {
                return self.end(ended, may_end);
            }
            let Some(body) = self.body.as_mut() else {
                return Ok(None);
            };
            let silent = *self.silent.get_or_insert_with(|| {
                let idle = self.request.clavata.timeouts.idle();
                let idle = idle.and_then(|idle| Instant::now().checked_add(idle));
                earlier(idle, self.clock.deadline())
            });
            let Some(chunk) = by(silent, body.next()).await else {
                self.close(Ended::Silent);
                continue;
            };
            match chunk {
                Some(Ok(chunk)) => {
                    if self.trouble.is_some() || self.ledger.is_overfull() {
                        self.read_on += chunk.len();
                    }
                    if self.read_on > READ_ON {
                        self.close(Ended::Enough);
                    } else if let Err(why) = self.items.push(chunk) {
                        self.close(Ended::Broke(why.into()));
                    }
                }
                Some(Err(error)) => self.close(Ended::Broke(error.without_url().into())),
                None => self.close(Ended::Well),
            }
        }
    }

    /// The next item in the buffer. Skips an unreadable last item that was cut off.
    fn item(&mut self) -> Option<Item> {
        let Some((_, may_end)) = self.closing else {
            return self.items.next();
        };
        loop {
            match self.items.finish()? {
                Item::Unreadable(_) if !may_end => {}
                item => return Some(item),
            }
        }
    }

    fn close(&mut self, ended: Ended) {
        self.body = None;
        let may_end = self.items.may_end();
        self.closing = Some((ended, may_end));
    }

    /// Which inputs have an answer so far.
    pub fn completeness(&self) -> &Completeness {
        self.ledger.completeness()
    }

    /// Adds the head of the stream to a value.
    pub(super) fn answered<T>(self, value: T) -> Answered<T> {
        let head = ResponseValue::new(value, self.status, *self.headers);
        Answered::new(head, &self.request.clavata.shared.keys)
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Sends the unanswered inputs again. Their indexes stay the same.
    ///
    /// If every input has been answered, nothing is sent. After a refusal, the request would be refused
    /// again: start a new evaluation without the refused content.
    ///
    /// # Errors
    ///
    /// The errors of [`Evaluate::send`](super::Evaluate::send).
    pub fn resume(mut self) -> impl Future<Output = Result<Self, Error>> + Send {
        Box::pin(async move {
            // The old request ends before the new one begins.
            self.body = None;
            self.permit = None;
            if self.completeness().is_complete() {
                return Ok(self);
            }
            self.request.open(self.ledger).await
        })
    }

    /// Turns it into a `Stream` of answers. An error is the last item.
    pub fn into_stream(
        self,
    ) -> impl Stream<Item = Result<Evaluated, Error>> + Send + Unpin + 'static {
        Box::pin(futures_util::stream::unfold(
            self,
            |mut evaluation| async move {
                let item = evaluation.next().await.transpose()?;
                Some((item, evaluation))
            },
        ))
    }
}

debug_fields!(Evaluation, |it| completeness: it.completeness(), ended: it.body.is_none());
