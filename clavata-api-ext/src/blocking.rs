//! Calls from synchronous code.

use std::fmt;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// Waits for calls in synchronous code: any call of [`Clavata`](crate::Clavata), with all its options.
///
/// Create one together with the client and keep it; clones share its runtime. It has one background thread, which
/// maintains connections between calls, so that a connection that the gateway has closed is not used again.
///
/// ```
/// use clavata_api_ext::{Blocking, Clavata, Content, Decision, Error};
///
/// /// Whether a comment may be published right away.
/// fn may_appear(blocking: &Blocking, clavata: &Clavata, policy: uuid::Uuid, comment: &str) -> Result<bool, Error> {
///     let answer = blocking.wait(clavata.evaluate_one(policy, Content::text(comment)).threshold(0.7))?;
///     Ok(answer.verdict().decide_or(Decision::Review) == Decision::Allow)
/// }
/// ```
///
/// It fails within a Tokio runtime: await the call there. Where blocking is allowed, as in
/// `tokio::task::spawn_blocking`, use `Handle::current().block_on(call)`.
#[derive(Clone)]
pub struct Blocking {
    runtime: Arc<Owned>,
}

impl Blocking {
    /// Starts the background thread.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] within a Tokio runtime, or if the thread cannot be started.
    pub fn new() -> Result<Self, Error> {
        outside()?;
        // A single-threaded runtime would not maintain connections between calls.
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("clavata")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| {
            Error::not_built("the thread for calls cannot be started").with_source(error)
        })?;
        let handle = runtime.handle().clone();
        let runtime = Some(runtime);
        Ok(Self {
            runtime: Arc::new(Owned { handle, runtime }),
        })
    }

    /// Waits for a call, for as long as its [`Timeouts`](crate::Timeouts) allow, and returns its result.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] within a Tokio runtime, before anything is sent. Otherwise the errors of the call.
    pub fn wait<T, E>(&self, call: impl IntoFuture<Output = Result<T, E>>) -> Result<T, E>
    where
        E: From<Error>,
    {
        outside()?;
        self.runtime.handle.block_on(async { call.await })
    }

    /// Turns a stream, such as [`Jobs::into_stream`](crate::Jobs::into_stream) or
    /// [`EvaluateAll::into_stream`](crate::EvaluateAll::into_stream), into an iterator that waits for each item.
    ///
    /// ```no_run
    /// # fn example(blocking: &clavata_api_ext::Blocking, clavata: &clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
    /// for job in blocking.each(clavata.jobs().into_stream())? {
    ///     println!("{}", job?.verdict());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] within a Tokio runtime.
    ///
    /// # Panics
    ///
    /// The iterator panics if it is used within a Tokio runtime later, rather than end early.
    pub fn each<S>(&self, stream: S) -> Result<impl Iterator<Item = S::Item> + use<S>, Error>
    where
        S: Stream + Unpin,
    {
        outside()?;
        let (runtime, mut stream) = (self.runtime.clone(), stream);
        Ok(std::iter::from_fn(move || {
            runtime.handle.block_on(stream.next())
        }))
    }
}

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blocking").finish_non_exhaustive()
    }
}

/// A runtime that can be dropped anywhere: Tokio's own panics if dropped within another runtime.
struct Owned {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Drop for Owned {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Fails within a Tokio runtime, whose thread must not be blocked.
fn outside() -> Result<(), Error> {
    match Handle::try_current() {
        Ok(_) => Err(Error::not_built(
            "a blocking call within a Tokio runtime: await the call instead",
        )),
        Err(_) => Ok(()),
    }
}
