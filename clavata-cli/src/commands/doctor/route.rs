//! The route to the gateway: name resolution, connections and any proxy.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use clavata_api_ext::{Clavata, Proxy};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Url;

use super::report::Report;
use crate::exit::{Code, End};

/// The time limit of each step.
pub(super) const LIMIT: Duration = Duration::from_secs(10);

/// The host that this machine connects to.
pub(super) struct Route {
    host: String,
    port: u16,
    proxy: Option<Proxy>,
}

impl Route {
    pub(super) fn of(clavata: &Clavata, url: &Url) -> Option<Self> {
        let proxy = clavata.proxy();
        let (host, port) = if let Some(proxy) = &proxy {
            (proxy.host(), proxy.port())
        } else {
            let host = url.host_str()?.trim_matches(['[', ']']);
            (host, url.port_or_known_default()?)
        };
        Some(Self {
            host: host.to_owned(),
            port,
            proxy,
        })
    }

    pub(super) fn proxy_in_words(&self) -> String {
        match &self.proxy {
            None => "none for this gateway".to_owned(),
            Some(proxy) => format!("{proxy}, from {}", proxy.origin()),
        }
    }

    /// Resolves the name and opens a connection. Returns whether both succeeded.
    pub(super) async fn check(&self, report: &mut Report) -> Result<bool, End> {
        let Self { host, port, .. } = self;
        let fix = match self.proxy {
            None => "check the network and CLAVATA_BASE_URL",
            Some(_) => "check the proxy's address in the environment",
        };
        let found = match timeout(LIMIT, lookup_host((&**host, *port))).await {
            Ok(Ok(found)) => Ok(found.collect::<Vec<SocketAddr>>()),
            Ok(Err(error)) => Err(format!(": {error}")),
            Err(_) => Err(format!(" within {} s", LIMIT.as_secs())),
        };
        let addresses = match found {
            Ok(addresses) => addresses,
            Err(why) => {
                let what = format!("cannot resolve {host}{why}");
                report.wrong("dns", &what, fix, Code::Network)?;
                report.skipped("tcp", "the host name was not resolved")?;
                return Ok(false);
            }
        };
        let what = if host.parse::<IpAddr>().is_ok() {
            format!("not needed: {host} is an address")
        } else {
            let es = if addresses.len() == 1 { "" } else { "es" };
            format!("{host} has {} address{es}", addresses.len())
        };
        report.ok("dns", &what)?;
        let why = match timeout(LIMIT, TcpStream::connect(&addresses[..])).await {
            Ok(Ok(_)) => {
                let what = format!("{host}:{port} accepts connections");
                return Ok(report.ok("tcp", &what)?);
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} s", LIMIT.as_secs()),
        };
        let what = format!("cannot connect to {host}:{port}: {why}");
        let fix = format!("{fix}, and that no firewall blocks port {port}");
        Ok(report.wrong("tcp", &what, &fix, Code::Network)?)
    }
}
