//! Sample answers, for tests of code that acts on them.
//!
//! ```
//! use mock_gateway::{MockGateway, sample};
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! let gateway = MockGateway::start().await;
//! let id = gateway.job(sample::job().flagged("Toxicity", 0.9).clear("Spam", 0.1));
//! println!("{}/v1/jobs/{id}", gateway.url());
//! # gateway.finish().await;
//! # }
//! ```
//!
//! Each sample is what the gateway would send: [`read`](Job::read) decodes it into the type of your
//! client, and `to_string` is its JSON.

mod evaluated;
mod job;
mod refusal;
mod report;

pub use evaluated::Evaluated;
pub use job::Job;
pub use refusal::Refusal;
pub use report::Report;

/// The policy of samples, unless they set another one.
pub const POLICY: &str = "11111111-1111-4111-8111-111111111111";

/// A completed job about one piece of content, with no label yet.
pub fn job() -> Job {
    Job::default()
}

/// A report with no label yet.
pub fn report() -> Report {
    Report::default()
}

/// One answer of an evaluation, with no label yet.
pub fn evaluated() -> Evaluated {
    Evaluated::default()
}

/// A refusal of content that matches known abuse material.
pub fn refusal() -> Refusal {
    Refusal::default()
}
