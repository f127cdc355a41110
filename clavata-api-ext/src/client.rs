//! The client.

use std::sync::Arc;

use clavata_api::ExtraFields;
use http::HeaderMap;

use crate::cache::{Keyed, Store, VerdictCache};
use crate::connection::Http;
use crate::keys::Keys;
use crate::limit::{Limiter, Priority};
use crate::readers::Readers;
use crate::retry::{Budget, RetryPolicy};
use crate::shown::debug_fields;
use crate::timeouts::Timeouts;
use crate::{Answered, Evaluated};

/// A client for Clavata.
///
/// Create one and clone it: clones share connections, the retry budget and the key. Calls take
/// `&self` and can run concurrently. Every call has a time limit ([`Timeouts`]) and is retried if
/// that is safe ([`RetryPolicy`]).
///
/// ```no_run
/// # async fn example() -> Result<(), clavata_api_ext::Error> {
/// use clavata_api_ext::{Clavata, Verdict};
///
/// let clavata = Clavata::from_env()?;
/// let job = clavata.job("55555555-5555-4555-8555-555555555555".parse().unwrap()).await?;
/// match job.verdict() {
///     Verdict::Clear => println!("publish it"),
///     Verdict::Flagged => println!("keep it out: {:?}", job.actions()),
///     Verdict::Undetermined(reason) => println!("ask a person: {reason}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Clavata {
    pub(crate) shared: Arc<Shared>,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
    /// The headers of each request. They include the key, unless a provider supplies it per attempt.
    pub(crate) headers: Arc<HeaderMap>,
    pub(crate) priority: Priority,
    /// Fields to add to each request body.
    pub(crate) fields: ExtraFields,
}

/// What all clones share.
pub(crate) struct Shared {
    pub(crate) http: Http,
    pub(crate) base_url: String,
    pub(crate) host: Arc<str>,
    /// Whether plain http to other hosts is allowed.
    pub(crate) insecure_http: bool,
    /// What all attempts have in common, apart from headers and deadlines.
    pub(crate) api: clavata_api::Client,
    pub(crate) budget: Budget,
    pub(crate) keys: Arc<Keys>,
    pub(crate) limiter: Option<Arc<Limiter>>,
    pub(crate) cache: Option<Cache>,
    pub(crate) readers: Arc<Readers>,
}

/// Cached answers, and the hasher for their keys.
#[derive(Clone)]
pub(crate) struct Cache {
    pub(crate) keyed: Arc<Keyed>,
    pub(crate) store: Arc<Store<Answered<Evaluated>>>,
}

impl Cache {
    pub(crate) fn new(bounds: VerdictCache) -> Self {
        Self {
            keyed: Arc::default(),
            store: Arc::new(Store::new(bounds)),
        }
    }
}

impl Clavata {
    /// Returns this client with other timeouts, for one call or many.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, id: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use std::time::Duration;
    /// use clavata_api_ext::Timeouts;
    ///
    /// let quick = Timeouts::default().with_total(Duration::from_secs(2));
    /// let job = clavata.with_timeouts(quick).job(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self {
            timeouts,
            ..self.clone()
        }
    }

    /// Returns this client with another retry policy, for one call or many.
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        Self {
            retry,
            ..self.clone()
        }
    }

    /// Returns this client with low priority, for calls that can wait, such as a backfill.
    ///
    /// Under a [`RateLimit`](crate::RateLimit), requests of other clones go first. Without one, this has
    /// no effect.
    #[must_use]
    pub fn as_backfill(&self) -> Self {
        Self {
            priority: Priority::Backfill,
            ..self.clone()
        }
    }
}

debug_fields!(Clavata, |it| base_url: it.shared.base_url, timeouts: it.timeouts, retry: it.retry);
