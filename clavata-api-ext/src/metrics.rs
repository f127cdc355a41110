//! Counters and histograms, for the recorder that the program installs.
//!
//! Their labels are names from the contract and from this crate, never a key, content or an id. Without the
//! feature `metrics`, they compile to nothing.

use std::time::Duration;

use crate::error::Error;
use crate::operation::Operation;
use crate::{Usage, Verdict};

#[cfg(feature = "metrics")]
mod on {
    use metrics::{counter, histogram};

    use super::{Duration, Error, Operation, Usage, Verdict};

    /// The end of a call.
    pub(crate) fn called<T>(operation: Operation, outcome: &Result<T, Error>, elapsed: Duration) {
        let (id, outcome) = (operation.id, name(outcome));
        counter!("clavata_calls_total", "operation" => id, "outcome" => outcome).increment(1);
        histogram!("clavata_call_seconds", "operation" => id, "outcome" => outcome)
            .record(elapsed.as_secs_f64());
    }

    /// The end of an attempt.
    pub(crate) fn attempted<T>(operation: Operation, outcome: &Result<T, Error>) {
        let (id, outcome) = (operation.id, name(outcome));
        counter!("clavata_attempts_total", "operation" => id, "outcome" => outcome).increment(1);
    }

    /// A stream of answers failed.
    pub(crate) fn stream_failed(error: &Error) {
        counter!("clavata_stream_errors_total", "reason" => reason(error)).increment(1);
    }

    /// An attempt will be retried.
    pub(crate) fn retried(operation: Operation, error: &Error) {
        let (id, reason) = (operation.id, reason(error));
        counter!("clavata_retries_total", "operation" => id, "reason" => reason).increment(1);
    }

    /// An answer that arrived.
    pub(crate) fn answered(
        operation: Operation,
        answer: impl FnOnce() -> (Verdict, Option<Usage>),
    ) {
        let (verdict, usage) = answer();
        let (id, verdict) = (operation.id, verdict.as_str());
        counter!("clavata_answers_total", "operation" => id, "verdict" => verdict).increment(1);
        if let Some(tokens) = usage.and_then(|usage| usage.billed_tokens()) {
            counter!("clavata_billed_tokens_total", "operation" => id).increment(tokens);
        }
    }

    /// A request waited for the rate limit.
    pub(crate) fn waited(is_backfill: bool, elapsed: Duration) {
        let priority = if is_backfill { "backfill" } else { "live" };
        histogram!("clavata_limit_wait_seconds", "priority" => priority)
            .record(elapsed.as_secs_f64());
    }

    /// A lookup in the cache.
    pub(crate) fn recalled(is_known: bool) {
        let outcome = if is_known { "hit" } else { "miss" };
        counter!("clavata_cache_total", "result" => outcome).increment(1);
    }

    fn name<T>(outcome: &Result<T, Error>) -> &'static str {
        match outcome {
            Ok(_) => "ok",
            Err(error) => reason(error),
        }
    }

    /// The reason of an error: one of a few names.
    fn reason(error: &Error) -> &'static str {
        if error.is_content_refused() {
            "content_refused"
        } else if error.is_quota() {
            "quota"
        } else if error.is_rate_limited() {
            "rate_limited"
        } else if error.is_auth() {
            "auth"
        } else if error.is_timeout() {
            "timeout"
        } else if error.is_not_found() {
            "not_found"
        } else if error.status().is_some_and(|status| status >= 500) {
            "server"
        } else {
            error.type_name()
        }
    }
}

#[cfg(not(feature = "metrics"))]
mod on {
    use super::{Duration, Error, Operation, Usage, Verdict};

    pub(crate) fn called<T>(_: Operation, _: &Result<T, Error>, _: Duration) {}

    pub(crate) fn attempted<T>(_: Operation, _: &Result<T, Error>) {}

    pub(crate) fn stream_failed(_: &Error) {}

    pub(crate) fn retried(_: Operation, _: &Error) {}

    pub(crate) fn answered(_: Operation, _: impl FnOnce() -> (Verdict, Option<Usage>)) {}

    pub(crate) fn waited(_: bool, _: Duration) {}

    pub(crate) fn recalled(_: bool) {}
}

pub(crate) use on::{answered, attempted, called, recalled, retried, stream_failed, waited};
