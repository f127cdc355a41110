//! One call: its attempts with their deadlines and headers, and its spans.

use std::sync::Arc;
use std::time::Duration;

use clavata_api::ResponseValue;
use http::header::AUTHORIZATION;
use tokio::time::Instant;
use tracing::Span;

use crate::client::Clavata;
use crate::deadline::earlier;
use crate::error::{Error, seconds};
use crate::key::ApiKey;
use crate::keys::Renewed;
use crate::limit::Permit;
use crate::operation::Operation;
use crate::retry::{Clock, retry_loop};
use crate::{metrics, trace};

/// The result of an attempt of the generated client.
pub(crate) type Answer<T> = Result<ResponseValue<T>, clavata_api::Error>;

/// A response, or a stream whose head has arrived.
/// It is boxed because it is large and would be moved through each layer around the attempt.
pub(crate) struct Opened<T> {
    pub(crate) answer: ResponseValue<T>,
    /// Its permit under the rate limit.
    pub(crate) permit: Option<Permit>,
    /// How many attempts it took.
    pub(crate) attempts: u32,
}

/// What the attempts of a call have in common.
struct Common<S, C> {
    send: S,
    check: C,
    renewed: Renewed,
}

impl Clavata {
    /// Calls an operation. `send` makes one attempt with the given client.
    ///
    /// The headers of the response may repeat a key: show them only through [`Answered`].
    pub(crate) fn call<T, F>(
        &self,
        operation: Operation,
        send: impl Fn(clavata_api::Client) -> F,
    ) -> impl Future<Output = Result<ResponseValue<T>, Error>>
    where
        F: Future<Output = Answer<T>>,
    {
        self.call_checked(operation, send, Ok)
    }

    /// Like [`Self::call`], but a response counts only if `check` accepts it.
    pub(crate) async fn call_checked<T, U, F>(
        &self,
        operation: Operation,
        send: impl Fn(clavata_api::Client) -> F,
        check: impl Fn(T) -> Result<U, Error>,
    ) -> Result<ResponseValue<U>, Error>
    where
        F: Future<Output = Answer<T>>,
    {
        let clock = Clock::start(self.timeouts.total());
        let opened = self.attempts(operation, clock, None, send, check).await?;
        Ok(opened.answer)
    }

    /// Opens a stream. Its head must arrive within the limit of a call. Only the limit of the stream is sent
    /// to the gateway, so that the gateway does not end a stream that may continue.
    pub(crate) fn open_stream<T, F>(
        &self,
        operation: Operation,
        stream: Clock,
        send: impl Fn(clavata_api::Client) -> F,
    ) -> impl Future<Output = Result<Box<Opened<T>>, Error>>
    where
        F: Future<Output = Answer<T>>,
    {
        let head = Clock::start(self.timeouts.total()).no_later_than(stream);
        self.attempts(operation, head, Some(stream), send, Ok)
    }

    async fn attempts<T, U, F>(
        &self,
        operation: Operation,
        clock: Clock,
        stream: Option<Clock>,
        send: impl Fn(clavata_api::Client) -> F,
        check: impl Fn(T) -> Result<U, Error>,
    ) -> Result<Box<Opened<U>>, Error>
    where
        F: Future<Output = Answer<T>>,
    {
        let span = trace::call(operation, &self.shared.host);
        let mut attempts = 0;
        let renewed = Renewed::default();
        let common = Common {
            send,
            check,
            renewed,
        };
        let outcome = retry_loop(
            &self.retry,
            &self.shared.budget,
            operation,
            clock,
            |number| {
                attempts = number;
                let span = trace::attempt(&span, operation, &self.shared.host, number);
                let attempt = self.attempt(operation, span.clone(), (clock, stream), &common);
                // Boxed: it is large, and would be moved into each layer around it.
                Box::pin(trace::within(span, attempt))
            },
            tokio::time::sleep,
        );
        let outcome = trace::within(span.clone(), outcome).await;
        let mut outcome = outcome.map_err(|error| self.of_call(error));
        // Not by each attempt, which would have to keep room for the number.
        if let Ok(opened) = &mut outcome {
            opened.attempts = attempts;
        }
        trace::called(&span, &outcome, attempts, || clock.elapsed());
        metrics::called(operation, &outcome, clock.elapsed());
        outcome
    }

