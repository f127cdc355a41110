//! Waits for a turn under the rate limit, and gives it back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::pace::{Pace, Turn};
use super::{Priority, RateLimit};
use crate::deadline::{by, earlier};
use crate::error::{Error, seconds};
use crate::metrics;
use crate::retry::Clock;

/// The rate limit, shared by all clones of a client.
pub(crate) struct Limiter(Mutex<Pace>);

impl Limiter {
    pub(crate) fn new(bounds: RateLimit) -> Self {
        Self(Mutex::new(Pace::new(bounds, Instant::now())))
    }

    /// Waits for a turn, at most until the deadline of the call.
    pub(crate) async fn turn(
        self: &Arc<Self>,
        priority: Priority,
        clock: Clock,
    ) -> Result<Permit, Error> {
        let begun = Instant::now();
        let wake = Arc::new(Notify::new());
        let ticket = self.pace().join(priority, wake.clone());
        let mut waiting = Waiting {
            limiter: self,
            priority,
            ticket: Some(ticket),
        };
        loop {
            let now = Instant::now();
            let (turn, held) = {
                let mut pace = self.pace();
                (pace.turn(priority, ticket, now), pace.held_until(now))
            };
            let due = match turn {
                Turn::Now => {
                    waiting.ticket = None;
                    metrics::waited(priority == Priority::Backfill, now - begun);
                    // The next request may start at once, or must know when.
                    self.pace().wake(now);
                    return Ok(Permit {
                        limiter: self.clone(),
                        priority,
                        begun: now,
                    });
                }
                Turn::At(due) => Some(due),
                Turn::Later => None,
            };
            let deadline = clock.deadline();
            if let (Some(held), Some(deadline)) = (held, deadline)
                && held > deadline
            {
                let what = "the gateway asks to wait for longer than the time left";
                return Err(Error::out_of_time(what.to_owned()).with_retry_after(held - now));
            }
            if deadline.is_some_and(|deadline| now >= deadline) {
                let total = clock.total().unwrap_or_default();
                let what = format!(
                    "the rate limit did not allow it within the call's {}",
                    seconds(total)
                );
                return Err(Error::out_of_time(what));
            }
            // Notified or not, it checks again.
            let _ = by(earlier(due, deadline), wake.notified()).await;
        }
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue. If it is dropped before its turn, the next request moves up.
struct Waiting<'a> {
    limiter: &'a Limiter,
    priority: Priority,
    ticket: Option<u64>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            let mut pace = self.limiter.pace();
            pace.leave(self.priority, ticket);
            pace.wake(Instant::now());
        }
    }
}

/// A running request.
pub(crate) struct Permit {
    limiter: Arc<Limiter>,
    priority: Priority,
    begun: Instant,
}

impl Permit {
    /// Slows down if the gateway reports too many requests.
    pub(crate) fn learn(&self, error: &Error) {
        if error.is_rate_limited() && !error.is_quota() {
            let asked: Option<Duration> = error.retry_after();
            let mut pace = self.limiter.pace();
            pace.slow_down(self.begun, asked, Instant::now());
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut pace = self.limiter.pace();
        pace.end(self.priority);
        pace.wake(Instant::now());
    }
}
