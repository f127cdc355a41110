//! A bound on retries that all clones of a client share, so that an outage is not made worse.

use std::sync::Mutex;

/// A bucket of tokens: each call puts a share of one in, each retry takes one out.
///
/// When everything fails, the extra requests are that share of the calls in the long run.
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

    /// A retry wants to begin; false where the bucket is empty.
    pub(crate) fn withdraw(&self) -> bool {
        let mut tokens = self.lock();
        let granted = *tokens >= 1.0;
        if granted {
            *tokens -= 1.0;
        }
        granted
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, f64> {
        // A number is whole whatever happened to who held it.
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