    async fn attempt<T, U, F, S, C>(
        &self,
        operation: Operation,
        span: Span,
        (clock, stream): (Clock, Option<Clock>),
        common: &Common<S, C>,
    ) -> Result<Box<Opened<U>>, Error>
    where
        F: Future<Output = Answer<T>>,
        S: Fn(clavata_api::Client) -> F,
        C: Fn(T) -> Result<U, Error>,
    {
        let permit = match &self.shared.limiter {
            Some(limiter) => Some(limiter.turn(self.priority, clock).await?),
            None => None,
        };
        // The key provider may be slow, so ask it before the clock of the attempt starts.
        let key = self.shared.keys.next(&common.renewed);
        let begun = Instant::now();
        let limit = earlier(self.timeouts.attempt(), clock.left());
        // The deadline to send to the gateway: nobody waits longer for the response.
        let told = stream.map_or(limit, |stream| stream.left());
        let deadline = limit.and_then(|limit| begun.checked_add(limit));
        let ended = |outcome| {
            trace::ended(&span, &outcome, begun);
            metrics::attempted(operation, &outcome);
            outcome
        };
        // Not within a `match`, which would reserve space for it in the future's state.
        let (api, used) = match key {
            Ok(key) => (self.api_client(key.as_ref(), told, deadline), key),
            Err(error) => return ended(Err(error)),
        };
        if limit.is_some_and(|limit| limit.is_zero()) {
            let what = "no time was left to send the request";
            return ended(Err(Error::out_of_time(what.to_owned())));
        }
        let outcome = match (common.send)(api).await {
            Ok(answer) => {
                trace::status(&span, answer.status());
                checked(answer, permit, &common.check)
            }
            Err(error) => {
                let error = self.of_attempt(error, limit, clock);
                let error = self
                    .shared
                    .keys
                    .reconsider(error, used.as_ref(), &common.renewed);
                if let Some(permit) = &permit {
                    permit.learn(&error);
                }
                Err(error)
            }
        };
        ended(outcome)
    }

    /// The generated client for one attempt. It shares the connections; only its headers are new.
    fn api_client(
        &self,
        key: Option<&ApiKey>,
        told: Option<Duration>,
        deadline: Option<Instant>,
    ) -> clavata_api::Client {
        let mut call = self.shared.api.call().clone();
        call.headers = self.headers.clone();
        call.fields = self.fields.clone();
        if let Some(key) = key {
            Arc::make_mut(&mut call.headers).insert(AUTHORIZATION, key.header());
        }
        call.timeout = told;
        call.deadline = deadline;
        self.shared.api.with_call(call)
    }

    #[cold]
    fn of_call(&self, mut error: Error) -> Error {
        self.redact(&mut error);
        error.at(&self.shared.host)
    }

    /// The error of an attempt that began at most `limit` ago.
    #[cold]
    fn of_attempt(
        &self,
        error: clavata_api::Error,
        limit: Option<Duration>,
        clock: Clock,
    ) -> Error {
        let late = || timed_out(limit.unwrap_or_default(), clock);
        match error {
            clavata_api::Error::NoAnswer => late(),
            clavata_api::Error::Deadline {
                status, headers, ..
            } if status.as_u16() != 499 => late().with_head(status, *headers),
            error => Error::of_attempt(error, &self.shared.api.call().connections),
        }
    }
}

/// The response, if the check accepts it.
fn checked<T, U>(
    answer: ResponseValue<T>,
    permit: Option<Permit>,
    check: &impl Fn(T) -> Result<U, Error>,
) -> Result<Box<Opened<U>>, Error> {
    let (value, status, headers) = answer.into_parts();
    match check(value) {
        Ok(value) => Ok(Box::new(Opened {
            answer: ResponseValue::new(value, status, headers),
            permit,
            attempts: 1,
        })),
        Err(error) => Err(error.with_head(status, headers)),
    }
}

/// The error of an attempt that was cut off by its deadline.
fn timed_out(limit: Duration, clock: Clock) -> Error {
    let over = clock.left().is_some_and(|left| left.is_zero());
    let whose = if over { "the call's" } else { "an attempt's" };
    let bound = clock.total().filter(|_| over).unwrap_or(limit);
    Error::deadline(format!(
        "no complete response within {whose} {}",
        seconds(bound)
    ))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Clavata, Clock, Common, Renewed};
    use crate::{operation, trace};

    #[test]
    fn an_attempt_is_small_because_it_is_moved_to_the_heap() {
        let clavata = Clavata::builder().with_key("test-key");
        let clavata = clavata.with_base_url("http://127.0.0.1:1").build().unwrap();
        let span = trace::call(operation::GET_JOB, "");
        let send = |api: clavata_api::Client| async move {
            api.get_job().job_uuid(Uuid::nil()).send().await
        };
        let clocks = (Clock::start(None), None);
        let common = Common {
            send,
            check: Ok,
            renewed: Renewed::default(),
        };
        let attempt = clavata.attempt(operation::GET_JOB, span, clocks, &common);
        let size = size_of_val(&attempt);
        assert!(size <= 1280, "{size} bytes");
    }
}
