//! What the requests of an evaluation of many inputs tell each other.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::time::Instant;

use crate::error::Error;
use crate::retry::RetryPolicy;

/// What the requests of an evaluation tell each other.
pub(super) struct Course {
    concurrency: usize,
    /// The error that ends all requests, such as a wrong key or an exhausted quota.
    stopped_by: OnceLock<Arc<Error>>,
    /// Whether any input has been judged or refused.
    is_answered: AtomicBool,
    /// How many requests have finally failed since the last answer.
    failures: AtomicUsize,
    /// When the next request may begin.
    held: Mutex<Option<Instant>>,
}

impl Course {
    pub(super) fn new(concurrency: usize) -> Self {
        Self {
            concurrency,
            stopped_by: OnceLock::new(),
            is_answered: AtomicBool::new(false),
            failures: AtomicUsize::new(0),
            held: Mutex::default(),
        }
    }

    pub(super) fn stop(&self, error: Arc<Error>) {
        let _ = self.stopped_by.set(error);
    }

    pub(super) fn stopped_by(&self) -> Option<&Arc<Error>> {
        self.stopped_by.get()
    }

    /// An input has been judged or refused.
    pub(super) fn answered(&self) {
        self.is_answered.store(true, Ordering::Relaxed);
        self.failures.store(0, Ordering::Relaxed);
    }

    /// Whether a request that failed for good for all of its inputs shows that the rest would fail as well. Not if
    /// others were answered, unless such requests are billed and come one after another.
    pub(super) fn is_hopeless(&self, is_billed: bool) -> bool {
        let is_outage = self.failures.load(Ordering::Relaxed) >= self.concurrency;
        !self.is_answered.load(Ordering::Relaxed) || (is_billed && is_outage)
    }

    /// The inputs of a request have finally failed, although later ones may succeed. If all that ran together failed, and
    /// then another one, this is probably an outage: the next ones wait, so that it does not fail all inputs in a few
    /// seconds.
    pub(super) fn failed(&self, retry: &RetryPolicy) {
        let before = self.failures.fetch_add(1, Ordering::Relaxed);
        let rounds = u32::try_from(before / self.concurrency).unwrap_or(u32::MAX);
        if rounds > 0 {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let until = Instant::now().checked_add(retry.pause_after(rounds));
            *held = (*held).max(until);
        }
    }

    /// Waits until the next request may begin.
    pub(super) async fn begin(&self) {
        let held = *self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held
            && self.failures.load(Ordering::Relaxed) > 0
        {
            tokio::time::sleep_until(held).await;
        }
    }
}
