//! The settings of a gateway.

use crate::accept::accept;
use crate::batch::UPLOAD_VALID;
use crate::stage::{Progress, Stage};
use crate::state::{Config, State};
use crate::{Dialect, Fault, MockGateway};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// The settings of a gateway. Each setter says its default.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// use mock_gateway::{Dialect, MockGateway};
/// let gateway = MockGateway::builder().dialect(Dialect::Sparse).start().await;
/// assert!(gateway.url().starts_with("http://127.0.0.1:"));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Builder(Config);

impl Builder {
    /// The API key that requests must have. Default: `test-key`.
    pub fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.0.key);
        self
    }

    /// How answers are written. Default: [`Dialect::Go`].
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.0.dialect = dialect;
        self
    }

    /// How long the gateway waits before each answer, on tokio's clock. Default: zero.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.0.latency = latency;
        self
    }

    /// The share of requests, 0 to 1, that get a random fault if nothing is scripted. Default: 0.
    pub fn fail_rate(mut self, rate: f64) -> Self {
        self.0.fail_rate = rate;
        self
    }

    /// The faults that `fail_rate` chooses from. Default: [`Fault::BY_CHANCE`].
    pub fn fail_with(mut self, faults: &[Fault]) -> Self {
        self.0.fail_with = faults.to_vec();
        self
    }

    /// The seed of everything random. Default: 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// How many requests to keep for [`requests`](MockGateway::requests). Default: 10,000.
    pub fn remember(mut self, requests: usize) -> Self {
        self.0.remember = requests;
        self
    }

    /// Whether get job knows the fixtures, the captures and the contract's examples. Default: yes.
    pub fn fixtures(mut self, known: bool) -> Self {
        self.0.fixtures = known;
        self
    }

    /// Whether list jobs includes the fixtures and examples. Default: no, so tests find only the jobs that they
    /// put or created.
    pub fn list_fixtures(mut self, listed: bool) -> Self {
        self.0.list_fixtures = listed;
        self
    }

    /// How created jobs advance. Default: pending when created, running at the first poll, and done at
    /// the second. A list is not a poll: if the code under test waits by listing, let jobs advance by the clock.
    pub fn created_jobs(mut self, progress: impl Into<Progress>) -> Self {
        self.0.created = progress.into();
        self
    }

    /// Whether evaluate answers in a random order, drawn from the seed. Default: no.
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.0.shuffle = shuffle;
        self
    }

    /// How long evaluate waits before each result, on tokio's clock. Default: zero.
    pub fn frame_gap(mut self, gap: Duration) -> Self {
        self.0.frame_gap = gap;
        self
    }

    /// Sends streamed answers in chunks of this many bytes, even within a character. Default: 0, which
    /// sends each line as one chunk.
    pub fn chunk_bytes(mut self, bytes: usize) -> Self {
        self.0.chunk_bytes = bytes;
        self
    }

    /// How long upload URLs are valid, on tokio's clock. Default: four hours.
    pub fn upload_valid(mut self, valid: Duration) -> Self {
        self.0.upload_valid = valid;
        self
    }

    /// The port on the loopback interface. Default: 0, which takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.0.port = port;
        self
    }

    /// Starts the gateway.
    ///
    /// # Panics
    /// If the port is not available, or if called outside a tokio runtime.
    pub async fn start(self) -> MockGateway {
        let port = self.0.port;
        match self.try_start().await {
            Ok(gateway) => gateway,
            Err(error) => panic!("the mock gateway cannot listen on 127.0.0.1:{port}: {error}"),
        }
    }

    /// Starts the gateway. Fails if the port is not available.
    pub async fn try_start(self) -> io::Result<MockGateway> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.0.port)).await?;
        let address = listener.local_addr()?;
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let base = format!("http://{address}");
        let elsewhere = format!("http://{}", other.local_addr()?);
        let state = Arc::new(State::new(self.0, base, elsewhere));
        let server = tokio::spawn(accept(listener, other, state.clone()));
        Ok(MockGateway::new(state, address, server))
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self(Config {
            key: "test-key".to_owned(),
            dialect: Dialect::Go,
            latency: Duration::ZERO,
            fail_rate: 0.0,
            fail_with: Fault::BY_CHANCE.to_vec(),
            seed: 0,
            remember: 10_000,
            fixtures: true,
            list_fixtures: false,
            created: Progress::from([Stage::Running, Stage::Done]),
            shuffle: false,
            frame_gap: Duration::ZERO,
            chunk_bytes: 0,
            upload_valid: UPLOAD_VALID,
            port: 0,
        })
    }
}
