//! The text of an error names the call: its operation, the gateway's host, and the attempts.

use std::time::Duration;

use crate::support::client::hasty;
use clavata_api_ext::Content;
use clavata_api_ext::test_util::client;
use mock_gateway::{Answer, ClosedPort, Fault, MockGateway, Operation};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(1);

#[tokio::test]
async fn the_text_names_operation_and_host() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::CreateJob).next(Fault::Unavailable);
    gateway.on(Operation::Evaluate).next(Answer::json(200, ""));
    let clavata = client(&gateway);
    let contents = [Content::text("hello")];
    let waited = clavata.poller(ID).with_timeout(Duration::ZERO);
    let errors = [
        (clavata.job(ID).await.unwrap_err(), "get_job"),
        (
            clavata
                .create(ID, contents.clone())
                .send()
                .await
                .unwrap_err(),
            "create_job",
        ),
        (
            clavata
                .evaluate_one(ID, Content::text("hello"))
                .await
                .unwrap_err(),
            "evaluate",
        ),
        (
            clavata.batch().get("none").await.unwrap_err(),
            "list_batch_jobs",
        ),
        (waited.until_done().await.unwrap_err(), "get_job"),
    ];
    for (error, operation) in errors {
        let text = error.to_string();
        let call = format!(" ({operation} at 127.0.0.1)");
        assert!(text.contains(&call), "{text}");
        assert_eq!(error.operation(), Some(operation));
    }
}

#[tokio::test]
async fn the_text_counts_attempts_and_a_call_that_was_not_made_has_no_name() {
    let port = ClosedPort::reserve().unwrap();
    let clavata = hasty(port.url());
    let text = clavata.job(ID).await.unwrap_err().to_string();
    assert!(
        text.ends_with(" (get_job at 127.0.0.1, after 4 attempts)"),
        "{text}"
    );
    let text = clavata.create(ID, []).send().await.unwrap_err().to_string();
    assert_eq!(text, "there is no content to judge");
}
