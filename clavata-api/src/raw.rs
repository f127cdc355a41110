//! Requests that the contract need not know.

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, HeaderValue};

use crate::answer;
use crate::error::Error;
use crate::generated::Client;
use crate::response::ResponseValue;
use crate::types::Status;

impl Client {
    /// Sends a request to a path of the gateway, and returns the JSON of a good answer as it came: one value,
    /// or several. A `body`, which is JSON, makes it a `POST`; without one it is a `GET`.
    ///
    /// The path begins with `/` and may have a query. It is sent as it is written.
    ///
    /// # Errors
    ///
    /// Those of every call, also if a good answer tells of an error or a refusal of content. A path that
    /// could not be sent as it is written, such as one with `..`, a space or a `#`, or a body that is not
    /// JSON, is [`Error::InvalidRequest`].
    pub async fn raw(
        &self,
        path: &str,
        body: Option<Bytes>,
    ) -> Result<ResponseValue<Bytes>, Error<Status>> {
        let url = url(&self.baseurl, path).map_err(Error::InvalidRequest)?;
        let request = match body {
            None => self.client.get(url),
            Some(body) => {
                let json = serde_json::from_slice::<serde::de::IgnoredAny>(&body);
                json.map_err(|_| Error::InvalidRequest("the body is not JSON".to_owned()))?;
                let json = HeaderValue::from_static("application/json");
                self.client.post(url).header(CONTENT_TYPE, json).body(body)
            }
        };
        let request = request.build()?;
        let response = crate::request::send(&self.client, &self.inner, request).await?;
        match response.status().as_u16() {
            200..=299 => answer::raw(response, &self.inner).await,
            400..=599 => Err(answer::refused(response, &self.inner).await),
            _ => Err(answer::unexpected(response, &self.inner).await),
        }
    }
}

/// The address of a path. What the parser would change leads elsewhere than the caller reads: `..`, also
/// percent-encoded, backslashes, line breaks.
fn url(base: &str, path: &str) -> Result<Url, String> {
    if !path.starts_with('/') {
        return Err("the path must begin with `/`, without scheme and host".to_owned());
    }
    let parse = |text: &str| Url::parse(text).map_err(|error| error.to_string());
    let url = parse(&format!("{base}{path}"))?;
    let own = parse(base)?;
    let query = url
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let sent = format!("{}{query}", url.path());
    let written = format!("{}{path}", own.path().trim_end_matches('/'));
    if url.origin() != own.origin() || url.fragment().is_some() || sent != written {
        return Err(
            "the path cannot be sent as it is written: leave out `..`, `\\` and `#`, and percent-encode spaces, quotes and other letters than ASCII"
                .to_owned(),
        );
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::url;

    const BASE: &str = "https://gateway.example:8443";

    #[test]
    fn a_path_stays_below_the_base_as_it_is_written() {
        for path in [
            "/",
            "/v1/jobs",
            "/v1/jobs?a=b%20c&d=%22",
            "//v1",
            "/v1/a..b/.c",
            "/v1/@x:1",
        ] {
            let sent = url(BASE, path).unwrap();
            assert_eq!(sent.as_str(), format!("{BASE}{path}"));
            let sent = url("https://gateway.example/under", path).unwrap();
            assert_eq!(
                sent.as_str(),
                format!("https://gateway.example/under{path}")
            );
        }
    }

    #[test]
    fn a_path_that_would_lead_elsewhere_is_refused() {
        for path in [
            "",
            "v1/jobs",
            "https://other.example/",
            "@other.example/",
            ".other.example/",
            ":1/",
            "/../x",
            "/v1/..",
            "/v1/./x",
            "/v1/%2e%2e/x",
            "/v1/.%2E/x",
            "/v1\\..\\x",
            "/a\nb",
            "/a\tb",
            "/a b",
            "/a#b",
            "/a#",
            "/é",
            "/a?b=é",
            "/a?b=\"",
            " /a",
        ] {
            assert!(url(BASE, path).is_err(), "{path:?}");
            assert!(
                url("https://gateway.example/under", path).is_err(),
                "{path:?}"
            );
        }
    }
}
