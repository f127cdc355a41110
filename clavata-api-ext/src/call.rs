//! One call: attempts with their own deadlines, the headers of each, and what it says to `tracing`.

use std::sync::Arc;
use std::time::Duration;

use clavata_api::{Connections, ResponseValue};
use http::header::AUTHORIZATION;
use tokio::time::Instant;

use crate::answered::Answered;
use crate::client::Clavata;
use crate::error::{Error, seconds};
use crate::limit::Permit;
use crate::operation::Operation;
use crate::retry::{Clock, retry_loop};
use crate::{metrics, trace};

/// What an attempt of the generated client brings.
pub(crate) type Answer<T> = Result<ResponseValue<T>, clavata_api::Error>;

/// A stream whose head has come, and its turn under the rate limit.
pub(crate) type Opened<T> = (ResponseValue<T>, Option<Permit>);

impl Clavata {
    /// Calls an operation: `send` makes one attempt with the client that it is given.
    pub(crate) async fn call<T, F>(
        &self,
        operation: Operation,
        send: impl Fn(clavata_api::Client) -> F,
    ) -> Result<Answered<T>, Error>
    where
        F: Future<Output = Answer<T>>,
    {
        self.call_checked(operation, send, Ok).await
    }

    /// Opens a stream: its head comes within `head`, and the gateway is told of `stream` alone, so
    /// that it does not end what may go on.
    pub(crate) async fn open_stream<T, F>(
        &self,
        operation: Operation,
        head: Clock,
        stream: Clock,
        send: impl Fn(clavata_api::Client) -> F,
    ) -> Result<Opened<T>, Error>
    where
        F: Future<Output = Answer<T>>,
    {
        let opened = |answer, permit| Ok((answer, permit));
        self.attempts(operation, head, Told::Stream(stream), send, opened)
            .await
    }

    /// As [`Self::call`]; an answer counts only once `check` has taken it.
    pub(crate) async fn call_checked<T, U, F>(
        &self,
        operation: Operation,
        send: impl Fn(clavata_api::Client) -> F,
        check: impl Fn(T) -> Result<U, Error>,
    ) -> Result<Answered<U>, Error>
    where
        F: Future<Output = Answer<T>>,
    {
        let clock = Clock::start(self.timeouts.total());
        let check = |answer: ResponseValue<T>, _| {
            let (answer, status, headers) = answer.into_parts();
            match check(answer) {
                Ok(value) => Ok(Answered::new(value, status, headers, &self.shared.keys)),
                Err(error) => Err(error.with_head(status, headers)),
            }
        };
        self.attempts(operation, clock, Told::Attempt, send, check)
            .await
    }

    async fn attempts<T, U, F>(
        &self,
        operation: Operation,
        clock: Clock,
        told: Told,
        send: impl Fn(clavata_api::Client) -> F,
        check: impl Fn(ResponseValue<T>, Option<Permit>) -> Result<U, Error>,
    ) -> Result<U, Error>
    where
        F: Future<Output = Answer<T>>,
    {
        let span = trace::call(operation, &self.shared.host);
        let (check, send) = (&check, &send);
        let connections = &self.shared.template.connections;
        let mut attempts = 0;
        let outcome = retry_loop(
            self.retry,
            &self.shared.budget,
            operation,
            clock,
            |number| {
                attempts = number;
                let span = trace::attempt(&span, operation, &self.shared.host, number);
                let watched = span.clone();
                let attempt = async move {
                    let permit = match &self.shared.limiter {
                        Some(limiter) => Some(limiter.turn(self.priority, clock).await?),
                        None => None,
                    };
                    let begun = Instant::now();
                    let limit = shorter(self.timeouts.attempt(), clock.left());
                    let api = self.api_client(told.left(limit), limit);
                    let outcome = match api {
                        // On the heap: it is large, and would be moved into each layer around it.
                        Ok(api) => {
                            one_attempt(Box::pin(send(api)), limit, clock, connections).await
                        }
                        Err(error) => Err(error),
                    };
                    if let (Err(error), Some(permit)) = (&outcome, &permit) {
                        permit.learn(error);
                    }
                    let outcome = outcome.and_then(|answer| {
                        trace::status(&watched, answer.status());
                        check(answer, permit)
                    });
                    trace::ended(&watched, &outcome, begun.elapsed());
                    metrics::attempted(operation, &outcome);
                    outcome
                };
                trace::within(span, attempt)
            },
            tokio::time::sleep,
        );
        let outcome = trace::within(span.clone(), outcome).await;
        let outcome = outcome.map_err(|mut error| {
            self.redact(&mut error);
            error.at(&self.shared.host)
        });
        trace::called(&span, &outcome, attempts, clock.elapsed());
        metrics::called(operation, &outcome, clock.elapsed());
        outcome
    }

    /// The generated client for one attempt. It shares the connections; only headers are made.
    fn api_client(
        &self,
        told: Option<Duration>,
        limit: Option<Duration>,
    ) -> Result<clavata_api::Client, Error> {
        let mut call = self.shared.template.clone();
        call.headers = self.headers.clone();
        call.fields = self.fields.clone();
        if let Some(key) = self.shared.keys.provided()? {
            Arc::make_mut(&mut call.headers).insert(AUTHORIZATION, key.header());
        }
        call.timeout = told;
        call.deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        let http = self.shared.http.clone();
        Ok(clavata_api::Client::new(&self.shared.base_url, http, call))
    }
}

/// Which bound the gateway is told of.
#[derive(Clone, Copy)]
enum Told {
    /// That of the attempt: nobody waits for its answer any longer.
    Attempt,
    /// That of the whole stream, if it has one.
    Stream(Clock),
}

impl Told {
    fn left(self, attempt: Option<Duration>) -> Option<Duration> {
        match self {
            Self::Attempt => attempt,
            Self::Stream(clock) => clock.left(),
        }
    }
}

async fn one_attempt<T>(
    send: impl Future<Output = Answer<T>>,
    limit: Option<Duration>,
    clock: Clock,
    connections: &Connections,
) -> Result<ResponseValue<T>, Error> {
    let answer = match limit {
        None => send.await,
        // The body has the same bound, and says what had come of it.
        Some(limit) => match tokio::time::timeout(limit, send).await {
            Ok(answer) => answer,
            Err(_) => return Err(timed_out(limit, clock)),
        },
    };
    match answer {
        Err(clavata_api::Error::Deadline {
            status, headers, ..
        }) if status.as_u16() != 499 => {
            Err(timed_out(limit.unwrap_or_default(), clock).with_head(status, *headers))
        }
        answer => answer.map_err(|error| Error::of_attempt(error, connections)),
    }
}

/// The error of an attempt that its deadline cut off.
fn timed_out(limit: Duration, clock: Clock) -> Error {
    let over = clock.left().is_some_and(|left| left.is_zero());
    let whose = if over { "the call's" } else { "an attempt's" };
    let bound = clock.total().filter(|_| over).unwrap_or(limit);
    Error::deadline(format!("no whole answer within {whose} {}", seconds(bound)))
}

fn shorter(one: Option<Duration>, other: Option<Duration>) -> Option<Duration> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
