//! Spans for calls and attempts, named after OpenTelemetry's conventions for HTTP clients.
//!
//! They hold names, numbers and statuses, never a header, a body or an id. Without the feature
//! `tracing` nothing is left of them.

use std::time::Duration;

use crate::error::Error;
use crate::operation::Operation;

#[cfg(feature = "tracing")]
mod on {
    use tracing::{Instrument, Span, field};

    use super::{Duration, Error, Operation};

    pub(crate) type CallSpan = Span;

    pub(crate) fn call(operation: Operation, host: &str) -> CallSpan {
        tracing::info_span!(
            "clavata.call",
            otel.name = operation.id,
            clavata.operation = operation.id,
            server.address = host,
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
            http.request.method = operation.method,
            url.template = operation.path,
            server.address = host,
            http.request.resend_count = number - 1,
            http.response.status_code = field::Empty,
            error.type = field::Empty,
        )
    }

    pub(crate) fn within<F: Future>(span: CallSpan, work: F) -> impl Future<Output = F::Output> {
        work.instrument(span)
    }

    pub(crate) fn pause(error: &Error, pause: Duration) {
        tracing::debug!(
            error.type = error.type_name(),
            pause_ms = pause.as_secs_f64() * 1000.0,
            "trying again after a pause"
        );
    }

    pub(crate) fn long_text(bytes: usize) {
        tracing::warn!(bytes, "a text above 1 MiB is sent as it is");
    }

    pub(crate) fn outcome<T>(outcome: &Result<clavata_api::ResponseValue<T>, Error>) {
        let span = Span::current();
        match outcome {
            Ok(answer) => {
                span.record("http.response.status_code", answer.status().as_u16());
            }
            Err(error) => {
                if let Some(status) = error.status() {
                    span.record("http.response.status_code", status);
                }
                span.record("error.type", error.type_name());
                tracing::debug!(
                    error.type = error.type_name(),
                    transient = error.is_transient(),
                    may_have_been_sent = error.may_have_been_sent(),
                    "attempt failed"
                );
            }
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod on {
    use super::{Duration, Error, Operation};

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

    pub(crate) fn pause(_: &Error, _: Duration) {}

    pub(crate) fn long_text(_: usize) {}

    pub(crate) fn outcome<T>(_: &Result<clavata_api::ResponseValue<T>, Error>) {}
}

pub(crate) use on::{attempt, call, long_text, outcome, pause, within};
