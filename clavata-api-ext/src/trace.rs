//! Spans for calls and attempts, following the OpenTelemetry conventions for HTTP clients.
//!
//! They contain names, numbers and statuses, never a header, a body or an id. Without the feature
//! `tracing`, they compile to nothing.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::error::Error;
use crate::operation::Operation;

#[cfg(feature = "tracing")]
mod on {
    use tracing::instrument::WithSubscriber;
    use tracing::{Instrument, Span, field};

    use super::{Duration, Error, Instant, Operation, StatusCode};

    pub(crate) type CallSpan = Span;

    pub(crate) fn call(operation: Operation, host: &str) -> CallSpan {
        tracing::info_span!(
            "clavata.call",
            otel.name = operation.id,
            clavata.operation = operation.id,
            server.address = host,
            clavata.attempts = field::Empty,
            clavata.elapsed_ms = field::Empty,
            http.response.status_code = field::Empty, // of the last attempt, if it failed
            error.type = field::Empty,
        )
    }

    pub(crate) fn attempt(
        parent: &Span,
        operation: Operation,
        host: &str,
        number: u32,
    ) -> CallSpan {
        tracing::info_span!(
            parent: parent,
            "clavata.attempt",
            otel.name = operation.method,
            otel.kind = "client",
            clavata.operation = operation.id,
            http.request.method = operation.method,
            url.template = operation.path,
            server.address = host,
            http.request.resend_count = number - 1,
            clavata.elapsed_ms = field::Empty,
            http.response.status_code = field::Empty,
            error.type = field::Empty,
        )
    }

    pub(crate) fn within<F: Future>(span: CallSpan, work: F) -> impl Future<Output = F::Output> {
        work.instrument(span)
    }

    /// Keeps the caller's span and subscriber for work that is spawned on another task.
    pub(crate) fn here<F: Future>(work: F) -> impl Future<Output = F::Output> {
        work.in_current_span().with_current_subscriber()
    }

    pub(crate) fn pause(error: &Error, pause: Duration) {
        tracing::debug!(
            error.type = error.type_name(),
            pause_ms = milliseconds(pause),
            "retrying after a pause"
        );
    }

    pub(crate) fn long_text(bytes: usize) {
        tracing::warn!(bytes, "a text is longer than 1 MiB; it is sent unchanged");
    }

    /// Records the status of an attempt's response.
    pub(crate) fn status(span: &Span, status: StatusCode) {
        span.record("http.response.status_code", status.as_u16());
    }

    /// Records the end of an attempt.
    pub(crate) fn ended<T>(span: &Span, outcome: &Result<T, Error>, begun: Instant) {
        if !span.is_none() {
            span.record("clavata.elapsed_ms", milliseconds(begun.elapsed()));
        }
        if let Err(error) = outcome {
            failed(span, error);
            tracing::debug!(
                error.type = error.type_name(),
                transient = error.is_transient(),
                may_have_been_sent = error.may_have_been_sent(),
                "attempt failed"
            );
        }
    }

    /// Records the end of a call.
    pub(crate) fn called<T>(
        span: &Span,
        outcome: &Result<T, Error>,
        attempts: u32,
        elapsed: impl FnOnce() -> Duration,
    ) {
        if !span.is_none() {
            span.record("clavata.attempts", attempts);
            span.record("clavata.elapsed_ms", milliseconds(elapsed()));
        }
        if let Err(error) = outcome {
            failed(span, error);
        }
    }

    #[cold]
    fn failed(span: &Span, error: &Error) {
        if let Some(status) = error.status() {
            span.record("http.response.status_code", status);
        }
        span.record("error.type", error.type_name());
    }

    fn milliseconds(time: Duration) -> f64 {
        time.as_secs_f64() * 1000.0
    }
}

#[cfg(not(feature = "tracing"))]
mod on {
    use super::{Duration, Error, Instant, Operation, StatusCode};

    #[derive(Clone)]
    pub(crate) struct CallSpan;

    pub(crate) fn call(_: Operation, _: &str) -> CallSpan {
        CallSpan
    }

    pub(crate) fn attempt(_: &CallSpan, _: Operation, _: &str, _: u32) -> CallSpan {
        CallSpan
    }

    pub(crate) fn within<F: Future>(_: CallSpan, work: F) -> F {
        work
    }

    pub(crate) fn here<F: Future>(work: F) -> F {
        work
    }

    pub(crate) fn pause(_: &Error, _: Duration) {}

    pub(crate) fn long_text(_: usize) {}

    pub(crate) fn status(_: &CallSpan, _: StatusCode) {}

    pub(crate) fn ended<T>(_: &CallSpan, _: &Result<T, Error>, _: Instant) {}

    pub(crate) fn called<T>(
        _: &CallSpan,
        _: &Result<T, Error>,
        _: u32,
        _: impl FnOnce() -> Duration,
    ) {
    }
}

pub(crate) use on::{
    CallSpan, attempt, call, called, ended, here, long_text, pause, status, within,
};
