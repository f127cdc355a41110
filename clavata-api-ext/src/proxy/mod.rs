//! The proxy for a request: a configured one, or one from the environment.

mod variables;

use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::base_url;
use crate::error::Error;
use variables::Variables;

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// A proxy for calls. `Debug` and `Display` show its address, without user name and password.
#[derive(Clone, PartialEq)]
pub struct Proxy {
    pub(crate) url: Url,
    origin: &'static str,
}

impl Proxy {
    /// Checks that the proxy variables of the environment can be used.
    ///
    /// [`build`](crate::ClavataBuilder::build) does the same, unless it is given a proxy or an HTTP client. It also
    /// refuses `HTTP_PROXY` in a CGI program if the gateway is reached over plain http, which this function cannot know.
    ///
    /// # Errors
    ///
    /// Fails if a variable is set but cannot be used. The error names the variable, without its value.
    pub fn check_environment() -> Result<(), Error> {
        Variables::read(|name| std::env::var_os(name)).map(drop)
    }

    /// Parses the address of a proxy. Without a scheme, it is plain http.
    fn parse(address: &str, origin: &'static str) -> Result<Self, &'static str> {
        let address = address.trim();
        let address = if address.contains("://") {
            address.to_owned()
        } else {
            format!("http://{address}")
        };
        let url = Url::parse(&address).map_err(|_| "it is not the address of a proxy")?;
        if !SCHEMES.contains(&url.scheme()) {
            return Err("its scheme must be http, https, socks4, socks4a, socks5 or socks5h");
        }
        if url.scheme() == "https" && !cfg!(any(feature = "rustls", feature = "native-tls")) {
            return Err("its scheme is https, and this build cannot do TLS");
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err("it has no host");
        }
        // The HTTP client would silently ignore an address that it cannot read.
        let reads = Matcher::builder().all(String::from(url.clone())).build();
        if reads.intercept(&Uri::from_static("http://host/")).is_none() {
            return Err("it is not the address of a proxy");
        }
        Ok(Self { url, origin })
    }

    /// The host. An IPv6 address has no brackets.
    pub fn host(&self) -> &str {
        let host = self.url.host_str().unwrap_or_default();
        host.trim_matches(['[', ']'])
    }

    /// The port, or the default port of the scheme.
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(1080)
    }

    /// Where it was configured: an environment variable, `with_proxy`, or `the system's settings`.
    pub fn origin(&self) -> &'static str {
        self.origin
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        write!(f, "{}://{host}:{}", self.url.scheme(), self.port())
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self}, from {})", self.origin)
    }
}

/// The settings that determine which proxy a request uses.
pub(crate) struct Proxies {
    told: Option<Proxy>,
    variables: Variables,
    /// The system's settings, for hosts without a proxy variable.
    system: Option<Matcher>,
}

impl Proxies {
    /// One proxy for everything.
    pub(crate) fn told(address: &str) -> Result<Self, Error> {
        let told = Proxy::parse(address, "with_proxy").map_err(|why| {
            Error::not_built(format!("the proxy's address cannot be used: {why}"))
        })?;
        Ok(Self {
            told: Some(told),
            variables: Variables::default(),
            system: None,
        })
    }

    /// The proxies of the environment and the system.
    pub(crate) fn of_environment(gateway: &Url) -> Result<Self, Error> {
        let variables = Variables::read(|name| std::env::var_os(name))?;
        variables.check(gateway)?;
        // Other systems have no settings except these variables.
        let has_settings = cfg!(any(windows, target_os = "macos")) || !variables.is_empty();
        Ok(Self {
            told: None,
            variables,
            system: has_settings.then(Matcher::from_system),
        })
    }

    /// Whether no request can have a proxy. Checking each request would parse its URL twice.
    pub(crate) fn is_empty(&self) -> bool {
        self.told.is_none() && self.variables.is_empty() && self.system.is_none()
    }

    /// The proxy for a request to this URL. Requests to this machine never use one: it could read the key,
    /// which is sent there over plain http.
    pub(crate) fn of(&self, url: &Url) -> Option<Proxy> {
        let host = url.host_str()?;
        if base_url::is_loopback(host) {
            return None;
        }
        if let Some(told) = &self.told {
            return Some(told.clone());
        }
        let target: Uri = format!("{}://{host}/", url.scheme()).parse().ok()?;
        if self.variables.except(&target) {
            return None;
        }
        self.variables.of(&target).or_else(|| {
            let found = self.system.as_ref()?.intercept(&target)?;
            let url = Url::parse(&found.uri().to_string()).ok()?;
            let origin = "the system's settings";
            Some(Proxy { url, origin })
        })
    }
}
