//! What each request says, and what is noted of its answer.

use std::time::Duration;

use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderName, HeaderValue};
use reqwest::{Request, Response};

use crate::call::Call;
use crate::generated::Client;

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
