//! The settings of retries.

use std::time::Duration;

/// When and how often a call is tried again.
///
/// Evidence decides, not the status alone:
///
/// | call | is repeated after |
/// | --- | --- |
/// | what reads: jobs, lists, batch jobs; cancelling | every failure that may pass |
/// | `evaluate` | the same, until its first answer is there. Each input that an attempt judged is billed, though its answer never came: see [`Error::may_have_been_billed`](crate::Error::may_have_been_billed) |
/// | what is paid: create, labels, batch create | proof that nothing was done: no connection came about; it ended before any of the request was written; HTTP/2 refused the stream, or went away with a lower last stream; 425; 429 |
///
/// A 503 is no such proof, also where it bears the gRPC code UNAVAILABLE: a hop behind the gateway
/// may have broken after the work was done.
/// [`risking_double_billing_on_503`](Self::risking_double_billing_on_503) takes it for one. Where it stays
/// unknown whether a job was created, the error has a [marker](crate::Error::marker) to
/// [look for it](crate::Clavata::reconcile).
///
/// A quota that is used up, a refusal of content, a wrong key are never repeated.
///
/// | setting | default | meaning |
/// | --- | --- | --- |
/// | attempts | 4 | the most attempts of one call, the first included |
/// | pause | 0.5 s | the bound of the first pause |
/// | factor | 2 | by which that bound grows each time |
/// | longest pause | 8 s | the bound of all pauses |
/// | jitter | on | each pause is anything between nothing and its bound |
/// | patience | 60 s | a longer `Retry-After` ends the call at once, and the error says when to come back |
/// | budget | 10 % | the most extra requests in the long run when everything fails, over all clones of a client: see [`ClavataBuilder::with_retry_budget`](crate::ClavataBuilder::with_retry_budget) |
///
/// Where a connection that had been used before is found dead before a byte of the answer came, a call
/// that is not paid is repeated at once: that is one of the attempts, but costs the budget nothing,
/// for it says nothing about the gateway.
///
/// A `Retry-After` takes the place of the pause, unless it is zero. A pause that would end after the call's total
/// bound ends the call at once instead.
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

    /// One attempt, whatever happens: every failure is yours to judge.
    pub fn none() -> Self {
        Self::default().with_attempts(1)
    }

    /// The most attempts of one call; 0 counts as 1.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The bound of the first pause, and of all pauses.
    pub fn with_pause(mut self, first: Duration, longest: Duration) -> Self {
        self.pause = first;
        self.longest_pause = longest;
        self
    }

    /// By how much the bound of the pauses grows each time; less than 1, or no number, counts as 1.
    pub fn with_factor(mut self, factor: f64) -> Self {
        self.factor = factor.max(1.0);
        self
    }

    /// Makes each pause as long as its bound. For tests: in production, clients that failed
    /// together would come back together.
    pub fn without_jitter(mut self) -> Self {
        self.jitter = false;
        self
    }

    /// The longest `Retry-After` that is waited for; a longer one ends the call at once. Default 60 s.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Repeats what is paid also after a 503 in which the gateway says UNAVAILABLE (gRPC code 14). Default:
    /// it does not.
    ///
    /// The first job may be there all the same: it is then billed twice, or as often as there are
    /// attempts. All of them bear one marker, so [`Clavata::reconcile`](crate::Clavata::reconcile)
    /// finds them.
    pub fn risking_double_billing_on_503(mut self) -> Self {
        self.risks_double_billing = true;
        self
    }

    /// Whether a pause is one that is waited for.
    pub(crate) fn is_patient_for(&self, pause: Duration) -> bool {
        pause <= self.patience
    }

    /// The most attempts of one call.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}
