//! One limit on requests for all clones of a client.

mod pace;
mod turn;

pub(crate) use turn::{Limiter, Permit};

/// How many requests all clones of a client send, for [`ClavataBuilder::with_rate_limit`](crate::ClavataBuilder::with_rate_limit).
///
/// Without bounds of yours, it only learns from the gateway.
///
/// ```
/// use clavata_api_ext::{Clavata, RateLimit};
///
/// let clavata = Clavata::builder()
///     .with_key("test-key")
///     .with_rate_limit(RateLimit::default().per_second(20.0).concurrent(8))
///     .build()?;
/// let backfill = clavata.as_backfill(); // shares the limit, and lets others go first
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
///
/// - Each attempt of a call waits for its turn, those of jobs and lists too; uploads and downloads of batch files do not.
///   The wait counts within the [total](crate::Timeouts) of the call. If that ends first, the error is a
///   [timeout](crate::Error::is_timeout), and says that the request was not sent. Give calls that can wait a longer one, or none.
/// - [`Clavata::as_backfill`](crate::Clavata::as_backfill) marks calls that can wait: while others wait, they get every tenth turn, so that they
///   never starve, and one of two or more concurrent requests is kept free of them.
/// - An [evaluation](crate::Evaluation), a [`wait_many`](crate::Clavata::wait_many) or an [`evaluate_all`](crate::Clavata::evaluate_all) keeps its turn, or its place in the line, while your code handles
///   what it returned. If that code makes calls, let the loop's client be [`as_backfill`](crate::Clavata::as_backfill) and `concurrent` at least 2:
///   otherwise, each may wait for the other.
/// - After a 429 that is not a used-up quota, no request begins before the `Retry-After` (1 s without one, at most 60 s), and both
///   bounds are halved, down to 1 % of what you set, but at least one request at a time. Each second adds 5 % of what you set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[must_use]
pub struct RateLimit {
    per_second: Option<f64>,
    concurrent: Option<usize>,
}

impl RateLimit {
    /// The most requests that begin in a second, evenly spaced: 0.001 to 1,000,000. Default: no bound.
    #[allow(clippy::manual_clamp)] // NaN becomes the lower bound
    pub fn per_second(mut self, requests: f64) -> Self {
        self.per_second = Some(requests.max(0.001).min(1_000_000.0));
        self
    }

    /// The most requests under way, at least 1. A stream counts until it ends. Default: no bound.
    pub fn concurrent(mut self, requests: usize) -> Self {
        self.concurrent = Some(requests.max(1));
        self
    }
}

/// Who goes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Priority {
    #[default]
    Live,
    Backfill,
}
