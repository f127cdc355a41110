//! How the generated client writes the parameters of a request, and what it adds when it sends one.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderName, HeaderValue};
use reqwest::{Client, Request, Response};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use crate::call::Call;

/// Sends a request with the headers of a call.
pub(crate) async fn send(
    http: &Client,
    call: &Call,
    mut request: Request,
) -> reqwest::Result<Response> {
    let headers = request.headers_mut();
    headers.entry(ACCEPT).or_insert(HeaderValue::from_static(
        "application/x-ndjson, application/json",
    ));
    headers
        .entry(ACCEPT_ENCODING)
        .or_insert(HeaderValue::from_static("gzip"));
    for (name, value) in &*call.headers {
        headers.insert(name, value.clone());
    }
    if let Some(timeout) = call.timeout.and_then(grpc_timeout) {
        headers.insert(GRPC_TIMEOUT, timeout);
    }
    let response = http.execute(request).await?;
    call.connections.answered(&response);
    Ok(response)
}

/// A text as one segment of a path: everything but letters, digits, `-`, `.`, `_` and `~` is
/// percent-encoded.
pub(crate) fn encode_path(text: &str) -> String {
    let mut segment = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

/// A query parameter: nothing if it is not set, and one pair of name and value for each element of a
/// list.
///
/// One that cannot be written is an error. Left out, a filter would match everything.
pub(crate) fn query<'a, T: Serialize>(name: &'static str, value: &'a T) -> Query<'a, T> {
    Query { name, value }
}

/// See [`query`].
pub(crate) struct Query<'a, T> {
    name: &'static str,
    value: &'a T,
}

impl<T: Serialize> Serialize for Query<'_, T> {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        let values = match serde_json::to_value(self.value).map_err(S::Error::custom)? {
            Value::Null => Vec::new(),
            Value::Array(values) => values,
            value => vec![value],
        };
        into.collect_seq(values.into_iter().map(|value| match value {
            Value::String(text) => (self.name, text),
            other => (self.name, other.to_string()),
        }))
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

    use serde::Serialize;

    use super::{encode_path, grpc_timeout, query};

    #[test]
    fn the_time_left_is_sent_with_at_most_eight_digits() {
        let text = |left| grpc_timeout(left).unwrap().to_str().unwrap().to_owned();
        assert_eq!(text(Duration::from_secs(5)), "5000m");
        assert_eq!(text(Duration::from_nanos(1)), "1m");
        assert_eq!(text(Duration::from_secs(99_999)), "99999000m");
        assert_eq!(text(Duration::from_secs(100_000)), "100000S");
        assert_eq!(text(Duration::MAX), "99999999S");
    }

    #[test]
    fn a_segment_of_a_path_reaches_no_other_path() {
        assert_eq!(encode_path("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(
            encode_path("a/../b?c#d %é"),
            "a%2F..%2Fb%3Fc%23d%20%25%C3%A9"
        );
    }

    #[test]
    fn a_parameter_is_left_out_single_or_repeated() {
        fn written(value: &impl Serialize) -> String {
            let request = reqwest::Client::new().get("http://localhost/");
            let request = request.query(&query("n", value)).build().unwrap();
            request.url().query().unwrap_or_default().to_owned()
        }
        assert_eq!(written(&None::<i32>), "");
        assert_eq!(written(&Some(5)), "n=5");
        assert_eq!(written(&true), "n=true");
        assert_eq!(written(&["a", "b&c"]), "n=a&n=b%26c");
    }

    #[test]
    fn a_parameter_that_cannot_be_written_is_an_error() {
        let keys = std::collections::BTreeMap::from([([1, 2], 3)]);
        let request = reqwest::Client::new().get("http://localhost/");
        assert!(request.query(&query("n", &keys)).build().is_err());
    }
}
