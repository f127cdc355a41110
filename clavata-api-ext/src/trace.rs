//! Spans for calls and attempts, following the OpenTelemetry conventions for HTTP clients.
//!
//! They contain names, numbers and statuses, never a header, a body or an id.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use tracing::instrument::WithSubscriber;
use tracing::{Instrument, Span, field};

use crate::error::Error;
use crate::operation::Operation;

pub(crate) fn call(operation: Operation, host: &str) -> Span {
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

pub(crate) fn attempt(parent: &Span, operation: Operation, host: &str, number: u32) -> Span {
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

pub(crate) fn within<F: Future>(span: Span, work: F) -> impl Future<Output = F::Output> {
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
