//! The retry budget that all clones of a client share, so that retries do not make an outage
//! worse.

use std::sync::Mutex;

/// A token bucket: each call adds a fraction of a token, and each retry takes one.
///
/// In the long run, if everything fails, there are that fraction as many retries as calls.
#[derive(Debug)]
pub(crate) struct Budget {
    share: f64,
    size: f64,
    tokens: Mutex<f64>,
}

impl Budget {
    /// A full bucket.
    pub(crate) fn new(share: f64, size: f64) -> Self {
        Self {
            share,
            size,
            tokens: Mutex::new(size),
        }
    }

    /// A call begins.
    pub(crate) fn deposit(&self) {
        let mut tokens = self.lock();
        *tokens = (*tokens + self.share).min(self.size);
    }

    /// Takes a token for a retry; false if the bucket is empty.
    pub(crate) fn withdraw(&self) -> bool {
        let mut tokens = self.lock();
        let granted = *tokens >= 1.0;
        if granted {
            *tokens -= 1.0;
        }
        granted
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, f64> {
        // The number is valid even if a thread panicked while it held the lock.
        self.tokens
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn when_everything_fails_a_tenth_more_requests_are_sent_in_the_long_run() {
        let budget = Budget::new(0.1, 10.0);
        let mut retries = 0;
        for _ in 0..10_000 {
            budget.deposit();
            while budget.withdraw() {
                retries += 1;
            }
        }
        assert!((1000..=1010).contains(&retries), "{retries}");
    }
}
