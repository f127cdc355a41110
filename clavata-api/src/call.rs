//! The settings of a call that are not in the contract.

use std::sync::Arc;
use std::time::Duration;

use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Request, Response};
use tokio::time::Instant;

use crate::connections::Connections;
use crate::generated::Client;

/// The default limit for the size of an answer: 256 MiB.
pub const DEFAULT_ANSWER_LIMIT: u64 = 256 * 1024 * 1024;

/// The settings of a generated [`Client`]: headers of each request, and the bound of an answer.
///
/// The generated client holds one. To send other headers with one call, make another client: it
/// costs no connection, the `reqwest::Client` inside is shared.
#[derive(Clone, Debug)]
pub struct Call {
    /// Sent with each request, for example `Authorization`. Mark secrets as sensitive.
    pub headers: Arc<HeaderMap>,
    /// How long the caller waits for the answer. It is sent as `Grpc-Timeout`, so the gateway
    /// can stop working in time. Default: not sent.
    pub timeout: Option<Duration>,
    /// The maximum size of an answer in bytes, after decompression. A larger one is an error.
    /// Default [`DEFAULT_ANSWER_LIMIT`].
    pub answer_limit: u64,
    /// When the body of the answer must have arrived. The part that has arrived is checked: a
    /// refusal of content must not be lost because the answer that tells of it stalls. Default:
    /// never.
    pub deadline: Option<Instant>,
    /// The connections that have brought an answer. Calls that share a `reqwest::Client` should
    /// share these.
    pub connections: Arc<Connections>,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            headers: Arc::default(),
            timeout: None,
            answer_limit: DEFAULT_ANSWER_LIMIT,
            deadline: None,
            connections: Arc::default(),
        }
    }
}

impl ClientHooks<Call> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let headers = request.headers_mut();
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static(
            "application/x-ndjson, application/json",
        ));
        headers
            .entry(ACCEPT_ENCODING)
            .or_insert(HeaderValue::from_static("gzip"));
        for (name, value) in &*self.inner.headers {
            headers.insert(name, value.clone());
        }
        if let Some(timeout) = self.inner.timeout.and_then(grpc_timeout) {
            headers.insert(GRPC_TIMEOUT, timeout);
        }
        Ok(())
    }

    async fn post<E>(
        &self,
        result: &reqwest::Result<Response>,
        _: &OperationInfo,
    ) -> Result<(), Error<E>> {
        if let Ok(response) = result {
            self.inner.connections.answered(response);
        }
        Ok(())
    }
}

const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// `Grpc-Timeout`: at most eight digits and a unit. Rounded up, so the server does not give up
/// before us.
fn grpc_timeout(left: Duration) -> Option<HeaderValue> {
    const EIGHT_DIGITS: u128 = 99_999_999;
    let milliseconds = left.as_micros().div_ceil(1000).max(1);
    let text = if milliseconds <= EIGHT_DIGITS {
        format!("{milliseconds}m")
    } else {
        format!("{}S", milliseconds.div_ceil(1000).min(EIGHT_DIGITS))
    };
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::grpc_timeout;

    #[test]
    fn the_time_left_is_sent_with_at_most_eight_digits() {
        let text = |left| grpc_timeout(left).unwrap().to_str().unwrap().to_owned();
        assert_eq!(text(Duration::from_secs(5)), "5000m");
        assert_eq!(text(Duration::from_nanos(1)), "1m");
        assert_eq!(text(Duration::from_secs(99_999)), "99999000m");
        assert_eq!(text(Duration::from_secs(100_000)), "100000S");
        assert_eq!(text(Duration::MAX), "99999999S");
    }
}
