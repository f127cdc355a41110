//! Records requests, counts, clients that left, and unexpected requests.

use crate::Operation;
use bytes::Bytes;
use http::{HeaderMap, Method};
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A request that arrived completely.
#[derive(Clone, Debug)]
pub struct SeenRequest {
    /// The operation. `None` if method and path belong to none.
    pub operation: Option<Operation>,
    /// The method.
    pub method: Method,
    /// The path as sent, with its percent-encoding.
    pub path: String,
    /// The query as sent, without the question mark. Empty if there was none.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// When its head had arrived, on tokio's clock.
    pub at: Instant,
}

impl SeenRequest {
    /// A header as text. `None` if it is absent or not text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body, parsed as JSON.
    ///
    /// # Panics
    /// If the body is not JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("the request's body is JSON")
    }
}

/// The number of requests of one operation that arrived, partly or completely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests whose head arrived completely.
    pub heads: u64,
    /// Requests whose body arrived completely as well.
    pub bodies: u64,
}

/// A client that left before it received its answer.
#[derive(Clone, Copy, Debug)]
pub struct Departure {
    /// The operation of its request.
    pub operation: Option<Operation>,
    /// When the gateway noticed that it was gone, on tokio's clock.
    pub at: Instant,
    /// The time since the head of its request arrived.
    pub after: Duration,
}

/// A request, or a part of one, that a correct client never sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexpected {
    /// The method and path.
    pub request: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.reason)
    }
}

pub(crate) struct Ledger {
    heads: [AtomicU64; Operation::ALL.len()],
    bodies: [AtomicU64; Operation::ALL.len()],
    remember: usize,
    records: Mutex<Records>,
}

#[derive(Default)]
struct Records {
    requests: VecDeque<SeenRequest>,
    strays: Vec<SeenRequest>,
    forgotten: usize,
    departures: Vec<Departure>,
    unexpected: Vec<Unexpected>,
    tolerant: bool,
}

impl Ledger {
    pub(crate) fn new(remember: usize) -> Self {
        Self {
            heads: Default::default(),
            bodies: Default::default(),
            remember,
            records: Mutex::default(),
        }
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn head(&self, operation: Operation) {
        self.heads[operation.index()].fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn body(&self, operation: Operation) {
        self.bodies[operation.index()].fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn counts(&self, operation: Operation) -> Counts {
        Counts {
            heads: self.heads[operation.index()].load(Ordering::SeqCst),
            bodies: self.bodies[operation.index()].load(Ordering::SeqCst),
        }
    }

    pub(crate) fn record(&self, request: SeenRequest) {
        let mut records = self.records();
        records.requests.push_back(request);
        if records.requests.len() > self.remember {
            records.requests.pop_front();
            records.forgotten += 1;
        }
    }

    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        let records = self.records();
        assert!(
            records.forgotten == 0,
            "the mock gateway forgot {} requests: raise `remember`, or use `counts`",
            records.forgotten
        );
        records.requests.iter().cloned().collect()
    }

    pub(crate) fn stray(&self, request: SeenRequest) {
        self.records().strays.push(request);
    }

    pub(crate) fn strays(&self) -> Vec<SeenRequest> {
        self.records().strays.clone()
    }

    fn depart(&self, departure: Departure) {
        self.records().departures.push(departure);
    }

    pub(crate) fn departures(&self) -> Vec<Departure> {
        self.records().departures.clone()
    }

    pub(crate) fn complain(&self, request: String, reason: impl Into<String>) {
        let reason = reason.into();
        self.records()
            .unexpected
            .push(Unexpected { request, reason });
    }

    pub(crate) fn unexpected(&self) -> Vec<Unexpected> {
        self.records().unexpected.clone()
    }

    pub(crate) fn tolerate(&self) {
        self.records().tolerant = true;
    }

    /// What a test must report, if anything.
    pub(crate) fn accusation(&self) -> Option<String> {
        let records = self.records();
        if records.tolerant || records.unexpected.is_empty() {
            return None;
        }
        let mut text = String::from("the mock gateway got unexpected requests:");
        for unexpected in &records.unexpected {
            text.push_str("\n  ");
            text.push_str(&unexpected.to_string());
        }
        Some(text)
    }
}

/// Watches an exchange. If it is dropped before the end, it records that the client left.
pub(crate) struct Watch {
    ledger: std::sync::Arc<Ledger>,
    operation: Option<Operation>,
    since: Instant,
    finished: bool,
}

impl Watch {
    pub(crate) fn new(ledger: std::sync::Arc<Ledger>, operation: Option<Operation>) -> Self {
        Self {
            ledger,
            operation,
            since: Instant::now(),
            finished: false,
        }
    }

    pub(crate) fn since(&self) -> Instant {
        self.since
    }

    pub(crate) fn finish(mut self) {
        self.finished = true;
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.finished {
            self.ledger.depart(Departure {
                operation: self.operation,
                at: Instant::now(),
                after: self.since.elapsed(),
            });
        }
    }
}
