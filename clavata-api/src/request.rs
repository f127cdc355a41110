//! How the generated client writes the parameters of a request, and what it adds when it sends one.

use std::fmt::Write as _;
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderName, HeaderValue};
use reqwest::{Client, Request, Response};
use serde::Serialize;
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

/// A query parameter as pairs of name and value: none if it is not set, and one for each element of
/// a list.
pub(crate) fn query(name: &'static str, value: &impl Serialize) -> Vec<(&'static str, String)> {
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    match serde_json::to_value(value) {
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(Value::Array(values)) => values
            .into_iter()
            .map(|value| (name, text(value)))
            .collect(),
        Ok(value) => vec![(name, text(value))],
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
        assert_eq!(query("n", &None::<i32>), []);
        assert_eq!(query("n", &Some(5)), [("n", "5".to_owned())]);
        assert_eq!(query("n", &true), [("n", "true".to_owned())]);
        let list = query("n", &["a", "b&c"]);
        assert_eq!(list, [("n", "a".to_owned()), ("n", "b&c".to_owned())]);
    }
}
