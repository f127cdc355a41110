//! Connections: TLS, proxies, and the HTTP client that shares them.

use std::time::Duration;

use reqwest::redirect;

use crate::error::{Error, innermost};
use crate::opened;

/// How long a connection is kept that nothing uses.
const POOL_IDLE: Duration = Duration::from_secs(45);

/// Settings of the HTTP client.
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
    /// Makes the HTTP client. It has no timeouts but the one for connecting: the others belong to
    /// each call, and a request could not lift them.
    pub(crate) fn open(self, scheme: &str) -> Result<reqwest::Client, Error> {
        if let Some(own) = self.own {
            return Ok(own);
        }
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
            .connector_layer(opened::Watch)
            // The gateway redirects nobody: whoever does is not the gateway, and gets no key.
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never());
        if let Some(url) = self.proxy {
            let proxy = reqwest::Proxy::all(&url)
                // The address may hold a password.
                .map_err(|_| Error::not_built("the proxy's address cannot be used"))?;
            builder = builder.proxy(proxy);
        }
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
        builder.build().map_err(|error| {
            let error = error.without_url();
            let why = innermost(&error);
            Error::not_built(format!("the HTTP client cannot be made: {why}")).with_source(error)
        })
    }
}

/// Makes ring the process's provider of cryptography where it has none yet, so that TLS works
/// without the caller doing anything.
fn provide_crypto() {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Lost races are fine: somebody else installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
