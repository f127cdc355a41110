//! The caller's callbacks for what arrives.

use std::sync::Arc;

use super::evaluated::Evaluated;
use crate::error::Error;

/// Callbacks for each answer, before it counts, and for each refusal.
#[derive(Clone, Default)]
pub(super) struct Watcher {
    pub(super) answers: Option<Arc<Watch>>,
    pub(super) refusals: Option<Arc<WatchRefusals>>,
}

type Watch = dyn Fn(&Evaluated) + Send + Sync;
type WatchRefusals = dyn Fn(Option<usize>, &Error) + Send + Sync;

impl Watcher {
    pub(super) fn show(&self, answer: &Evaluated) {
        if let Some(watch) = &self.answers {
            watch(answer);
        }
    }

    pub(super) fn show_refusal(&self, input: Option<usize>, error: &Error) {
        if let Some(watch) = &self.refusals {
            watch(input, error);
        }
    }
}
