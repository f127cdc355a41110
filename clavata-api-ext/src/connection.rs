//! Connections: TLS, proxies, and the shared HTTP client.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
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

/// The HTTP clients that all clones of a client share.
pub(crate) struct Http {
    gateway: reqwest::Client,
    /// `None` for a custom HTTP client.
    pub(crate) proxies: Option<Arc<Proxies>>,
    /// How to build the client for storage URLs with TLS, if the gateway's client can only do plain http.
    apart: Option<Apart>,
}

struct Apart {
    settings: Connection,
    proxies: Arc<Proxies>,
    client: OnceLock<reqwest::Client>,
}

impl Http {
    /// Creates the client for the gateway. Loading the system's root certificates takes milliseconds, so for
    /// a gateway over plain http this waits for the first storage URL that needs TLS.
    pub(crate) fn to(gateway: &Url, settings: Connection) -> Result<Self, Error> {
        if let Some(own) = settings.own {
            return Ok(Self {
                gateway: own,
                proxies: None,
                apart: None,
            });
        }
        let proxies = Arc::new(match &settings.proxy {
            Some(told) => Proxies::told(told)?,
            None => Proxies::of_environment(gateway)?,
        });
        // Custom certificates are parsed now, so that a bad one is reported now.
        let plain = settings.root_certificates.is_empty() && is_plain(gateway, &proxies);
        let roots = if plain { Roots::None } else { Roots::System };
        Ok(Self {
            gateway: settings.client(gateway, &proxies, roots)?,
            proxies: Some(proxies.clone()),
            apart: plain.then(|| Apart {
                settings,
                proxies,
                client: OnceLock::new(),
            }),
        })
    }

    /// The client for the gateway.
    pub(crate) fn gateway(&self) -> &reqwest::Client {
        &self.gateway
    }

    /// The client for a storage URL.
    pub(crate) fn storage(&self, address: &Url) -> Result<&reqwest::Client, Error> {
        let Some(apart) = &self.apart else {
            return Ok(&self.gateway);
        };
        if is_plain(address, &apart.proxies) {
            return Ok(&self.gateway);
        }
        if let Some(client) = apart.client.get() {
            return Ok(client);
        }
        let client = apart
            .settings
            .client(address, &apart.proxies, Roots::System)?;
        Ok(apart.client.get_or_init(|| client))
    }
}

/// Whether a request to this URL needs no TLS, neither to its host nor to a proxy.
fn is_plain(address: &Url, proxies: &Proxies) -> bool {
    address.scheme() == "http" && proxies.of(address).is_none()
}

/// Which certificate authorities a client trusts.
#[derive(Clone, Copy, PartialEq)]
enum Roots {
    /// The system's, and custom ones.
    System,
    /// None: no TLS connection succeeds.
    None,
}

impl Connection {
    /// Creates an HTTP client. Its only timeout is the one for connecting. The others belong to
    /// each call, because a request cannot extend a timeout of the client.
    fn client(
        &self,
        address: &Url,
        proxies: &Arc<Proxies>,
        #[cfg_attr(
            not(any(feature = "rustls", feature = "native-tls")),
            allow(unused_variables)
        )]
        roots: Roots,
    ) -> Result<reqwest::Client, Error> {
        let tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        if !tls && (address.scheme() == "https" || !self.root_certificates.is_empty()) {
            return Err(Error::not_built(
                "this build cannot do TLS: enable the feature `rustls` or `native-tls`, or set your own HTTP client",
            ));
        }
        provide_crypto();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("clavata-rust/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(self.connect_timeout)
            .tcp_keepalive(Duration::from_secs(60))
            // Load balancers drop idle connections after 60 s, some silently, so ours end earlier.
            .pool_idle_timeout(POOL_IDLE)
            // The gateway never redirects. A server that does is not the gateway, and must not get the key.
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            // No resolver may map `localhost` to another machine, because plain http is allowed to it.
            .resolve_to_addrs(
                "localhost",
                &[
                    SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                    SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
                ],
            );
        builder = if proxies.is_empty() {
            builder.no_proxy()
        } else {
            let asked = proxies.clone();
            builder.proxy(reqwest::Proxy::custom(move |url| {
                asked.of(url).map(|proxy| proxy.url)
            }))
        };
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if roots == Roots::None {
            builder = builder.tls_certs_only([]);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in &self.root_certificates {
            let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(|error| {
                Error::not_built(format!("the root certificate cannot be read: {error}"))
            })?;
            if certificates.is_empty() {
                return Err(Error::not_built("the PEM contains no root certificate"));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        builder.build().map_err(|error| {
            let error = error.without_url();
            let why = innermost(&error);
            Error::not_built(format!("the HTTP client cannot be created: {why}")).with_source(error)
        })
    }
}

/// Installs ring as the process's crypto provider if it has none yet, so that TLS works
/// without any setup.
fn provide_crypto() {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing a race is fine: then another thread installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
