//! Calls from programs that are not async.

use std::fmt;
use std::sync::Arc;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// Waits for calls in a program that is not async: any call of [`Clavata`](crate::Clavata), with all its options.
///
/// Create one beside the client and keep it; clones share its runtime. It has one thread of its own, which looks
/// after connections between calls, so that one that the gateway has closed is not used again.
///
/// ```
/// use clavata_api_ext::{Blocking, Clavata, Content, Decision, Error};
///
/// /// Whether a comment may appear at once.
/// fn may_appear(blocking: &Blocking, clavata: &Clavata, policy: uuid::Uuid, comment: &str) -> Result<bool, Error> {
///     let answer = blocking.wait(clavata.evaluate_one(policy, Content::text(comment)).threshold(0.7))?;
///     Ok(answer.verdict().decide_or(Decision::Review) == Decision::Allow)
/// }
/// ```
///
/// Within a Tokio runtime it refuses: await the call there. Where blocking is allowed, as in
/// `tokio::task::spawn_blocking`, `Handle::current().block_on(call)` waits for it.
#[derive(Clone)]
pub struct Blocking {
    runtime: Arc<Owned>,
}

impl Blocking {
    /// Starts the thread that looks after connections.
    ///
    /// # Errors
    ///
    /// [`is_not_built`](Error::is_not_built), within a Tokio runtime or if the system gives no thread.
    pub fn new() -> Result<Self, Error> {
        outside()?;
        // Not on the caller's thread alone: nothing would look after connections between calls.
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("clavata")
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| {
            Error::not_built("no thread for calls can be started").with_source(error)
        })?;
        let handle = runtime.handle().clone();
        let runtime = Some(runtime);
        Ok(Self {
            runtime: Arc::new(Owned { handle, runtime }),
        })
    }

    /// Waits for a call, as long as its [`Timeouts`](crate::Timeouts) allow, and returns what it returns.
    ///
    /// # Errors
    ///
    /// Those of the call; and [`is_not_built`](Error::is_not_built) within a Tokio runtime, before anything is sent.
    pub fn wait<T, E>(&self, call: impl IntoFuture<Output = Result<T, E>>) -> Result<T, E>
    where
        E: From<Error>,
    {
        outside()?;
        self.runtime.handle.block_on(async { call.await })
    }

    /// The items of a stream, such as [`Jobs::into_stream`](crate::Jobs::into_stream) or
    /// [`EvaluateAll::into_stream`](crate::EvaluateAll::into_stream), each waited for when it is taken.
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
    /// [`is_not_built`](Error::is_not_built) within a Tokio runtime. An iterator that is taken into one later panics
    /// when an item is taken, rather than end early.
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

/// A runtime that may be dropped anywhere: Tokio's own panics within another.
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
