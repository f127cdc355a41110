//! How long to pause between polls.

use std::time::Duration;

/// 100 years. A longer time may exceed what the clock can represent.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

#[derive(Clone, Copy, Debug)]
pub(super) struct Pauses {
    first: Duration,
    longest: Duration,
    pub(super) jitter: bool,
}

impl Pauses {
    pub(super) fn of([first, longest]: [Duration; 2]) -> Self {
        Self {
            first,
            longest,
            jitter: true,
        }
    }

    pub(super) fn set(&mut self, first: Duration, longest: Duration) {
        self.first = first.min(LONGEST);
        self.longest = longest.min(LONGEST).max(self.first);
    }

    /// The pause after this many polls. It grows by half each time.
    pub(super) fn after(self, polls: u32) -> Duration {
        let growth = 1.5_f64.powi(i32::try_from(polls.min(64)).unwrap_or(64) - 1);
        let full = Duration::try_from_secs_f64(self.first.as_secs_f64() * growth)
            .unwrap_or(self.longest)
            .min(self.longest);
        if self.jitter {
            // At least half, because an early poll is a wasted poll.
            full.mul_f64(0.5 + fastrand::f64() / 2.0)
        } else {
            full
        }
    }
}
