//! Starts, scripts and stops a gateway.

use crate::builder::Builder;
use crate::ledger::{Counts, Departure, SeenRequest, Unexpected};
use crate::script::Rule;
use crate::stage::{Progress, Stage};
use crate::state::State;
use crate::{Answer, Operation};
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinHandle;

/// A gateway on a loopback port, served on the runtime that started it.
///
/// Dropping it stops it, and panics if it saw a request that a correct client never sends
/// (unless the thread is already panicking, or [`allow_unexpected`](Self::allow_unexpected)).
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use mock_gateway::{MockGateway, Stage};
/// let gateway = MockGateway::start().await;
/// let id = gateway.put_job(
///     r#"{"jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_COMPLETED"}"#,
///     [Stage::Pending, Stage::Running, Stage::Done],
/// );
/// println!("{}/v1/jobs/{id}", gateway.url());
/// gateway.finish().await;
/// # }
/// ```
pub struct MockGateway {
    state: Arc<State>,
    address: SocketAddr,
    server: Mutex<Option<JoinHandle<()>>>,
}

impl MockGateway {
    /// Starts a gateway with the default settings.
    ///
    /// # Panics
    /// See [`Builder::start`].
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// The settings, to change before the start.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(state: Arc<State>, address: SocketAddr, server: JoinHandle<()>) -> Self {
        Self {
            state,
            address,
            server: Mutex::new(Some(server)),
        }
    }

    /// The base URL, such as `http://127.0.0.1:49152`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds a job and returns its id. It replaces a job with the same id.
    ///
    /// The job is JSON text or a `serde_json::Value`, bare or as the answer to get job. Text is
    /// served byte for byte.
    ///
    /// # Panics
    /// If it is not JSON or has no `jobUuid`.
    #[allow(clippy::needless_pass_by_value)] // `json!(…)` is passed by value
    pub fn put_job(&self, job: impl ToString, progress: impl Into<Progress>) -> String {
        match self.state.jobs.put(&job.to_string(), progress.into()) {
            Ok(id) => id,
            Err(error) => panic!("put_job: {error}"),
        }
    }

    /// Adds a completed job, such as a [`sample::job`](crate::sample::job), and returns its id.
    ///
    /// # Panics
    /// See [`put_job`](Self::put_job).
    pub fn job(&self, job: impl ToString) -> String {
        self.put_job(job, Stage::Done)
    }

    /// The ids of the jobs that were put or created, in order. It is exact even if answers were lost.
    pub fn jobs(&self) -> Vec<String> {
        self.state.jobs.ids()
    }

    /// Scripts the answers of one operation.
    pub fn on(&self, operation: Operation) -> Rule<'_> {
        Rule {
            scripts: &self.state.scripts,
            operation,
        }
    }

    /// Queues one answer: short for `on(operation).next(answer)`.
    pub fn answer(&self, operation: Operation, answer: Answer) {
        self.on(operation).next(answer);
    }

    /// The requests that arrived completely, in order, including unexpected ones.
    ///
    /// # Panics
    /// If there were more than it should [`remember`](Builder::remember).
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.state.ledger.requests()
    }

    /// The number of requests of one operation. It is always exact.
    pub fn counts(&self, operation: Operation) -> Counts {
        self.state.ledger.counts(operation)
    }

    /// The clients that left before they received their answer.
    pub fn departures(&self) -> Vec<Departure> {
        self.state.ledger.departures()
    }

    /// The requests that followed a redirect to the other host. A request with the key or a body is
    /// unexpected as well.
    pub fn strays(&self) -> Vec<SeenRequest> {
        self.state.ledger.strays()
    }

    /// The requests that no correct client sends.
    pub fn unexpected(&self) -> Vec<Unexpected> {
        self.state.ledger.unexpected()
    }

    /// Allows unexpected requests: [`finish`](Self::finish) and drop do not panic.
    pub fn allow_unexpected(&self) {
        self.state.ledger.tolerate();
    }

    /// Stops listening and closes all connections. Its records remain.
    pub async fn shutdown(&self) {
        let server = self
            .server
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(server) = server {
            server.abort();
            let _ = server.await;
        }
    }

    /// Stops the gateway, and asserts that a correct client could have sent every request.
    ///
    /// # Panics
    /// If [`unexpected`](Self::unexpected) is not empty and not allowed.
    pub async fn finish(self) {
        self.shutdown().await;
    }
}

impl Drop for MockGateway {
    fn drop(&mut self) {
        if let Some(server) = self
            .server
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner)
        {
            server.abort();
        }
        if std::thread::panicking() {
            return;
        }
        if let Some(accusation) = self.state.ledger.accusation() {
            panic!("{accusation}");
        }
    }
}

impl fmt::Debug for MockGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockGateway")
            .field("address", &self.address)
            .field("unexpected", &self.unexpected())
            .finish_non_exhaustive()
    }
}
