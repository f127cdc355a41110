//! The retry policy.

use std::time::Duration;

use super::backoff;
use crate::error::Error;

/// When and how often a call is retried.
///
/// Whether a retry is safe depends on what the failure proves, not only on the status:
///
/// | call | retried after |
/// | --- | --- |
/// | reads (jobs, lists, batch jobs) and canceling | every transient failure |
/// | `evaluate` | every transient failure, until the response begins. Each input that an attempt judged is billed, even if its answer never arrived: see [`Error::may_have_been_billed`](crate::Error::may_have_been_billed) |
/// | billed calls (create, labels, batch create, `raw_post`) | proof that nothing was done: no connection was made, or it ended before any of the request was written; HTTP/2 refused the stream, or sent GOAWAY with a lower last stream; 425; 429; 401 if there is another key |
///
/// A 503 is not proof, not even with the gRPC code UNAVAILABLE: a hop behind the gateway may have
/// failed after the work was done.
/// [`risking_double_billing_on_503`](Self::risking_double_billing_on_503) treats it as proof. If it
/// is unknown whether a job was created, the error has a [marker](crate::Error::marker) to [find
/// it](crate::Clavata::reconcile).
///
/// A call is never retried after an exhausted quota or refused content, and after a rejected key (401) only if a [key
/// provider](crate::ClavataBuilder::with_key_provider) has another one by then.
///
/// | setting | default | meaning |
/// | --- | --- | --- |
/// | attempts | 4 | the most attempts per call, including the first |
/// | pause | 0.5 s | the upper limit of the first pause |
/// | factor | 2 | the factor by which the limit grows with each pause |
/// | longest pause | 8 s | the upper limit of every pause |
/// | jitter | on | each pause is random between zero and its limit |
/// | patience | 60 s | the longest `Retry-After` to wait for; a longer one ends the call at once, and the error says how long to wait |
/// | budget | 10 % | the most retries in the long run, as a share of the calls of all clones of a client: see [`ClavataBuilder::with_retry_budget`](crate::ClavataBuilder::with_retry_budget) |
///
/// If a reused connection turns out to be dead before any byte of the response arrived, the calls in
/// the first two rows above are retried at once. That counts as an attempt but does not use the budget, because
/// it says nothing about the gateway.
///
/// A `Retry-After` replaces the pause, unless it is zero. If a pause would exceed the call's
/// total limit, the call ends at once instead.
///
/// ```
/// use std::time::Duration;
/// use clavata_api_ext::RetryPolicy;
///
/// let hasty = RetryPolicy::default()
///     .with_attempts(2)
///     .with_pause(Duration::from_millis(100), Duration::from_secs(1));
/// assert_eq!(hasty.attempts(), 2);
/// assert_eq!(RetryPolicy::none().attempts(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
pub struct RetryPolicy {
    pub(super) attempts: u32,
    pub(super) pause: Duration,
    pub(super) longest_pause: Duration,
    pub(super) factor: f64,
    pub(super) jitter: bool,
    pub(super) patience: Duration,
    pub(super) risks_double_billing: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl RetryPolicy {
    pub(super) const DEFAULT: Self = Self {
        attempts: 4,
        pause: Duration::from_millis(500),
        longest_pause: Duration::from_secs(8),
        factor: 2.0,
        jitter: true,
        patience: Duration::from_secs(60),
        risks_double_billing: false,
    };

    /// A single attempt, without retries.
    pub fn none() -> Self {
        Self::default().with_attempts(1)
    }

    /// Sets the most attempts per call. 0 counts as 1.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the upper limits of the first pause and of every pause.
    pub fn with_pause(mut self, first: Duration, longest: Duration) -> Self {
        self.pause = first;
        self.longest_pause = longest;
        self
    }

    /// Sets the factor by which the limit of the pauses grows. Less than 1, or NaN, counts as 1.
    pub fn with_factor(mut self, factor: f64) -> Self {
        self.factor = factor.max(1.0);
        self
    }

    /// Makes every pause as long as its limit. For tests: in production, clients that failed
    /// together would retry together.
    pub fn without_jitter(mut self) -> Self {
        self.jitter = false;
        self
    }

    /// Sets the longest `Retry-After` that the client waits for. A longer one ends the call at once.
    /// Default: 60 s.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Also retries billed calls after a 503 with the gRPC code UNAVAILABLE (14). Default: no. An error in an answer
    /// with a good status does not count, whatever its code.
    ///
    /// A job may have been created nevertheless. Then there are several jobs, each of which is billed. All of
    /// them have the same marker, so [`Clavata::reconcile`](crate::Clavata::reconcile) finds them.
    pub fn risking_double_billing_on_503(mut self) -> Self {
        self.risks_double_billing = true;
        self
    }

    /// Whether the client waits for this long.
    pub(crate) fn is_patient_for(&self, pause: Duration) -> bool {
        pause <= self.patience
    }

    /// How long to pause after this many failures, the last with this error.
    pub(crate) fn pause_after(&self, failures: u32, error: &Error) -> Duration {
        let asked = error.retry_after().unwrap_or_default();
        backoff::of(self, failures).max(asked.min(self.patience))
    }

    /// The most attempts per call.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}
