//! Helpers for testing code that uses this crate: an in-process gateway, sample answers, and every
//! kind of error (feature `test-util`).
//!
//! ```
//! use clavata_api_ext::test_util::{self, Fault, MockGateway, Operation, sample};
//! use clavata_api_ext::{Content, Job, Verdict};
//! # use uuid::Uuid;
//!
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), clavata_api_ext::Error> {
//! // Without a gateway: a job as your code gets it.
//! let job: Job = sample::job().flagged("Toxicity", 0.9).read();
//! assert_eq!(job.verdict(), Verdict::Flagged);
//!
//! // With a gateway on a free local port.
//! let gateway = MockGateway::start().await;
//! let clavata = test_util::client(&gateway);
//! let id = gateway.job(sample::job().clear("Toxicity", 0.1)).parse().unwrap();
//! assert_eq!(clavata.job(id).await?.verdict(), Verdict::Clear);
//!
//! // The next evaluation fails because the quota is used up.
//! gateway.on(Operation::Evaluate).next(Fault::QuotaExceeded);
//! let policy = Uuid::from_u128(1);
//! let error = clavata.evaluate_one(policy, Content::text("hello")).await.unwrap_err();
//! assert!(error.is_quota());
//! # gateway.finish().await;
//! # Ok(())
//! # }
//! ```
//!
//! Unless you script it, the gateway judges by words: content with `flag` is flagged, `fail` fails,
//! `csam` is refused as known abuse material, and everything else is clear. See [`MockGateway`] for
//! more, and [`Fault`] for what can go wrong.
//!
//! The gateway and the client use Tokio's clock. With `#[tokio::test(start_paused = true)]`, tests of
//! timeouts and retries take no time.

use std::time::Duration;

pub use mock_gateway::{
    Answer, Dialect, Fault, MockGateway, Operation, Progress, Recorder, Replay, Reply, SeenRequest,
    Stage, sample,
};

use crate::{Clavata, Content, Error, Evaluated, RetryPolicy, Timeouts};

/// A client for the gateway, with the key `test-key`. It does not retry, so a test sees every response.
///
/// # Panics
/// If the client cannot be built.
pub fn client(gateway: &MockGateway) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_retry(RetryPolicy::none())
        .build()
        .expect("a client of the mock gateway")
}

/// Evaluates one input against a gateway that sends this reply.
///
/// ```
/// use clavata_api_ext::test_util::{evaluate_one, sample};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let answer = evaluate_one(sample::evaluated().flagged("Toxicity", 0.9)).await.unwrap();
/// assert_eq!(answer.actions(), ["block"]);
/// # }
/// ```
///
/// # Panics
/// If the gateway cannot be started.
pub async fn evaluate_one(reply: impl Into<Reply>) -> Result<Evaluated, Error> {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(reply);
    let timeouts = Timeouts::default().with_total(Duration::from_millis(500));
    let clavata = client(&gateway).with_timeouts(timeouts);
    let policy = sample::POLICY.parse().expect("the id of a policy");
    clavata.evaluate_one(policy, Content::text("sample")).await
}

/// The error of evaluating one input against a gateway that sends this reply: a [`Fault`], a
/// [`sample::refusal`], or your own [`Answer`]. If the fault is that no response arrives, it takes half a
/// second.
///
/// ```
/// use clavata_api_ext::test_util::{Fault, error, sample};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert!(error(Fault::QuotaExceeded).await.is_quota());
/// assert!(error(Fault::StallBeforeHeaders).await.is_timeout());
/// let refused = error(sample::refusal()).await;
/// assert!(refused.refusals().unwrap().has_csam());
/// # }
/// ```
///
/// # Panics
/// If the evaluation does not fail.
pub async fn error(reply: impl Into<Reply>) -> Error {
    match evaluate_one(reply).await {
        Ok(answer) => panic!("no error, but {answer:?}"),
        Err(error) => error,
    }
}
