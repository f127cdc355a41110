//! Tells a caller what responses hold that the contract does not know, as they arrive.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use crate::news::{News, in_answer, in_any};
use crate::wire::Message;

/// Calls a function once for each new name of [`News`].
pub struct Listener {
    news: Mutex<News>,
    tell: Box<dyn Fn(&str) + Send + Sync>,
}

impl Listener {
    /// `tell` is called on the task that reads the response, so it should return quickly.
    pub fn new(tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self {
            news: Mutex::default(),
            tell: Box::new(tell),
        }
    }

    /// Checks a response of any kind, as [`News::look`] does.
    pub fn hear(&self, answer: &[u8]) {
        self.tell_new(in_any(answer));
    }

    /// Checks a response of this type.
    pub(crate) fn hear_answer<T: Message>(&self, answer: &[u8]) {
        self.tell_new(in_answer::<T>(answer));
    }

    fn tell_new(&self, found: BTreeSet<String>) {
        if found.is_empty() {
            return;
        }
        let new = {
            let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
            news.add(found)
        };
        // The lock is released: the function may be slow, or make a call itself.
        for name in new {
            (self.tell)(&name);
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").finish_non_exhaustive()
    }
}
