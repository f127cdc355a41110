//! The retry loop. Attempts and pauses are closures, so it is independent of HTTP.

use std::time::Duration;

use tokio::time::Instant;

use super::{Budget, RetryPolicy, backoff};
use crate::deadline::earlier;
use crate::error::{Error, Evidence, Facts, seconds};
use crate::operation::{Operation, Repeat};
use crate::{metrics, trace};

/// What to do after a failed attempt.
#[derive(Debug)]
pub(crate) enum RetryFlow {
    /// A retry cannot help or is not safe, or attempts, budget, patience or time are used up.
    End(Error),
    /// Retry after the pause.
    Continue(Error, Duration),
}

/// The start and the deadline of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
    deadline: Option<Instant>,
}

impl Clock {
    /// Starts now.
    pub(crate) fn start(total: Option<Duration>) -> Self {
        let start = Instant::now();
        Self {
            start,
            deadline: total.and_then(|total| start.checked_add(total)),
        }
    }

    /// The time limit of the whole call.
    pub(crate) fn total(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline - self.start)
    }

    /// The deadline of the call.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// This clock, with the earlier of both deadlines.
    pub(crate) fn no_later_than(self, other: Self) -> Self {
        let deadline = earlier(self.deadline, other.deadline);
        Self { deadline, ..self }
    }

    /// The time since the start of the call.
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// The time left. `None` if there is no limit.
    pub(crate) fn left(&self) -> Option<Duration> {
        self.deadline
            .map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }
}

impl RetryPolicy {
    /// Decides what to do after attempt number `attempt` (from 1) failed with this error.
    #[cold]
    pub(crate) fn judge(
        &self,
        error: Error,
        attempt: u32,
        repeat: Repeat,
        clock: Clock,
        budget: &Budget,
    ) -> RetryFlow {
        if !error.is_transient() || !self.may_repeat(&error, repeat) {
            return RetryFlow::End(error);
        }
        if attempt >= self.attempts {
            return RetryFlow::End(error);
        }
        if error.is_stale() && clock.left().is_none_or(|left| !left.is_zero()) {
            // The idle connection failed, not the gateway, so there is no load to avoid.
            return RetryFlow::Continue(error, Duration::ZERO);
        }
        let pause = match error.retry_after() {
            Some(asked) if !self.is_patient_for(asked) => {
                let why = format!("that is longer than {}", seconds(self.patience));
                return RetryFlow::End(error.gave_up(why));
            }
            // "Retry at once" does not mean in a tight loop.
            Some(asked) if !asked.is_zero() => asked,
            _ => backoff::of(self, attempt),
        };
        let left = clock.left();
        if left.is_some_and(|left| left.is_zero()) {
            // The error itself reports the time limit.
            return RetryFlow::End(error);
        }
        if left.is_some_and(|left| pause >= left) {
            let why = "the time left does not allow it".to_owned();
            return RetryFlow::End(error.gave_up(why));
        }
        // Last, so that a token is taken only if the retry happens.
        if !budget.withdraw() {
            let why = "the retry budget is used up".to_owned();
            return RetryFlow::End(error.gave_up(why));
        }
        RetryFlow::Continue(error, pause)
    }

    /// Whether it is safe to retry a request that failed with this error.
    fn may_repeat(&self, error: &Error, repeat: Repeat) -> bool {
        match repeat {
            Repeat::Harmless | Repeat::Billed => true,
            Repeat::Paid if error.evidence() < Evidence::MaybeDone => true,
            // The job of an answer exists, whatever error is in it.
            Repeat::Paid if error.evidence() == Evidence::Answered => false,
            Repeat::Paid => {
                let unavailable = error.status() == Some(503) && error.grpc_code() == Some(14);
                self.risks_double_billing && unavailable
            }
        }
    }
}

/// Runs `attempt` until it succeeds or its error is final, and adds the facts of the call to the error.
///
/// `attempt` gets the number of the attempt, from 1.
pub(crate) async fn retry_loop<T, A, S>(
    policy: &RetryPolicy,
    budget: &Budget,
    operation: Operation,
    clock: Clock,
    mut attempt: impl FnMut(u32) -> A,
    sleep: impl Fn(Duration) -> S,
) -> Result<T, Error>
where
    A: Future<Output = Result<T, Error>>,
    S: Future<Output = ()>,
{
    budget.deposit();
    let mut number = 1;
    // If an earlier attempt may have been carried out, the last one cannot disprove it.
    let mut evidence = Evidence::NotSent;
    let mut before = None;
    loop {
        let error = match attempt(number).await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        match policy.judge(error, number, operation.repeat, clock, budget) {
            RetryFlow::End(error) => {
                let error = match before {
                    // This attempt sent nothing, so the error before it describes the call.
                    Some(before) if error.is_not_built() || error.is_out_of_time() => {
                        Error::gave_up(before, error.to_string())
                    }
                    _ => error,
                };
                return Err(error.after(evidence).of_call(Facts {
                    operation: Some(operation),
                    attempts: number,
                    elapsed: clock.elapsed(),
                }));
            }
            RetryFlow::Continue(error, pause) => {
                trace::pause(&error, pause);
                metrics::retried(operation, &error);
                evidence = evidence.max(error.evidence());
                before = Some(error);
                if !pause.is_zero() {
                    sleep(pause).await;
                }
            }
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests;
