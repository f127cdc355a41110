//! The object storage behind presigned addresses: never with the key, never elsewhere.

use std::time::Duration;

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

/// Checks a presigned address. It is a secret: no error repeats it.
pub(super) fn check(clavata: &Clavata, address: &str) -> Result<Url, Error> {
    let fail = |why: &str| {
        let mut error = Error::unreadable(format!("the storage's address cannot be used: {why}"));
        error.inner_mut().evidence = Evidence::NotSent;
        error
    };
    let url = Url::parse(address).map_err(|error| fail(&error.to_string()))?;
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "https" => Ok(url),
        "http" if clavata.shared.insecure_http || base_url::is_loopback(host) => Ok(url),
        "http" => Err(fail("plain http would send the content in the clear")),
        _ => Err(fail("its scheme is not https")),
    }
}

/// Judges the head of the storage's answer.
pub(super) async fn judge(
    operation: Operation,
    address: &Url,
    response: Response,
) -> Result<Response, Error> {
    let status = response.status();
    // A client of the caller's own may follow redirects.
    if status.is_redirection() || response.url() != address {
        return Err(Error::unreadable(
            "the storage redirects elsewhere, which is not followed",
        ));
    }
    if status.is_success() {
        return Ok(response);
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
