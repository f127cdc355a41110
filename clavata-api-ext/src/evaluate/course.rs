//! What the requests of an evaluation of many inputs learn from each other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use crate::error::Error;
use crate::retry::RetryPolicy;

/// Whether the requests of an evaluation get on: they wait in an outage, and end if nothing else can come of them.
pub(super) struct Course {
    concurrency: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The error that ends all requests, such as a wrong key or an exhausted quota.
    stopped_by: Option<Arc<Error>>,
    /// Whether any input has had an answer.
    is_answered: bool,
    /// How many requests in a row have failed for all of their inputs.
    failures: usize,
    /// How many of these failed for good and may have been billed, or had a key that was rejected.
    in_vain: usize,
    /// How many inputs in a row failed alone because something does not exist or may not be read.
    lost: usize,
    /// When the next request may begin.
    held: Option<Instant>,
}

impl Course {
    pub(super) fn new(concurrency: usize) -> Self {
        Self {
            concurrency,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn stop(&self, error: Arc<Error>) {
        self.state().stopped_by.get_or_insert(error);
    }

    pub(super) fn stopped_by(&self) -> Option<Arc<Error>> {
        self.state().stopped_by.clone()
    }

    /// An input has an answer, which may still prove to be wrong.
    pub(super) fn heard(&self) {
        let mut state = self.state();
        (state.is_answered, state.lost) = (true, 0);
    }

    /// An input failed alone because something does not exist or may not be read. Whether it is no longer due to the
    /// inputs: the policy was deleted, or the key was revoked.
    pub(super) fn lost(&self) -> bool {
        /// More inputs in a row than are likely to have the same fault.
        const MOST_LOST: usize = 64;
        let mut state = self.state();
        state.lost += 1;
        state.lost > MOST_LOST
    }

    /// Whether any input has had an answer.
    pub(super) fn is_answered(&self) -> bool {
        self.state().is_answered
    }

    /// A request has brought an input its final answer.
    pub(super) fn answered(&self) {
        let mut state = self.state();
        state.is_answered = true;
        (state.failures, state.in_vain, state.held) = (0, 0, None);
    }

    /// Whether all requests that ran together have failed, and then another one.
    pub(super) fn is_outage(&self) -> bool {
        self.state().failures > self.concurrency
    }

    /// A request has failed for all of its inputs.
    ///
    /// If all that ran together failed, and then another one, the next ones wait, so that an outage does not fail all
    /// inputs in a few seconds. An error that does not pass may be due to the inputs. It ends everything if nothing else
    /// came so far, or if it may have been billed and comes time after time. So does a key that was rejected, even if
    /// its provider has another one each time.
    pub(super) fn failed(&self, error: &Arc<Error>, retry: &RetryPolicy) {
        let mut state = self.state();
        let rounds = state.failures / self.concurrency;
        state.failures += 1;
        if !error.is_transient() || error.is_auth() {
            let is_in_vain = error.may_have_been_sent() || error.is_auth();
            state.in_vain += usize::from(is_in_vain);
            let is_all = !state.is_answered && rounds > 0;
            if is_all || state.in_vain > self.concurrency {
                state.stopped_by.get_or_insert(error.clone());
            }
        }
        if let Some(rounds) = u32::try_from(rounds).ok().filter(|rounds| *rounds > 0) {
            let until = Instant::now().checked_add(retry.pause_after(rounds, error));
            state.held = state.held.max(until);
        }
    }

    /// Until when the next request waits.
    fn held(&self) -> Option<Instant> {
        let state = self.state();
        state.held.filter(|_| state.stopped_by.is_none())
    }

    /// Waits until the next request may begin.
    pub(super) async fn begin(&self) {
        if let Some(held) = self.held() {
            tokio::time::sleep_until(held).await;
        }
    }
}
