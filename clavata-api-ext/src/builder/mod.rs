//! The builder of a client.

mod request_headers;
mod sharing;

use std::sync::Arc;
use std::time::Duration;

use clavata_api::{ExtraFields, Listener};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::base_url;
use crate::cache::VerdictCache;
use crate::client::{Cache, Clavata, Shared};
use crate::connection::{Connection, Http};
use crate::error::Error;
use crate::headers::{self, CLIENT};
use crate::keys::{KeySource, Keys};
use crate::limit::{Limiter, Priority, RateLimit};
use crate::retry::{Budget, RetryPolicy};
use crate::shown::debug_fields;
use crate::timeouts::Timeouts;

/// Called with the name of each field or value that the contract does not know.
type OnNews = Arc<dyn Fn(&str) + Send + Sync>;

/// Settings for a client, checked by [`build`](Self::build).
///
/// ```
/// use std::time::Duration;
/// use clavata_api_ext::{Clavata, Timeouts};
///
/// let clavata = Clavata::builder()
///     .with_key("test-key")
///     .with_base_url("http://127.0.0.1:8080")
///     .with_timeouts(Timeouts::default().with_total(Duration::from_secs(10)))
///     .build()?;
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct ClavataBuilder {
    /// The key, or why it is not one.
    key: Option<Result<KeySource, String>>,
    headers: Vec<(String, String)>,
    base_url: String,
    insecure_http: bool,
    connection: Connection,
    timeouts: Timeouts,
    retry: RetryPolicy,
    budget: (f64, f64),
    answer_limit: u64,
    on_news: Option<OnNews>,
    rate_limit: Option<RateLimit>,
    verdict_cache: Option<VerdictCache>,
}

impl Default for ClavataBuilder {
    fn default() -> Self {
        Self {
            key: None,
            headers: Vec::new(),
            base_url: base_url::PUBLIC_GATEWAY.to_owned(),
            insecure_http: false,
            connection: Connection::default(),
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            budget: (0.1, 10.0),
            answer_limit: clavata_api::DEFAULT_ANSWER_LIMIT,
            on_news: None,
            rate_limit: None,
            verdict_cache: None,
        }
    }
}

impl Clavata {
    /// Creates a client with the key from `CLAVATA_API_KEY`. The gateway is `CLAVATA_BASE_URL` if that is
    /// set, otherwise the public one.
    ///
    /// # Errors
    ///
    /// Fails if the key is missing or malformed, if the URL or a proxy variable cannot be used, or if one of them is not
    /// Unicode.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().with_env()?.build()
    }

    /// Starts a client with your own settings.
    pub fn builder() -> ClavataBuilder {
        ClavataBuilder::default()
    }
}

impl ClavataBuilder {
    /// Sets the base URL of the gateway: scheme, host, port, and optionally a path. Default: the public
    /// gateway, `https://gateway.app.clavata.ai:8443`.
    pub fn with_base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Allows plain http to other machines. The key and content are then sent unencrypted.
    pub fn with_insecure_http(mut self) -> Self {
        self.insecure_http = true;
        self
    }

    /// Sets the timeouts. Default: [`Timeouts::default`].
    pub fn with_timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Sets the timeout for opening a connection, including name resolution and TLS. Default: 5 s.
    ///
    /// It belongs to the client rather than to a call, because calls share connections. A call with shorter
    /// timeouts ends earlier.
    pub fn with_connect_timeout(mut self, limit: Duration) -> Self {
        self.connection.connect_timeout = limit;
        self
    }

    /// Sets the retry policy. Default: [`RetryPolicy::default`].
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the size of the largest response to read, in bytes after decompression. Default: 256 MiB.
    ///
    /// An evaluate stream may be longer: each of its answers may have up to 16 MiB.
    pub fn with_answer_limit(mut self, bytes: u64) -> Self {
        self.answer_limit = bytes;
        self
    }

    /// Sets a callback for fields and enum values in responses that this version does not know, such as
    /// `job.results[].report.newField` or `job.status = JOB_STATUS_PAUSED`.
    ///
    /// It is called once per name for all clones of the client, for at most 1,000 names. See
    /// [`News`](crate::News) for their form; of all values, a name holds only those of
    /// enums. Responses with an error status, those of `raw_get` and `raw_post`, and webhooks are not searched.
    ///
    /// The search takes a second pass over each response, so it is off by default. The callback runs on
    /// the task that reads the response and should return quickly.
    ///
    /// ```
    /// use clavata_api_ext::Clavata;
    ///
    /// let clavata = Clavata::builder()
    ///     .with_key("test-key")
    ///     .on_news(|name| eprintln!("the API has something new: {name}"))
    ///     .build()?;
    /// # Ok::<(), clavata_api_ext::Error>(())
    /// ```
    pub fn on_news(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.on_news = Some(Arc::new(tell));
        self
    }

