//! Forwards requests to a gateway, and records the answers.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap,
    HeaderName, RETRY_AFTER, TRANSFER_ENCODING,
};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde_json::Value;
use url::Url;

use super::Respond;
use super::exchange::Exchange;
use super::scrub::{self, Secrets};
use crate::operation::{Operation, Route, route};

/// The maximum size of an answer that is kept, decompressed, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// What is recorded, and where.
pub(super) struct Tape {
    http: reqwest::Client,
    to: String,
    folder: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    secrets: Secrets,
    number: usize,
    problems: Vec<String>,
}

impl Respond for Tape {
    async fn respond(&self, request: Request<Incoming>) -> Option<Response<Full<Bytes>>> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        let secrets = scrub::sent(&head.headers, head.uri.query(), &body);
        self.kept().secrets.add(&secrets);
        let operation = match route(&head.method, head.uri.path()) {
            Route::To(operation, _) => Some(operation),
            _ => None,
        };
        let (status, headers, answer) = match self.pass_on(&head, body.clone()).await {
            Ok(answer) => answer,
            Err(error) => {
                // Its text may contain the URL, but nothing of the request.
                let why = error.without_url().to_string();
                self.problem(operation, &why);
                return None;
            }
        };
        match operation {
            Some(operation) if !operation.is_storage() => {
                let exchange = self.exchange(operation, &head, &body, status, &headers, &answer);
                let mut kept = self.kept();
                kept.number += 1;
                let number = kept.number;
                drop(kept);
                if let Err(error) = exchange.write(&self.folder, number) {
                    self.problem(Some(operation), &error.to_string());
                }
            }
            _ => self.problem(operation, "it is not part of the API"),
        }
        let mut response = Response::new(Full::from(answer));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Some(response)
    }
}

/// Headers that belong to one connection.
const OF_HOP: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

impl Tape {
    pub(super) fn new(http: reqwest::Client, to: &Url, folder: &Path) -> Self {
        Self {
            http,
            to: to.as_str().trim_end_matches('/').to_owned(),
            folder: folder.to_owned(),
            kept: Mutex::default(),
        }
    }

    /// The number of exchanges that were recorded.
    pub(super) fn recorded(&self) -> usize {
        self.kept().number
    }

    /// What could not be recorded, and why.
    pub(super) fn problems(&self) -> Vec<String> {
        self.kept().problems.clone()
    }

    async fn pass_on(
        &self,
        head: &Parts,
        body: Bytes,
    ) -> reqwest::Result<(StatusCode, HeaderMap, Bytes)> {
        let target = head
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let mut headers = head.headers.clone();
        headers.remove(ACCEPT_ENCODING);
        for name in OF_HOP {
            headers.remove(name);
        }
        let url = format!("{}{target}", self.to);
        let request = self.http.request(head.method.clone(), url);
        let answer = request.headers(headers).body(body).send().await?;
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        for name in OF_HOP {
            headers.remove(name);
        }
        Ok((status, headers, answer.bytes().await?))
    }

    fn exchange(
        &self,
        operation: Operation,
        head: &Parts,
        body: &Bytes,
        status: StatusCode,
        headers: &HeaderMap,
        answer: &Bytes,
    ) -> Exchange {
        let kept = self.kept();
        let secrets = &kept.secrets;
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let request = serde_json::from_slice::<Value>(body).ok();
        let (values, unreadable) = values(answer);
        Exchange {
            operation: operation.name().to_owned(),
            method: head.method.to_string(),
            path: scrub::path(head.uri.path()),
            request: request.map(|request| secrets.scrubbed(request)),
            status: status.as_u16(),
            content_type: scrub::content_type(text(CONTENT_TYPE)),
            retry_after: text(RETRY_AFTER).and_then(scrub::retry_after),
            answer: values
                .into_iter()
                .map(|value| secrets.scrubbed(value))
                .collect(),
            unreadable,
        }
    }

    fn problem(&self, operation: Option<Operation>, why: &str) {
        let what = operation.map_or("a request", Operation::name);
        self.kept().problems.push(format!("{what}: {why}"));
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The JSON values of a body, and whether there is other data in it.
fn values(body: &[u8]) -> (Vec<Value>, bool) {
    let mut plain = Vec::new();
    let body = if body.starts_with(&[0x1f, 0x8b]) {
        let unpacked = MultiGzDecoder::new(body)
            .take(LARGEST)
            .read_to_end(&mut plain);
        if unpacked.is_err() {
            return (Vec::new(), true);
        }
        &plain
    } else {
        body
    };
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_slice(body).into_iter() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => return (values, true),
        }
    }
    (values, false)
}

/// Whether a header holds nothing that the caller chose.
pub(super) fn is_ordinary(name: &HeaderName) -> bool {
    const ORDINARY: [&str; 8] = [
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "grpc-timeout",
        "host",
        "user-agent",
        "x-clavata-client",
    ];
    *name != AUTHORIZATION && ORDINARY.contains(&name.as_str())
}
