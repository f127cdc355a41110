//! How long to wait, how often to ask, and which failures end it.

use std::time::Duration;

use tokio::time::Instant;

use super::pauses::Pauses;
use crate::error::Error;
use crate::polled::sealed::Polled;

/// For how long a job that has just been created may not be known yet.
const FRESH: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) pauses: Pauses,
    pub(super) timeout: Option<Duration>,
    /// Whether a job may be too fresh to be known everywhere.
    pub(super) fresh: bool,
    started: Option<Instant>,
}

impl Bounds {
    pub(super) fn of<T: Polled>() -> Self {
        Self {
            pauses: Pauses::of(T::PAUSES),
            timeout: Some(T::TIMEOUT),
            fresh: false,
            started: None,
        }
    }

    /// Begins the wait, the first time. Returns when it ends.
    pub(super) fn begin(&mut self) -> Option<Instant> {
        let start = *self.started.get_or_insert_with(Instant::now);
        self.timeout.and_then(|limit| start.checked_add(limit))
    }

    /// How long ago it began.
    pub(super) fn elapsed(&self) -> Duration {
        self.started
            .map(|start| start.elapsed())
            .unwrap_or_default()
    }

    /// Whether a poll's failure need not end the wait: it may pass, or the job may only be too fresh.
    pub(super) fn passes(&self, error: &Error) -> bool {
        may_pass(error) || self.fresh && error.is_not_found() && self.elapsed() < FRESH
    }
}

/// Whether a poll's failure may pass. A gateway that asks for a long pause ends the wait: the caller learns
/// when to come back.
pub(super) fn may_pass(error: &Error) -> bool {
    const LONG: Duration = Duration::from_secs(60);
    error.is_transient() && error.retry_after().is_none_or(|asked| asked <= LONG)
}
