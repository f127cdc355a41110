//! The other host that redirects point to. No key must ever arrive there.

use crate::fixtures::capture;
use crate::ledger::{Ledger, SeenRequest};
use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body_util::{BodyExt as _, Collected, Full};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::time::Instant;

/// Answers like an impostor, and records what it receives.
pub(crate) async fn answer(
    ledger: Arc<Ledger>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let seen = SeenRequest {
        operation: None,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        method: head.method,
        headers: head.headers,
        body: body
            .collect()
            .await
            .map_or_else(|_| Bytes::new(), Collected::to_bytes),
        at: Instant::now(),
    };
    let name = format!("{} {} at another host", seen.method, seen.path);
    if seen.headers.contains_key(header::AUTHORIZATION) {
        ledger.complain(name.clone(), "a redirect took the API key with it");
    }
    if seen.method != Method::GET || !seen.body.is_empty() {
        ledger.complain(name, "a redirect of a request with a body was followed");
    }
    ledger.stray(seen);
    let mut response = Response::new(Full::from(capture("job_completed").body.as_str()));
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}
