//! Calls every operation through the generated client, and records the requests.

use std::sync::Arc;

use super::contract::operations;
use super::examples::{Example, examples};
use clavata_api::types::{BatchJobState, JobStatus};
use clavata_api::{Call, Client, decode};
use mock_gateway::{Answer, MockGateway, Operation, SeenRequest};
use reqwest::header::{HeaderName, HeaderValue};
use serde::de::DeserializeOwned;

pub(crate) const ID: &str = "55555555-5555-4555-8555-555555555555";
pub(crate) const START: &str = "2024-01-02T03:04:05Z";
pub(crate) const END: &str = "2024-01-02T03:04:05.678901Z";

pub(crate) fn client(gateway: &MockGateway) -> Client {
    client_at(&gateway.url())
}

pub(crate) fn client_at(url: &str) -> Client {
    let mut call = Call::default();
    let name = HeaderName::from_static("x-clavata-client");
    let version = HeaderValue::from_static("rust-sdk:test");
    Arc::make_mut(&mut call.headers).insert(name, version);
    super::client::client(url, call)
}

fn of_example<T: DeserializeOwned>(example: &Example) -> T {
    decode(example.body.as_bytes()).unwrap()
}

/// Calls the operation, with that body if it takes one, and with every parameter.
async fn call(client: &Client, id: &str, body: Option<&Example>) {
    let time = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let body = || body.expect("the operation has a body");
    let outcome = match id {
        "get_job" => client.get_job().job_uuid(uuid()).send().await.err(),
        "list_jobs" => {
            let request = client
                .list_jobs()
                .query_created_time_range_start(time(START))
                .query_created_time_range_end(time(END))
                .query_created_time_range_inclusive(true)
                .query_updated_time_range_start(time(START))
                .query_updated_time_range_end(time(END))
                .query_updated_time_range_inclusive(false)
                .query_completed_time_range_start(time(START))
                .query_completed_time_range_end(time(END))
                .query_completed_time_range_inclusive(true)
                .query_status(JobStatus::Completed)
                .query_policy_id(uuid())
                .page_size(25)
                .page_token("a b&c=d/é".to_owned());
            request.send().await.err()
        }
        "create_job" => {
            let body: clavata_api::types::CreateJobRequest = of_example(body());
            client.create_job().body(body).send().await.err()
        }
        "evaluate" => {
            let body: clavata_api::types::EvaluateRequest = of_example(body());
            client.evaluate().body(body).send().await.err()
        }
        "evaluate_labels" => {
            let body: clavata_api::types::EvaluateLabelsRequest = of_example(body());
            client.evaluate_labels().body(body).send().await.err()
        }
        "list_batch_jobs" => {
            let request = client
                .list_batch_jobs()
                .batch_job_ids(vec!["one".to_owned(), "two&three".to_owned()])
                .states(vec![BatchJobState::Completed, BatchJobState::Cancelled]);
            request.send().await.err()
        }
        "create_batch_job" => {
            let body: clavata_api::types::CreateBatchJobRequest = of_example(body());
            client.create_batch_job().body(body).send().await.err()
        }
        "cancel_batch_job" => {
            let body: clavata_api::types::CancelBatchJobRequest = of_example(body());
            let request = client.cancel_batch_job().batch_job_id("a/b c".to_owned());
            request.body(body).send().await.err()
        }
        other => panic!("the contract has an operation {other} that nobody calls here"),
    };
    assert!(outcome.is_none(), "{id}: {outcome:?}");
}

pub(crate) fn uuid() -> uuid::Uuid {
    ID.parse().unwrap()
}

/// Calls the operation at a gateway that answers `{}`, and returns the request that arrived.
pub(crate) async fn sent(id: &str, body: Option<&Example>) -> SeenRequest {
    let gateway = MockGateway::start().await;
    let known = Operation::ALL.into_iter().find(|known| known.name() == id);
    let known = known.unwrap_or_else(|| panic!("the gateway has no operation {id}"));
    gateway.on(known).next(Answer::json(200, "{}"));
    call(&client(&gateway), id, body).await;
    let request = gateway.requests().remove(0);
    assert_eq!(request.operation, Some(known), "{}", request.path);
    gateway.finish().await;
    request
}

/// Every operation, with each example of its request if it takes one.
pub(crate) async fn everything_sent() -> Vec<(&'static str, Option<Example>, SeenRequest)> {
    let mut all = Vec::new();
    for operation in operations() {
        let bodies = examples()
            .into_iter()
            .filter(|example| example.operation == operation.id && example.kind == "request");
        let mut bodies: Vec<Option<Example>> = bodies.map(Some).collect();
        if bodies.is_empty() {
            bodies.push(None);
        }
        for body in bodies {
            let request = sent(operation.id, body.as_ref()).await;
            all.push((operation.id, body, request));
        }
    }
    all
}
