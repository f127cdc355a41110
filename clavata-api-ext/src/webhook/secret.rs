//! The secret of a job's webhook.

use std::fmt;

use http::HeaderMap;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::error::WebhookError;
use crate::create::WebhookEndpoint;

/// The name of the header in the request to create the job.
const SENT_AS: &str = "Secret";
/// The name of the header in the webhook call.
const ARRIVES_AS: &str = "x-webhook-secret";

/// A secret that the gateway sends back with a job's webhook: 244 random bits.
///
/// The gateway does not sign its calls. A secret that only the gateway knows proves that a call comes from
/// it. It has no `Display`, and its `Debug` shows a placeholder.
///
/// ```
/// use clavata_api_ext::{WebhookEndpoint, WebhookSecret};
///
/// let secret = WebhookSecret::random();
/// let webhook = WebhookEndpoint::new("https://hooks.example.com/clavata").with_secret(&secret);
/// assert_eq!(format!("{secret:?}"), "WebhookSecret(hidden)");
/// ```
#[derive(Clone)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// A new secret from the operating system's random source.
    pub fn random() -> Self {
        Self(format!(
            "{}{}",
            Uuid::new_v4().simple(),
            Uuid::new_v4().simple()
        ))
    }

    /// Restores a secret that was [revealed](Self::reveal) and stored. `None` unless it has 32 to 256 visible
    /// ASCII characters.
    pub fn from_text(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let fits = (32..=256).contains(&text.len());
        (fits && text.bytes().all(|byte| byte.is_ascii_graphic())).then_some(Self(text))
    }

    /// Returns the secret as text, for storing it safely.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in constant time.
    pub(super) fn is(&self, presented: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(presented).into()
    }

    /// The secret of a call. Fails unless there is exactly one.
    pub(super) fn presented(headers: &HeaderMap) -> Result<&[u8], WebhookError> {
        let mut values = headers.get_all(ARRIVES_AS).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => Ok(value.as_bytes()),
            _ => Err(WebhookError::Unauthorized),
        }
    }
}

impl WebhookEndpoint {
    /// Adds a secret, by which a [`Receiver`](crate::Receiver) recognizes the gateway's
    /// call. It arrives as `X-Webhook-Secret`.
    pub fn with_secret(self, secret: &WebhookSecret) -> Self {
        self.with_header(SENT_AS, secret.reveal())
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::WebhookSecret;

    #[test]
    fn no_two_secrets_are_alike_and_text_brings_one_back() {
        let (one, two) = (WebhookSecret::random(), WebhookSecret::random());
        assert!(!one.is(two.reveal().as_bytes()));
        assert_eq!(one.reveal().len(), 64);
        let back = WebhookSecret::from_text(one.reveal()).unwrap();
        assert!(back.is(one.reveal().as_bytes()));
        assert!(!back.is(&one.reveal().as_bytes()[..63]));
        assert!(!back.is(b""));
    }

    #[test]
    fn what_is_too_short_or_no_header_is_no_secret() {
        for text in [
            "",
            "short",
            &"ä".repeat(32),
            &" ".repeat(40),
            &"x".repeat(257),
        ] {
            assert!(WebhookSecret::from_text(text).is_none(), "{text}");
        }
    }
}
