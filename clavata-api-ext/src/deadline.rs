//! Deadlines and other limits, of which there may be none.

use std::pin::pin;

use tokio::time::{Instant, timeout_at};

/// The earlier of two limits, of which each may be missing.
pub(crate) fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}

/// Waits no longer than until the deadline, if there is one. `None` if it passes first.
pub(crate) async fn by<T>(deadline: Option<Instant>, work: impl Future<Output = T>) -> Option<T> {
    let work = pin!(work);
    match deadline {
        None => Some(work.await),
        Some(deadline) => timeout_at(deadline, work).await.ok(),
    }
}
