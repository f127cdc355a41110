//! How long to wait, how often to poll, and which failures end the wait.

use std::time::Duration;

use tokio::time::Instant;

use super::pauses::Pauses;
use crate::error::Error;
use crate::polled::sealed::Polled;

/// For how long a new job may not be known yet.
const FRESH: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) pauses: Pauses,
    pub(super) timeout: Option<Duration>,
    /// Whether a job may be too new to be known everywhere.
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

    /// Starts the wait, unless it has started. Returns its deadline.
    pub(super) fn begin(&mut self) -> Option<Instant> {
        let start = *self.started.get_or_insert_with(Instant::now);
        self.timeout.and_then(|limit| start.checked_add(limit))
    }

    /// The time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.started
            .map(|start| start.elapsed())
            .unwrap_or_default()
    }

    /// Whether the wait continues after a failed poll: the failure is transient, or the job may be too new. A key that is
    /// rejected ends it if the poll before was rejected as well, even if its provider has another one each time.
    pub(super) fn passes(&self, error: &Error, was_rejected: bool) -> bool {
        may_pass(error) && !(was_rejected && error.is_auth())
            || self.fresh && error.is_not_found() && self.elapsed() < FRESH
    }
}

/// Whether a failed poll is worth repeating. If the gateway asks for a long pause, the wait ends, and the
/// error tells the caller when to retry.
pub(super) fn may_pass(error: &Error) -> bool {
    const LONG: Duration = Duration::from_secs(60);
    error.is_transient() && error.retry_after().is_none_or(|asked| asked <= LONG)
}
