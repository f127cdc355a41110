//! How the generated client sends a request, and what it adds to one.

use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Request, Response};
use tokio::time::timeout_at;

use crate::answer::salvaged;
use crate::body::{Whole, whole};
use crate::call::Call;
use crate::error::Error;
use crate::types::Status;

/// Sends a request and reads the whole response.
///
/// The request is consumed before the first await, so that the future does not carry it.
pub(crate) fn exchange<'a>(
    http: &'a Client,
    call: &'a Call,
    request: Request,
) -> impl Future<Output = Result<Whole, Error<Status>>> + use<'a> {
    const JSON: HeaderValue = HeaderValue::from_static("application/json");
    let sent = prepared(call, request, JSON).map(|request| http.execute(request));
    async move {
        let sent = sent.map_err(Error::InvalidRequest)?;
        whole(sent, call).await.map_err(|broken| salvaged(*broken))
    }
}

/// Sends a request and waits for the headers of the response.
pub(crate) fn open<'a>(
    http: &'a Client,
    call: &'a Call,
    request: Request,
) -> impl Future<Output = Result<Response, Error<Status>>> + use<'a> {
    const LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson, application/json");
    let sent = prepared(call, request, LINES).map(|request| http.execute(request));
    async move {
        let sent = sent.map_err(Error::InvalidRequest)?;
        let response = match call.deadline {
            None => sent.await?,
            Some(deadline) => match timeout_at(deadline, sent).await {
                Ok(answered) => answered?,
                Err(_) => return Err(Error::NoAnswer),
            },
        };
        call.connections.answered(&response);
        Ok(response)
    }
}

/// A request with the headers and extra fields of a call.
fn prepared(call: &Call, mut request: Request, accept: HeaderValue) -> Result<Request, String> {
    if !call.fields.as_map().is_empty()
        && let Some(body) = request.body_mut()
    {
        let whole = call.fields.added_to(body.as_bytes().unwrap_or_default());
        *body = whole?.into();
    }
    // A clone does not hash the names again.
    let mut headers = HeaderMap::clone(&call.headers);
    headers.entry(ACCEPT).or_insert(accept);
    let gzip = HeaderValue::from_static("gzip");
    headers.entry(ACCEPT_ENCODING).or_insert(gzip);
    for (name, value) in request.headers() {
        if !call.headers.contains_key(name) {
            headers.append(name, value.clone());
        }
    }
    if let Some(timeout) = call.timeout.and_then(grpc_timeout) {
        headers.insert(GRPC_TIMEOUT, timeout);
    }
    *request.headers_mut() = headers;
    Ok(request)
}

const GRPC_TIMEOUT: HeaderName = HeaderName::from_static("grpc-timeout");

/// `Grpc-Timeout`: at most eight digits and a unit. Rounded up, so that the server does not stop
/// before the client does.
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
    use std::sync::Arc;
    use std::time::Duration;

    use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderValue};
    use reqwest::{Method, Request};

    use super::{grpc_timeout, prepared};
    use crate::call::Call;

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
    fn the_headers_of_a_call_count_more_than_those_of_its_request() {
        let mut call = Call {
            timeout: Some(Duration::from_secs(5)),
            ..Call::default()
        };
        let own = Arc::make_mut(&mut call.headers);
        own.insert("x-clavata-client", HeaderValue::from_static("test"));
        own.insert(ACCEPT, HeaderValue::from_static("text/plain"));
        own.insert("x-id", HeaderValue::from_static("of the call"));
        let mut request = Request::new(Method::POST, "http://127.0.0.1/".parse().unwrap());
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(CONTENT_TYPE, json.clone());
        request.headers_mut().insert("x-id", json.clone());
        let request = prepared(&call, request, json).unwrap();
        let headers = request.headers();
        assert_eq!(headers[CONTENT_TYPE], "application/json");
        assert_eq!(headers[ACCEPT], "text/plain");
        assert_eq!(headers[ACCEPT_ENCODING], "gzip");
        assert_eq!(headers["grpc-timeout"], "5000m");
        assert_eq!(headers.get_all("x-id").iter().count(), 1);
        assert_eq!(headers["x-id"], "of the call");
    }
}
