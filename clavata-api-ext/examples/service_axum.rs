//! A web service that publishes comments only if they pass, with tests for every outcome of a check.
//!
//! Needs `CLAVATA_API_KEY` and `CLAVATA_POLICY` (any UUID with the mock gateway). In your own crate, it also
//! needs `axum = "0.8"` and `uuid = "1"`:
//! `cargo run --bin mock-gateway -- cargo run -p clavata-api-ext --features test-util --example service_axum`

use std::error::Error as StdError;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use clavata_api_ext::{Clavata, Content, Decision, Error, Timeouts};
use uuid::Uuid;

/// The state of the handler.
#[derive(Clone)]
pub(crate) struct Moderation {
    /// The client, which is cheap to clone.
    pub(crate) clavata: Clavata,
    /// The policy that judges comments.
    pub(crate) policy: Uuid,
}

/// The routes of the web server.
pub(crate) fn router(moderation: Moderation) -> Router {
    Router::new()
        .route("/comments", post(comment))
        .with_state(moderation)
}

async fn comment(State(moderation): State<Moderation>, text: String) -> (StatusCode, &'static str) {
    let content = Content::text(text);
    match moderation
        .clavata
        .evaluate_one(moderation.policy, content)
        .await
    {
        Ok(answer) => match answer.verdict().decide_or(Decision::Review) {
            Decision::Allow => (StatusCode::CREATED, "published"),
            Decision::Block => (StatusCode::FORBIDDEN, "blocked"),
            Decision::Review => (StatusCode::ACCEPTED, "held for review"),
        },
        Err(error) => unchecked(&error),
    }
}

/// Decides what to do with a comment that was not judged. It is never published.
fn unchecked(error: &Error) -> (StatusCode, &'static str) {
    if let Some(refusals) = error.refusals() {
        if refusals.has_csam() {
            eprintln!("known abuse material: notify those who must report it");
        }
        return (StatusCode::FORBIDDEN, "blocked");
    }
    eprintln!("not judged: {error}");
    if error.is_invalid_content() {
        // Such as an empty text.
        (StatusCode::BAD_REQUEST, "not a comment")
    } else if error.is_quota() {
        (StatusCode::SERVICE_UNAVAILABLE, "come back later")
    } else {
        (StatusCode::ACCEPTED, "held for review")
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let policy =
        std::env::var("CLAVATA_POLICY").map_err(|_| "set CLAVATA_POLICY to a policy's UUID")?;
    let policy = policy.parse().map_err(|_| "CLAVATA_POLICY is not a UUID")?;
    // A person is waiting for the response.
    let timeouts = Timeouts::default().with_total(Duration::from_secs(5));
    let clavata = Clavata::from_env()
        .map_err(|error| error.to_string())?
        .with_timeouts(timeouts);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!(
        "POST a comment to http://{}/comments",
        listener.local_addr()?
    );
    axum::serve(listener, router(Moderation { clavata, policy })).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clavata_api_ext::test_util::{self, Fault, MockGateway, Operation, Reply, sample};

    use super::*;

    /// The service's response to a comment, which the mock gateway judges by its words.
    async fn said(text: &str) -> (StatusCode, &'static str) {
        asked(&MockGateway::start().await, text).await
    }

    /// The service's response if the gateway sends this reply.
    async fn said_to(reply: impl Into<Reply>) -> (StatusCode, &'static str) {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::Evaluate).always(reply);
        asked(&gateway, "hello").await
    }

    async fn asked(gateway: &MockGateway, text: &str) -> (StatusCode, &'static str) {
        let timeouts = Timeouts::default().with_total(Duration::from_secs(5));
        let moderation = Moderation {
            clavata: test_util::client(gateway).with_timeouts(timeouts),
            policy: sample::POLICY.parse().unwrap(),
        };
        comment(State(moderation), text.to_owned()).await
    }

    #[tokio::test]
    async fn a_clear_comment_is_published() {
        assert_eq!(said("hello").await.0, StatusCode::CREATED);
    }

    #[tokio::test]
    async fn a_flagged_comment_is_blocked() {
        assert_eq!(said("flag").await.0, StatusCode::FORBIDDEN);
        let flagged = sample::evaluated().flagged("Toxicity", 0.9);
        assert_eq!(said_to(flagged).await.0, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn a_comment_whose_evaluation_failed_is_held() {
        assert_eq!(said("fail").await.0, StatusCode::ACCEPTED);
    }

    #[tokio::test]
    async fn refused_content_is_blocked() {
        assert_eq!(said("csam").await.0, StatusCode::FORBIDDEN);
        assert_eq!(said_to(sample::refusal()).await.0, StatusCode::FORBIDDEN);
    }

    #[tokio::test]
    async fn without_quota_the_comment_may_come_again() {
        let (status, _) = said_to(Fault::QuotaExceeded).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    }

    // On a paused clock, the five seconds take no time.
    #[tokio::test(start_paused = true)]
    async fn a_gateway_that_does_not_answer_publishes_nothing() {
        let (status, _) = said_to(Fault::StallBeforeHeaders).await;
        assert_eq!(status, StatusCode::ACCEPTED);
    }

    #[tokio::test]
    async fn an_empty_comment_is_the_fault_of_its_author() {
        assert_eq!(said("").await.0, StatusCode::BAD_REQUEST);
    }
}
