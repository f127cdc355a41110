//! Connections: TLS, proxies, and the HTTP client that shares them.

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

/// The HTTP clients, which all clones of a client share.
pub(crate) struct Http {
    gateway: reqwest::Client,
    /// None for an HTTP client of the caller's own.
    pub(crate) proxies: Option<Arc<Proxies>>,
    /// What the client for addresses with TLS is made of, if that of the gateway is for plain http alone.
    apart: Option<Apart>,
}

struct Apart {
    settings: Connection,
    proxies: Arc<Proxies>,
    client: OnceLock<reqwest::Client>,
}

impl Http {
    /// Creates what the gateway needs. Loading the root certificates of the system takes milliseconds, so
    /// a client for a gateway of plain http leaves that to the first address of a storage that needs it.
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
        // Certificates of the caller's own are looked at now, so that a bad one is known now.
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

    /// The client for an address of a storage.
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

/// Whether a request to this address needs no TLS, neither with its host nor with a proxy.
fn is_plain(address: &Url, proxies: &Proxies) -> bool {
    address.scheme() == "http" && proxies.of(address).is_none()
}

/// Which certificate authorities a client trusts.
#[derive(Clone, Copy, PartialEq)]
enum Roots {
    /// Those of the system, and the caller's own.
    System,
    /// None: it cannot do TLS with anybody.
    None,
}

impl Connection {
    /// Creates an HTTP client. Its only timeout is the one for connecting: the others belong to
    /// each call, and a request could not lift them.
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

/// Makes ring the process's crypto provider if it has none yet, so TLS works
/// without the caller doing anything.
fn provide_crypto() {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Lost races are fine: somebody else installed one.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
