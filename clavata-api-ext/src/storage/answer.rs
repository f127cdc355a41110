//! Reads the storage's response: its status and error code.

use std::time::Duration;

use http::header::LOCATION;
use reqwest::{Response, Url};

use super::Presigned;
use super::address::{checked, unusable};
use crate::error::{Error, Evidence, Kind, is_transient};

/// What the head of the storage's response means.
pub(super) enum Judged {
    Good(Response),
    /// Repeat the request at this URL.
    Elsewhere(Url),
}

impl Presigned {
    /// Judges the head of the storage's response.
    pub(super) async fn judge(&self, address: &Url, response: Response) -> Result<Judged, Error> {
        let status = response.status();
        if response.url() != address {
            return Err(Error::unreadable(
                "your HTTP client followed a redirect of the storage on its own",
            ));
        }
        if matches!(status.as_u16(), 307 | 308) {
            return self.elsewhere(address, &response).map(Judged::Elsewhere);
        }
        if status.is_redirection() {
            let status = status.as_u16();
            return Err(Error::unreadable(format!(
                "the storage redirects with {status}, which is not followed because it may change the request"
            )));
        }
        if status.is_success() {
            return Ok(Judged::Good(response));
        }
        let kind = Kind::RefusedByStorage {
            what: self.what(),
            status: status.as_u16(),
            code: read_code(response).await,
        };
        let evidence = match status.as_u16() {
            // The file may have been stored nevertheless.
            408 | 500.. => Evidence::MaybeDone,
            _ => Evidence::Refused,
        };
        Err(Error::new(kind, evidence).transient_if(is_transient(status)))
    }

    /// The target of a 307 or 308, to which the same rules apply.
    fn elsewhere(&self, address: &Url, response: &Response) -> Result<Url, Error> {
        let unusable = |why| unusable(self.operation, why);
        let mut places = response.headers().get_all(LOCATION).iter();
        let (Some(place), None) = (places.next(), places.next()) else {
            return Err(unusable("it redirects without exactly one target"));
        };
        let place = place
            .to_str()
            .ok()
            .and_then(|place| address.join(place).ok());
        let place = place.ok_or_else(|| unusable("it redirects to an invalid URL"))?;
        checked(&self.clavata, place).map_err(unusable)
    }
}

/// The `<Code>` in the storage's XML. The rest may contain parts of the signed URL.
async fn read_code(mut response: Response) -> Option<String> {
    let mut body = Vec::new();
    let read = async {
        while body.len() < 4096
            && let Ok(Some(chunk)) = response.chunk().await
        {
            body.extend_from_slice(&chunk);
        }
    };
    // What arrives in time is enough.
    let _ = tokio::time::timeout(Duration::from_secs(2), read).await;
    let text = String::from_utf8_lossy(&body);
    let (_, rest) = text.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let plain = code.len() <= 64 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| code.to_owned())
}
