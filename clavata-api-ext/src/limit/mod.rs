//! The rate limit that all clones of a client share.

mod pace;
mod turn;

pub(crate) use turn::{Limiter, Permit};

/// A limit on the requests of all clones of a client, for
/// [`ClavataBuilder::with_rate_limit`](crate::ClavataBuilder::with_rate_limit).
///
/// You can limit the rate, the number of concurrent requests, or both. Without either, it only makes
/// requests wait after a 429.
///
/// ```
/// use clavata_api_ext::{Clavata, RateLimit};
///
/// let clavata = Clavata::builder()
///     .with_key("test-key")
///     .with_rate_limit(RateLimit::default().per_second(20.0).concurrent(8))
///     .build()?;
/// let backfill = clavata.as_backfill(); // shares the limit, but lets other calls go first
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
///
/// - Every attempt of a call waits for its turn, including those of jobs and lists, but not uploads and
///   downloads of batch files. The wait counts toward the [total timeout](crate::Timeouts) of the call. If that
///   is reached first, the error is a [timeout](crate::Error::is_timeout) and says that the request was not
///   sent. Set a longer timeout, or none, for calls that can wait.
/// - [`Clavata::as_backfill`](crate::Clavata::as_backfill) marks calls that can wait. While other calls are waiting,
///   backfill calls get every tenth turn, so that they never starve. While at least 2 requests may run at a time,
///   one is kept free for other calls.
/// - An [evaluation](crate::Evaluation), a [`wait_many`](crate::Clavata::wait_many) or an
///   [`evaluate_all`](crate::Clavata::evaluate_all) keeps its turn, or its place in the queue, while your code
///   handles what it returned. If that code makes calls itself, use an
///   [`as_backfill`](crate::Clavata::as_backfill) client for the loop and set `concurrent` to at least 2.
///   Otherwise each may wait for the other.
/// - After a 429 that is not an exhausted quota, no request starts before `Retry-After` (1 s if there is none,
///   at most 60 s), and both limits are halved, down to 1 % of what you set, but at least one request at a
///   time. They recover by 5 % of what you set per second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[must_use]
pub struct RateLimit {
    per_second: Option<f64>,
    concurrent: Option<usize>,
}

impl RateLimit {
    /// Sets the most requests that start per second, evenly spaced: 0.001 to 1,000,000. Default: no limit.
    #[allow(clippy::manual_clamp)] // NaN becomes the lower bound
    pub fn per_second(mut self, requests: f64) -> Self {
        self.per_second = Some(requests.max(0.001).min(1_000_000.0));
        self
    }

    /// Sets the most concurrent requests, at least 1. A stream counts until it ends. Default: no limit.
    pub fn concurrent(mut self, requests: usize) -> Self {
        self.concurrent = Some(requests.max(1));
        self
    }
}

/// Which calls go first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Priority {
    #[default]
    Live,
    Backfill,
}
