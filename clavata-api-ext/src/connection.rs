//! Connections: TLS, proxies, and the HTTP client that shares them.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Url, redirect};

use crate::error::{Error, innermost};
use crate::proxy::Proxies;

/// How long an idle connection is kept.
const POOL_IDLE: Duration = Duration::from_secs(45);

/// Settings of the HTTP client.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) connect_timeout: Duration,
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) proxy: Option<String>,
    pub(crate) own: Option<reqwest::Client>,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            root_certificates: Vec::new(),
            proxy: None,
            own: None,
        }
    }
}

impl Connection {
    /// Creates the HTTP client. Its only timeout is the one for connecting: the others belong to
    /// each call, and a request could not lift them. Returns which proxies it uses; unknown
    /// for the caller's own client.
    pub(crate) fn open(
        self,
        gateway: &Url,
    ) -> Result<(reqwest::Client, Option<Arc<Proxies>>), Error> {
        if let Some(own) = self.own {
            return Ok((own, None));
        }
        let scheme = gateway.scheme();
        let tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        if !tls && (scheme == "https" || !self.root_certificates.is_empty()) {
            return Err(Error::not_built(
                "this build cannot do TLS: turn on the feature `rustls` or `native-tls`, or give an HTTP client of your own",
            ));
        }
        provide_crypto();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("clavata-rust/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.connect_timeout)
            .tcp_keepalive(Duration::from_secs(60))
            // Balancers drop idle connections after 60 s, some without a word: ours end before.
            .pool_idle_timeout(POOL_IDLE)
            // The gateway never redirects. A server that does is not the gateway, and gets no key.
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            // No resolver may say that this machine is another one: plain http is allowed to it.
            .resolve_to_addrs(
                "localhost",
                &[
                    SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                    SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
                ],
            );
        let proxies = Arc::new(match &self.proxy {
            Some(told) => Proxies::told(told)?,
            None => Proxies::of_environment(gateway)?,
        });
        builder = if proxies.is_empty() {
            builder.no_proxy()
        } else {
            let asked = proxies.clone();
            builder.proxy(reqwest::Proxy::custom(move |url| {
                asked.of(url).map(|proxy| proxy.url)
            }))
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in self.root_certificates {
            let certificates = reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| {
                Error::not_built(format!("the root certificate cannot be read: {error}"))
            })?;
            if certificates.is_empty() {
                return Err(Error::not_built(
                    "there is no root certificate in the PEM given",
                ));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        let client = builder.build().map_err(|error| {
            let error = error.without_url();
            let why = innermost(&error);
            Error::not_built(format!("the HTTP client cannot be made: {why}")).with_source(error)
        })?;
        Ok((client, Some(proxies)))
    }
}

/// Makes ring the process's crypto provider if it has none yet, so TLS works
/// without the caller doing anything.
fn provide_crypto() {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Lost races are fine: somebody else installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
