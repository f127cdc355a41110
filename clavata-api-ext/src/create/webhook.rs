//! The webhook that the gateway calls when a job has ended.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use http::{HeaderName, HeaderValue};
use reqwest::Url;

use crate::api;
use crate::error::Error;

/// An https URL that the gateway calls when a job has ended, and headers for the call.
///
/// The call is not signed. Send a secret in a header, a new one for each job, and confirm the call with
/// [`Clavata::job`](crate::Clavata::job). The endpoint is checked when it is sent. `Debug` hides it.
///
/// ```
/// use clavata_api_ext::WebhookEndpoint;
///
/// // Arrives as `X-Webhook-Secret`.
/// let webhook = WebhookEndpoint::new("https://hooks.example.com/clavata").with_header("Secret", "a-random-one");
/// webhook.check()?;
/// assert!(WebhookEndpoint::new("http://hooks.example.com/clavata").check().is_err());
/// # Ok::<(), clavata_api_ext::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[must_use]
pub struct WebhookEndpoint {
    url: String,
    headers: BTreeMap<String, String>,
}

impl WebhookEndpoint {
    /// An endpoint with this URL, which must be https.
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            headers: BTreeMap::new(),
        }
    }

    /// Adds a header. The gateway sends it as `X-Webhook-<name>`.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Checks the endpoint, as sending does.
    ///
    /// # Errors
    ///
    /// [`Error::is_not_built`] if the URL is invalid or not https, or a header is invalid or
    /// duplicate. The error never quotes the value of a header.
    pub fn check(&self) -> Result<(), Error> {
        check_url(&self.url)?;
        let mut names = HashSet::new();
        for (name, value) in &self.headers {
            let fail = |why: &str| {
                Error::not_built(format!(
                    "the webhook's header {name:?} cannot be sent: {why}"
                ))
            };
            let parsed = HeaderName::try_from(name).map_err(|_| fail("it is not a header name"))?;
            HeaderValue::try_from(value)
                .map_err(|_| fail("its value has a character that is not allowed in headers"))?;
            if !names.insert(parsed) {
                return Err(fail("it occurs twice, in different spellings"));
            }
        }
        Ok(())
    }

    /// The generated type, for a webhook that has been checked.
    pub(crate) fn to_api(&self) -> api::Webhook {
        api::Webhook::default()
            .url(&*self.url)
            .extra_headers(self.headers.clone())
    }
}

/// Checks a URL for the gateway to call: https, with a host.
pub(crate) fn check_url(url: &str) -> Result<(), Error> {
    let fail = |why: &str| {
        Error::not_built(format!(
            "the webhook URL cannot be used: {why}; it should look like https://example.com/hook"
        ))
    };
    let url = Url::parse(url).map_err(|error| fail(&error.to_string()))?;
    if url.scheme() != "https" {
        return Err(fail("its scheme must be https"));
    }
    Ok(())
}

impl fmt::Debug for WebhookEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The path of the URL is often a secret as well.
        write!(
            f,
            "WebhookEndpoint(hidden, {} headers hidden)",
            self.headers.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookEndpoint;

    fn why(webhook: &WebhookEndpoint) -> String {
        webhook.check().unwrap_err().to_string()
    }

    #[test]
    fn an_address_that_is_not_https_is_refused() {
        for url in [
            "http://localhost/hook",
            "ftp://example.com",
            "wss://example.com",
        ] {
            assert!(
                why(&WebhookEndpoint::new(url)).contains("must be https"),
                "{url}"
            );
        }
        for url in ["", "example.com/hook", "https://"] {
            assert!(
                why(&WebhookEndpoint::new(url)).contains("cannot be used"),
                "{url}"
            );
        }
    }

    #[test]
    fn a_header_that_cannot_be_sent_is_named_without_its_value() {
        let hook = WebhookEndpoint::new("https://example.com");
        assert!(why(&hook.clone().with_header("no name", "x")).contains("not a header name"));
        let broken = why(&hook.clone().with_header("Secret", "hush\r\nX-Evil: 1"));
        assert!(
            broken.contains("\"Secret\"") && !broken.contains("hush"),
            "{broken}"
        );
        let twice = hook
            .clone()
            .with_header("Secret", "1")
            .with_header("secret", "2");
        assert!(why(&twice).contains("occurs twice"));
        assert!(hook.with_header("Secret", "1").check().is_ok());
    }

    #[test]
    fn debug_hides_address_and_headers() {
        let hook =
            WebhookEndpoint::new("https://example.com/token-7").with_header("Secret", "hush");
        let shown = format!("{hook:?} {:?}", hook.to_api());
        assert!(
            !shown.contains("token-7") && !shown.contains("hush"),
            "{shown}"
        );
    }
}
