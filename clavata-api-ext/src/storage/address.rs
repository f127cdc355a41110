//! Checks presigned URLs, and the redirects of the storage.

use std::net::{IpAddr, Ipv4Addr};

use reqwest::Url;

use crate::base_url;
use crate::client::Clavata;
use crate::error::{Error, Evidence, Facts, Kind};
use crate::operation::Operation;

/// Checks a presigned URL. It is a secret, so errors never contain it.
///
/// It must be https. Plain http is allowed for tests on this machine, and if the caller allows it.
/// A URL on this machine is used only if the gateway is also on this machine: no other gateway may direct
/// content or requests to services here.
pub(super) fn check(clavata: &Clavata, operation: Operation, address: &str) -> Result<Url, Error> {
    let url = Url::parse(address).map_err(|error| unusable(operation, &error.to_string()))?;
    checked(clavata, url).map_err(|why| unusable(operation, why))
}

pub(super) fn checked(clavata: &Clavata, mut url: Url) -> Result<Url, &'static str> {
    let host = url.host_str().unwrap_or_default();
    let own = leads_here(host);
    if own && !leads_here(&clavata.shared.host) {
        return Err("it points to this machine, but the gateway is on another one");
    }
    match url.scheme() {
        "https" => {}
        "http" if clavata.shared.insecure_http || base_url::is_loopback(host) => {}
        "http" => return Err("plain http would send the content unencrypted"),
        _ => return Err("its scheme must be https"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it contains a user name or password");
    }
    url.set_fragment(None);
    Ok(url)
}

pub(super) fn unusable(operation: Operation, why: &str) -> Error {
    let what = format!("the storage URL cannot be used: {why}");
    Error::new(Kind::Unreadable(what), Evidence::NotSent).of_call(Facts::of(operation))
}

/// Whether a host is this machine, by any of its names.
fn leads_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = bare.trim_end_matches('.').to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return true;
    }
    match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => is_own(address),
        Ok(IpAddr::V6(address)) => {
            let mapped = address.to_ipv4_mapped();
            address.is_loopback() || address.is_unspecified() || mapped.is_some_and(is_own)
        }
        Err(_) => false,
    }
}

fn is_own(address: Ipv4Addr) -> bool {
    address.is_loopback() || address.is_unspecified()
}

#[cfg(test)]
mod tests {
    use super::{check, leads_here};
    use crate::Clavata;
    use crate::operation::DOWNLOAD;

    fn client(gateway: &str) -> Clavata {
        let builder = Clavata::builder().with_key("test-key");
        builder.with_base_url(gateway).build().unwrap()
    }

    const HERE: [&str; 9] = [
        "localhost",
        "LocalHost.",
        "x.localhost",
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
    ];

    #[test]
    fn an_address_on_this_machine_is_for_a_gateway_on_this_machine() {
        for host in HERE {
            assert!(leads_here(host), "{host}");
            for scheme in ["http", "https"] {
                let address = format!("{scheme}://{host}:9/x?signature=canary");
                let error = check(&client("https://gw.example.com"), DOWNLOAD, &address);
                let said = error.unwrap_err().to_string();
                assert!(
                    said.contains("this machine") && !said.contains("canary"),
                    "{said}"
                );
            }
            let address = format!("https://{host}:9/x");
            assert!(check(&client("http://127.0.0.1:8"), DOWNLOAD, &address).is_ok());
        }
        for host in [
            "example.com",
            "localhost.example.com",
            "10.0.0.1",
            "[2001:db8::1]",
        ] {
            assert!(!leads_here(host), "{host}");
        }
    }

    #[test]
    fn an_address_holds_no_password() {
        let address = "https://user:canary@uploads.example.com/x";
        let error = check(&client("https://gw.example.com"), DOWNLOAD, address);
        assert!(!error.unwrap_err().to_string().contains("canary"));
    }
}
