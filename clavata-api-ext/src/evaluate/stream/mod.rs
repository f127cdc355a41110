//! The answers of an evaluation, as they arrive.

mod end;

use std::fmt;

use clavata_api::{ByteStream, ResponseValue};
use futures_core::Stream;
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use super::evaluated::Evaluated;
use super::items::{Item, Items};
use super::ledger::Ledger;
use super::request::Plan;
use super::trouble::Trouble;
use crate::answered::Answered;
use crate::call::Opened;
use crate::completeness::Completeness;
use crate::error::Error;
use crate::limit::Permit;
use crate::retry::Clock;
use crate::{metrics, operation};

use end::Ended;

/// How much is read after the first error, in search of refusals and answers: 64 MiB.
const READ_ON: usize = 64 * 1024 * 1024;

/// A running evaluation.
///
/// [`next`](Self::next) returns the answers in the order in which they arrive, and ends with `None`
/// only if every input has been answered and nothing went wrong. Otherwise it returns one error;
/// the error and [`completeness`](Self::completeness) say which inputs are unanswered, and
/// [`resume`](Self::resume) asks for only those. An answer counts once the stream has ended: until
/// then another one may contradict it. Dropping it cancels the request.
#[must_use = "answers come by `next`; dropping this cancels the request"]
pub struct Evaluation {
    plan: Plan,
    ledger: Ledger,
    body: Option<ByteStream>,
    /// Its turn under the rate limit, until it ends.
    permit: Option<Permit>,
    status: StatusCode,
    headers: Box<HeaderMap>,
    items: Items,
    trouble: Trouble,
    /// How the bytes ended, and whether the stream may end there. What is buffered is still
    /// returned.
    closing: Option<(Ended, bool)>,
    /// Bytes that arrived after the first error.
    read_on: usize,
    clock: Clock,
}

impl Evaluation {
    pub(super) fn new(
        plan: Plan,
        ledger: Ledger,
        (answer, permit): Opened<ByteStream>,
        clock: Clock,
    ) -> Self {
        let shared = &plan.clavata.shared;
        let call = shared.api.call();
        let (body, status, headers) = answer.into_parts();
        let items = Items::new(
            call.answer_limit,
            call.listener.clone(),
            shared.readers.clone(),
        );
        Self {
            plan,
            ledger,
            items,
            status,
            headers: Box::new(headers),
            body: Some(body),
            permit,
            trouble: Trouble::default(),
            closing: None,
            read_on: 0,
            clock,
        }
    }

    /// The next answer, in the order in which they arrive; `None` when every input has been
    /// answered.
    ///
    /// A repeated answer is not returned again. An answer after an error is returned: the stream is
    /// read to its end, at most 64 MiB after the first error.
    ///
    /// # Errors
    ///
    /// Only the most serious error is returned, at the end of the stream: refused content
    /// ([`Error::is_content_refused`]) before a rejected key, any other error of the gateway,
    /// something unreadable, answers that contradict each other, exceed the inputs or belong to
    /// none, a silence longer than the idle limit ([`Error::is_timeout`]), or an end before the
    /// last answer ([`Error::is_stopped_early`]). Each has the [completeness](Error::completeness),
    /// which says which answers count: if each input has one, only those that are flagged, because the error may
    /// have been about any of the others. After an error, `next` returns `None`, although not
    /// everything is answered.
    pub async fn next(&mut self) -> Result<Option<Evaluated>, Error> {
        let mut silent = None;
        loop {
            while let Some(item) = self.item() {
                if let Some(answer) = self.trouble.sort(item, &self.headers)
                    && let Some(answer) = self.plan.enter(&mut self.ledger, answer)
                {
                    metrics::answered(operation::EVALUATE, || {
                        (answer.verdict(), Some(answer.usage()))
                    });
                    return Ok(Some(answer));
                }
            }
            if let Some((ended, may_end)) = self.closing.take() {
                return self.end(ended, may_end);
            }
            let Some(body) = self.body.as_mut() else {
                return Ok(None);
            };
            let silent = *silent.get_or_insert_with(|| {
                let idle = self.plan.clavata.timeouts.idle();
                let idle = idle.and_then(|idle| Instant::now().checked_add(idle));
                idle.into_iter().chain(self.clock.deadline()).min()
            });
            let chunk = match silent {
                None => body.next().await,
                Some(limit) => {
                    let Ok(chunk) = tokio::time::timeout_at(limit, body.next()).await else {
                        self.close(Ended::Silent);
                        continue;
                    };
                    chunk
                }
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

    /// The next item in the buffer. Once the bytes have ended, an unreadable last item was cut off.
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

    /// Which inputs have been answered so far.
    pub fn completeness(&self) -> &Completeness {
        self.ledger.completeness()
    }

    /// With the head of the stream.
    pub(super) fn answered<T>(self, value: T) -> Answered<T> {
        let head = ResponseValue::new(value, self.status, *self.headers);
        Answered::new(head, &self.plan.clavata.shared.keys)
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Asks again for the inputs that have not been answered; their numbers stay the same.
    ///
    /// After a refusal this would be refused again: leave out what was refused. If everything has
    /// been answered, nothing is sent.
    ///
    /// # Errors
    ///
    /// Those of [`Evaluate::send`](super::Evaluate::send).
    pub fn resume(mut self) -> impl Future<Output = Result<Self, Error>> + Send {
        Box::pin(async move {
            // The old request ends before the new one begins.
            self.body = None;
            self.permit = None;
            if self.completeness().is_complete() {
                return Ok(self);
            }
            self.plan.open(self.ledger).await
        })
    }

    /// The answers as a `Stream`. An error is its last item.
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

impl fmt::Debug for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evaluation")
            .field("completeness", self.completeness())
            .field("ended", &self.body.is_none())
            .finish_non_exhaustive()
    }
}
