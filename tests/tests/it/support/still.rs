//! A clock that stands still: for things that must happen by themselves, not because a timer fires.

use std::time::{Duration, Instant};

use tokio::task::yield_now;

/// Far more than a busy machine needs.
const PLENTY: Duration = Duration::from_secs(60);

/// Runs `work` on a paused clock that does not advance meanwhile, because the runtime is never idle.
///
/// # Panics
///
/// After a minute of real time, because `work` then waits for a timer.
pub(crate) async fn still<T>(work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let busy = async {
        while begun.elapsed() < PLENTY {
            yield_now().await;
        }
    };
    tokio::select! {
        biased;
        value = work => value,
        () = busy => panic!("it does not happen by itself"),
    }
}

/// Waits, without a timer, until something is true.
pub(crate) async fn until(is_true: impl Fn() -> bool) {
    while !is_true() {
        yield_now().await;
    }
}