    /// Trusts a certificate authority (PEM) in addition to the system's. Can be called more than once.
    pub fn with_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connection.root_certificates.push(pem.into());
        self
    }

    /// Sends all requests through this proxy, except those to this machine (127.0.0.0/8,
    /// `::1`, `localhost`): over plain http, the proxy could read the key. The scheme must be http, https,
    /// socks4, socks4a, socks5 or socks5h.
    ///
    /// Default: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` from the environment,
    /// in upper or lower case. On Windows and macOS, the system's settings count for a scheme that no variable is
    /// about. A variable that is set but cannot
    /// be used is an error: content must not silently bypass a proxy.
    pub fn with_proxy(mut self, url: impl Into<String>) -> Self {
        self.connection.proxy = Some(url.into());
        self
    }

    /// Uses your own `reqwest::Client` for all connections.
    ///
    /// Its settings for connections, TLS and proxies replace those of this builder. Do not set a
    /// timeout, which would cut off streams. Set `redirect::Policy::none()` and `retry::never()`, so that
    /// it does not send requests again on its own.
    ///
    /// With the feature `rustls`, `reqwest` has no crypto provider. Install one first
    /// (`rustls::crypto::ring::default_provider().install_default()`), or building your client
    /// panics.
    ///
    /// ```no_run
    /// use clavata_api_ext::Clavata;
    /// use clavata_api_ext::reqwest::{Client, redirect, retry};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let http = Client::builder()
    ///     .redirect(redirect::Policy::none())
    ///     .retry(retry::never())
    ///     .build()?;
    /// let clavata = Clavata::builder().with_key("test-key").with_http_client(http).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_http_client(mut self, http: reqwest::Client) -> Self {
        self.connection.own = Some(http);
        self
    }

    /// Checks the settings and creates the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Fails if the key is missing or malformed, if the URL or a header cannot be used, if a
    /// certificate or a proxy cannot be read, or if the URL needs TLS and no feature for it is on.
    pub fn build(self) -> Result<Clavata, Error> {
        let key = self.key.ok_or_else(|| {
            Error::not_built(
                "there is no API key: pass one to `with_key`, or set CLAVATA_API_KEY and call `with_env`",
            )
        })?;
        let keys = Arc::new(Keys::new(key.map_err(Error::not_built)?));
        let listener = self.on_news.map(|tell| {
            let keys = keys.clone();
            // A gateway that repeats the key may do so anywhere, in any encoding.
            Listener::new(move |name| {
                if !keys.are_in(name) {
                    tell(name);
                }
            })
        });
        let url = base_url::check(&self.base_url, self.insecure_http)?;
        // With room for the headers of a request: its copies have it as well, and need not rehash.
        let mut headers = HeaderMap::with_capacity(8 + self.headers.len());
        let version = concat!("rust-sdk:", env!("CARGO_PKG_VERSION"));
        headers.insert(CLIENT, HeaderValue::from_static(version));
        if let Some(key) = keys.one() {
            headers.insert(AUTHORIZATION, key.header());
        }
        for (name, value) in &self.headers {
            headers::add(&mut headers, name, value)?;
        }
        let http = Http::to(&url, self.connection)?;
        let base_url = url.as_str().trim_end_matches('/').to_owned();
        let call = clavata_api::Call {
            answer_limit: self.answer_limit,
            listener: listener.map(Arc::new),
            ..clavata_api::Call::default()
        };
        let shared = Shared {
            api: clavata_api::Client::new(&base_url, http.gateway().clone(), call),
            http,
            host: url.host_str().unwrap_or_default().into(),
            insecure_http: self.insecure_http,
            base_url,
            budget: Budget::new(self.budget.0, self.budget.1),
            keys,
            cache: self.verdict_cache.map(Cache::new),
            limiter: self.rate_limit.map(|bounds| Arc::new(Limiter::new(bounds))),
            readers: Arc::default(),
        };
        Ok(Clavata {
            shared: Arc::new(shared),
            timeouts: self.timeouts,
            retry: self.retry,
            headers: Arc::new(headers),
            fields: ExtraFields::default(),
            priority: Priority::default(),
        })
    }
}

// Shows neither the key nor the URL, which may hold credentials until it is checked.
debug_fields!(ClavataBuilder, |it| timeouts: it.timeouts, retry: it.retry);
