//! A mock of the Clavata gateway: an independent witness that speaks plain JSON over HTTP/1.1.
//!
//! It knows nothing of the client crates, so a mistake there cannot hide here.
//!
//! - Start: [`MockGateway::start`], or [`MockGateway::builder`] for key, dialect, latency, chance
//!   faults and seed; [`url`](MockGateway::url) is the base URL, `test-key` the key.
//! - Jobs: [`put_job`](MockGateway::put_job) with the [`Stage`]s that it passes, one for each poll
//!   or by the clock ([`Progress`]). The fixtures, the captures and the contract's examples are
//!   known to get job from the start.
//! - Script: [`on`](MockGateway::on)`(operation).next(…)`, `.times(3, …)`, `.always(…)` with an
//!   [`Answer`] or a [`Fault`]; without a script the answer is the ordinary one.
//! - Faults: [`Fault::ALL`] has each with [`name`](Fault::name) and
//!   [`description`](Fault::description); [`ClosedPort`] refuses connections. All waits are on tokio's
//!   clock, so tests may pause it: with the gateway on the same runtime, instants are exact.
//! - Look: [`requests`](MockGateway::requests), [`counts`](MockGateway::counts),
//!   [`departures`](MockGateway::departures), [`strays`](MockGateway::strays) (followed redirects).
//! - Anything that a correct client never sends (paths, methods, media types, a key sent to object
//!   storage) is answered as the real gateway does, and recorded in
//!   [`unexpected`](MockGateway::unexpected): [`finish`](MockGateway::finish) and drop panic.
//! - Fixtures for other tests: [`captures`], [`capture`], [`fixture_jobs`], [`example`].

mod accept;
mod answer;
mod body;
mod closed_port;
mod commit;
mod contract;
mod dialect;
mod elsewhere;
mod fault;
mod fixtures;
mod jobs;
mod operation;
mod respond;
mod script;
mod seen;
mod server;
mod state;
mod wire;

pub use answer::Answer;
pub use closed_port::ClosedPort;
pub use dialect::Dialect;
pub use fault::Fault;
pub use fixtures::{Capture, FixtureJob, capture, captures, example, fixture_jobs, fixtures_dir};
pub use jobs::{Progress, Stage};
pub use operation::Operation;
pub use script::{Reply, Rule};
pub use seen::{Counts, Departure, SeenRequest, Unexpected};
pub use server::{Builder, MockGateway};
