//! A call on a task of its own. It continues while nobody waits for it.

use std::fmt;

use tokio::task::JoinHandle;

use crate::error::Error;
use crate::trace;

/// A running call. Dropping it cancels the call; dropping the future of [`value`](Self::value) does not, so the
/// caller may wait for it in several steps, as in a `select!` loop.
pub(crate) struct Running<T>(JoinHandle<Result<T, Error>>);

impl<T: Send + 'static> Running<T> {
    pub(crate) fn start(call: impl Future<Output = Result<T, Error>> + Send + 'static) -> Self {
        Self(tokio::spawn(trace::here(call)))
    }

    /// Waits for the call. Once it has returned, it must not be called again.
    pub(crate) async fn value(&mut self) -> Result<T, Error> {
        match (&mut self.0).await {
            Ok(value) => value,
            Err(failed) => match failed.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Error::not_built(
                    "the runtime of the request is shutting down",
                )),
            },
        }
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T> fmt::Debug for Running<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").finish_non_exhaustive()
    }
}
