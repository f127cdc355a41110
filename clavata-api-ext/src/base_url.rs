//! Checks the base URL before anything is sent to it.

use reqwest::Url;

use crate::error::Error;

/// The public gateway. Port 443 of the same host speaks gRPC, not REST.
pub(crate) const PUBLIC_GATEWAY: &str = clavata_api::contract::SERVER;

const PUBLIC_HOST: &str = "gateway.app.clavata.ai";

/// Checks a base URL and normalizes it, so that paths can be appended.
pub(crate) fn check(text: &str, insecure_http: bool) -> Result<Url, Error> {
    let fail = |why: &str| Error::not_built(format!("the base URL cannot be used: {why}"));
    let url = Url::parse(text.trim()).map_err(|error| {
        // Do not repeat it: it may be a key that was pasted here.
        let why = if text.contains("://") {
            error.to_string()
        } else {
            "it is not a URL".to_owned()
        };
        fail(&format!("{why}; it should look like {PUBLIC_GATEWAY}"))
    })?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(fail("its scheme must be https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(fail(
            "it contains a user name or password; the API key does not go into the URL",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(fail("it must not have a query (`?`) or a fragment (`#`)"));
    }
    let Some(host) = url.host_str() else {
        return Err(fail("it has no host"));
    };
    if url.scheme() == "http" && !insecure_http && !is_loopback(host) {
        return Err(fail(
            "plain http would send the API key unencrypted; use https",
        ));
    }
    if host == PUBLIC_HOST && url.port_or_known_default() == Some(443) {
        return Err(fail(
            "port 443 of the public gateway speaks gRPC; its REST port is 8443",
        ));
    }
    Ok(url)
}

/// Whether a host is certainly this machine: 127.0.0.0/8, `::1`, and `localhost`, which connections
/// resolve without DNS. Subdomains of `localhost` are resolved by DNS, so they may be anywhere.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{check, is_loopback};

    #[test]
    fn only_what_needs_no_dns_is_this_machine() {
        for host in ["localhost", "127.0.0.1", "127.255.255.254", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "a.localhost",
            "localhost.",
            "localhost.localdomain",
            "127.0.0.1.example.com",
            "128.0.0.1",
            "0.0.0.0",
            "[::]",
            "[::ffff:127.0.0.1]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn plain_http_goes_to_this_machine_alone_however_it_is_spelled() {
        for url in [
            "http://LOCALHOST:1",
            "http://127.1:1",
            "http://0x7f000001:1",
            "http://[0:0:0:0:0:0:0:1]:1",
        ] {
            assert!(check(url, false).is_ok(), "{url}");
        }
        for url in ["http://gateway.localhost:1", "http://localhost.:1"] {
            let error = check(url, false).unwrap_err().to_string();
            assert!(error.contains("unencrypted"), "{url}: {error}");
            assert!(check(url, true).is_ok(), "{url}");
        }
    }
}
