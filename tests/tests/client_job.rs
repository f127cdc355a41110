//! Getting a job and waiting for one, through the whole client.

use std::time::Duration;

use clavata_api_ext::{Clavata, Verdict};
use mock_gateway::{Answer, MockGateway, Operation};

fn client(gateway: &MockGateway) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_job_is_fetched_and_judged() {
    let gateway = MockGateway::start().await;
    let id = "55555555-5555-4555-8555-555555555555".parse().unwrap();
    let job = client(&gateway).job(id).await.unwrap();
    assert!(matches!(job.verdict(), Verdict::Flagged(_)));
    assert!(job.rows().count() > 3);
    gateway.finish().await;
}

#[tokio::test]
async fn a_job_that_is_not_there_is_not_found() {
    let gateway = MockGateway::start().await;
    let id = "00000000-0000-4000-8000-000000000404".parse().unwrap();
    let error = client(&gateway).job(id).await.unwrap_err();
    assert!(error.is_not_found(), "{error:?}");
    assert_eq!(error.attempts(), 1);
    assert!(error.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_refusal_with_a_good_status_is_a_refusal() {
    let gateway = MockGateway::start().await;
    let body = r#"{"error":{"code":1,"message":"precheck failed","details":[{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;
    gateway.answer(Operation::GetJob, Answer::json(200, body));
    let id = "55555555-5555-4555-8555-555555555555".parse().unwrap();
    let error = client(&gateway).job(id).await.unwrap_err();
    assert!(error.refusals().unwrap().has_csam(), "{error:?}");
    assert_eq!(error.attempts(), 1);
    gateway.finish().await;
}
