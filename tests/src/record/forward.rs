//! Forwards requests to a gateway, and records the answers.

use std::io::{self, Read as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
use url::{Host, Url};

use super::exchange::Exchange;
use super::scrub::{self, Secrets};
use super::{Respond, Server};
use crate::operation::{Operation, Route, route};

/// The maximum size of an answer that is kept, decompressed, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A gateway that forwards each request to another one, and saves the answers in a folder, for
/// [`Replay`](super::Replay).
///
/// Each exchange is a file: `0001-evaluate.json` and so on. It holds no key, content or metadata, and no header
/// except the content type and `Retry-After`. Of bodies, it keeps what the contract knows: ids, outcomes, scores,
/// times, hashes, names of labels. Of other text, such as error messages, it keeps only plain words that no request
/// had. The number of an input (`clavata.input`) is kept.
///
/// Look through the files before you share them. They keep the names, texts and ids of your policies, and the names
/// of batch jobs. They also keep plain words of content that was not sent through the recorder, if an error repeats
/// them.
///
/// An answer is forwarded once it is complete, so a stream arrives all at once. An answer that breaks off cuts the
/// connection and is not kept. Neither is a request that is not part of the API. Files of batch jobs go directly to
/// the object storage; their URLs are not kept.
#[must_use]
pub struct Recorder {
    server: Server,
    tape: Arc<Tape>,
}

struct Tape {
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

impl Recorder {
    /// Starts it on a free port of the loopback interface. `to` is the base URL of the gateway: https, or http on this
    /// machine. The folder must be empty; it is created if it is missing.
    ///
    /// # Errors
    /// If the URL or the folder cannot be used.
    pub async fn start(to: &str, folder: impl AsRef<Path>) -> io::Result<Self> {
        Self::start_at(to, folder, 0).await
    }

    /// Like [`start`](Self::start), on this port; 0 chooses a free one.
    ///
    /// # Errors
    /// As [`start`](Self::start), and if the port is not available.
    pub async fn start_at(to: &str, folder: impl AsRef<Path>, port: u16) -> io::Result<Self> {
        let invalid = |why: &str| io::Error::new(io::ErrorKind::InvalidInput, why);
        let url =
            Url::parse(to).map_err(|_| invalid("the base URL of the gateway is not a URL"))?;
        let is_here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
            Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
            None => false,
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
            return Err(invalid(
                "the key is forwarded only over https, or on this machine",
            ));
        }
        std::fs::create_dir_all(&folder)?;
        if std::fs::read_dir(&folder)?.next().is_some() {
            return Err(invalid("the folder of the recording is not empty"));
        }
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Losing a race is fine: then another provider is installed.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let mut http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never());
        if is_here {
            http = http.no_proxy();
        }
        let tape = Arc::new(Tape {
            http: http.build().map_err(io::Error::other)?,
            to: url.as_str().trim_end_matches('/').to_owned(),
            folder: folder.as_ref().to_owned(),
            kept: Mutex::default(),
        });
        let server = Server::start(port, tape.clone()).await?;
        Ok(Self { server, tape })
    }

    /// The base URL.
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The number of exchanges that were recorded.
    pub fn recorded(&self) -> usize {
        self.tape.kept().number
    }

    /// What could not be recorded, and why.
    pub fn problems(&self) -> Vec<String> {
        self.tape.kept().problems.clone()
    }
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

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder")
            .field("address", &self.server.address)
            .field("recorded", &self.recorded())
            .finish_non_exhaustive()
    }
}
