//! The object storage behind presigned addresses: never with the key, never elsewhere.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use http::header::LOCATION;
use reqwest::{Response, Url};

use super::problem::BatchProblem;
use crate::base_url;
use crate::client::Clavata;
use crate::error::{Error, Evidence, Kind, seconds};
use crate::operation::{Operation, Repeat};

/// A PUT replaces what was put before.
pub(super) const UPLOAD: Operation = Operation {
    id: "upload_input",
    method: "PUT",
    path: "(presigned)",
    repeat: Repeat::Harmless,
};

pub(super) const DOWNLOAD: Operation = Operation {
    id: "download_output",
    method: "GET",
    path: "(presigned)",
    repeat: Repeat::Harmless,
};

/// Whether an operation, by its id, is one of the storage.
pub(crate) fn is_of_storage(id: &str) -> bool {
    [UPLOAD.id, DOWNLOAD.id].contains(&id)
}

/// How many redirects of one request are followed. Storages send one, to the region of a bucket.
pub(super) const HOPS: usize = 5;

/// Checks a presigned address, or one that a storage redirects to. It is a secret: no error repeats it.
///
/// It must be https; plain http is for tests on this machine, and for callers who allowed it. An
/// address on this machine is followed only for a gateway on this machine: any other has no business
/// to send content, or requests, to what listens here.
pub(super) fn check(clavata: &Clavata, operation: Operation, address: &str) -> Result<Url, Error> {
    let url = Url::parse(address).map_err(|error| unusable(operation, &error.to_string()))?;
    checked(clavata, url).map_err(|why| unusable(operation, why))
}

fn checked(clavata: &Clavata, mut url: Url) -> Result<Url, &'static str> {
    let host = url.host_str().unwrap_or_default();
    let own = leads_here(host);
    if own && !leads_here(&clavata.shared.host) {
        return Err("it leads to this machine, which the gateway is not on");
    }
    match url.scheme() {
        "https" => {}
        "http" if clavata.shared.insecure_http || base_url::is_loopback(host) => {}
        "http" => return Err("plain http would send the content in the clear"),
        _ => return Err("its scheme is not https"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or password");
    }
    url.set_fragment(None);
    Ok(url)
}

fn unusable(operation: Operation, why: &str) -> Error {
    let what = format!("the storage's address cannot be used: {why}");
    let mut error = Error::unreadable(what);
    let inner = error.inner_mut();
    inner.evidence = Evidence::NotSent;
    inner.operation = Some(operation.id);
    error
}

/// Whether a host is this machine, under any of its names.
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

/// What the head of the storage's answer says.
pub(super) enum Judged {
    Good(Response),
    /// Ask there, in the same way.
    Elsewhere(Url),
}

/// Judges the head of the storage's answer.
pub(super) async fn judge(
    clavata: &Clavata,
    operation: Operation,
    address: &Url,
    response: Response,
) -> Result<Judged, Error> {
    let status = response.status();
    if response.url() != address {
        return Err(Error::unreadable(
            "the HTTP client that was given followed a redirect of the storage by itself",
        ));
    }
    if matches!(status.as_u16(), 307 | 308) {
        return elsewhere(clavata, operation, address, &response).map(Judged::Elsewhere);
    }
    if status.is_redirection() {
        let status = status.as_u16();
        return Err(Error::unreadable(format!(
            "the storage redirects with {status}, which may change what is asked and is not followed"
        )));
    }
    if status.is_success() {
        return Ok(Judged::Good(response));
    }
    let code = read_code(response).await;
    let what = match operation {
        UPLOAD => "upload",
        _ => "download",
    };
    let mut error = BatchProblem::Storage {
        what,
        status: status.as_u16(),
        code,
    }
    .into_error(Evidence::Refused);
    error.inner_mut().transient =
        matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
    Err(error)
}

/// Where a 307 or 308 leads; the same rules hold there.
fn elsewhere(
    clavata: &Clavata,
    operation: Operation,
    address: &Url,
    response: &Response,
) -> Result<Url, Error> {
    let mut places = response.headers().get_all(LOCATION).iter();
    let (Some(place), None) = (places.next(), places.next()) else {
        return Err(unusable(operation, "it redirects, and not to one place"));
    };
    let place = place
        .to_str()
        .ok()
        .and_then(|place| address.join(place).ok());
    let place = place.ok_or_else(|| unusable(operation, "it redirects to what is no address"))?;
    checked(clavata, place).map_err(|why| unusable(operation, why))
}

/// The error of a storage that redirects on and on.
pub(super) fn lost() -> Error {
    Error::unreadable(format!("the storage redirects more than {HOPS} times"))
}

/// The `<Code>` of the storage's XML. The rest may hold what was signed.
async fn read_code(mut response: Response) -> Option<String> {
    let mut body = Vec::new();
    let read = async {
        while body.len() < 4096
            && let Ok(Some(chunk)) = response.chunk().await
        {
            body.extend_from_slice(&chunk);
        }
    };
    // What came in time will do.
    let _ = tokio::time::timeout(Duration::from_secs(2), read).await;
    let text = String::from_utf8_lossy(&body);
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let plain = code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| code.to_owned())
}

/// An error of the connection to the storage.
pub(super) fn broken(error: reqwest::Error) -> Error {
    Error::from(clavata_api::Error::<crate::api::Status>::Transport(error))
}

/// The error of a silence.
pub(super) fn stalled(what: &str, limit: Duration) -> Error {
    let what = format!("the {what} stood still for {}", seconds(limit));
    let mut error = Error::new(Kind::Deadline(what), Evidence::MaybeDone);
    error.inner_mut().transient = true;
    error
}

#[cfg(test)]
mod tests {
    use super::{DOWNLOAD, check, leads_here};
    use crate::Clavata;

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
