//! What had come of an answer when nobody waited for the rest any more.

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::salvage::salvage;
use crate::types;

/// Where a call leaves what it had read when it was dropped, as a deadline does.
///
/// A refusal of content must not be lost because the answer that tells of it stalls in the middle:
/// put one into [`Call`](crate::Call), and [`take`](Self::take) it after a timeout.
#[derive(Clone, Debug, Default)]
pub struct Interrupted(Arc<Mutex<Option<Partial>>>);

/// The beginning of an answer.
#[derive(Debug)]
pub struct Partial {
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The refusal of content that the beginning of the answer tells of.
    pub refusal: Option<types::Status>,
}

impl Interrupted {
    /// Takes what is there: nothing where no answer had begun, or where it came to its end.
    #[must_use]
    pub fn take(&self) -> Option<Partial> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn leave(&self, status: StatusCode, headers: HeaderMap, received: &[u8]) {
        let partial = Partial {
            status,
            headers,
            refusal: salvage(received),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(partial);
    }
}
