//! Waits for the next event: an answer, a line that has waited long enough, or a signal.

use tokio::time::{Instant, sleep_until};

use crate::signals;

pub(super) enum Turn<T> {
    Came(T),
    /// A line has waited long enough for its turn.
    Due,
    Interrupted,
}

pub(super) async fn turn<T>(due: Option<Instant>, coming: impl Future<Output = T>) -> Turn<T> {
    let waiting = async {
        match due {
            Some(due) => sleep_until(due).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        biased;
        _ = signals::wait() => Turn::Interrupted,
        came = coming => Turn::Came(came),
        () = waiting => Turn::Due,
    }
}
