//! A mock of the Clavata gateway that speaks plain JSON over HTTP/1.1.
//!
//! It does not use the client crates, so a mistake there cannot hide here.
//!
//! - Start: [`MockGateway::start`], or [`MockGateway::builder`] for key, dialect, latency, random
//!   faults, seed and more; [`url`](MockGateway::url) is the base URL, `test-key` the key.
//! - Jobs: [`put_job`](MockGateway::put_job) with the [`Stage`]s that the job passes through, one for
//!   each poll or by the clock ([`Progress`]). Get job knows the fixtures, the captures and the contract's
//!   examples from the start. Created jobs are pending, then running at the first poll, and done at
//!   the second ([`created_jobs`](Builder::created_jobs)). List jobs lists jobs that were put or created.
//! - Verdicts: content that contains `flag` is true, `fail` fails, anything
//!   else is false; `csam`, `badimage` and `unsupported` are refused (`csam-low` with a match
//!   confidence of LOW). The label version and the policy
//!   `00000000-0000-4000-8000-000000000000` are not published.
//! - Evaluate: [`shuffle`](Builder::shuffle), [`frame_gap`](Builder::frame_gap) and
//!   [`chunk_bytes`](Builder::chunk_bytes) change the stream.
//! - Batch jobs: once its file is uploaded, each list advances a job by one state. Upload and
//!   download URLs point to this server, which refuses the API key there.
//! - Samples: [`sample`] makes jobs, answers and refusals; [`job`](MockGateway::job) adds one.
//! - Script: [`on`](MockGateway::on)`(operation).next(…)`, `.times(3, …)`, `.always(…)` with an
//!   [`Answer`] or a [`Fault`]. Without a script, the gateway gives its ordinary answer.
//! - Faults: [`Fault::ALL`] lists them, each with [`name`](Fault::name) and
//!   [`description`](Fault::description); others take a number ([`Fault::CutAt`]);
//!   [`ClosedPort`] refuses connections. All waits are on tokio's clock, so tests may pause it:
//!   with the gateway on the same runtime, times are exact.
//! - Records: [`requests`](MockGateway::requests), [`counts`](MockGateway::counts),
//!   [`departures`](MockGateway::departures), [`strays`](MockGateway::strays) (followed redirects).
//! - Requests that a correct client never sends (unknown paths, methods, media types or query
//!   parameters, a key sent to object storage) are answered as the real gateway does, and recorded
//!   in [`unexpected`](MockGateway::unexpected); then [`finish`](MockGateway::finish) and drop panic.
//! - Request bodies are parsed as strictly as protobuf does, with its error messages.
//! - Recording: [`Recorder`] forwards requests to another gateway and saves the answers, without key,
//!   content or metadata; [`Replay`] replays them.
//! - Fixtures for other tests: [`captures`], [`capture`], [`fixture_jobs`], [`example`].

mod accept;
mod answer;
mod batch;
mod batch_csv;
mod body;
mod builder;
mod closed_port;
mod contract;
mod dialect;
mod evaluate;
mod fault;
mod fixtures;
mod inject;
mod jobs;
mod judge;
mod ledger;
mod operation;
mod protojson;
mod query;
mod reader;
mod record;
mod redirect_target;
mod respond;
pub mod sample;
mod scalar;
mod schema;
mod script;
mod server;
mod stage;
mod state;
mod status_fault;
mod storage;
mod wire;

pub use answer::Answer;
pub use builder::Builder;
pub use closed_port::ClosedPort;
pub use dialect::Dialect;
pub use fault::Fault;
pub use fixtures::{Capture, FixtureJob, capture, captures, example, fixture_jobs, fixtures_dir};
pub use ledger::{Counts, Departure, SeenRequest, Unexpected};
pub use operation::Operation;
pub use record::{Recorder, Replay};
pub use script::{Reply, Rule};
pub use server::MockGateway;
pub use stage::{Progress, Stage};

// The samples of the project's README must compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
