//! The generated client sends what the contract says.

use crate::support::calls::{ID, client, client_at, everything_sent, uuid};
use crate::support::contract::{operation, validator};
use crate::support::meaning::meaning;
use mock_gateway::MockGateway;

#[tokio::test]
async fn method_and_path_are_those_of_the_contract() {
    for (id, _, request) in everything_sent().await {
        let operation = operation(id);
        assert_eq!(
            request.method.as_str().to_lowercase(),
            operation.method,
            "{id}"
        );
        let path = operation.path.replace("{jobUuid}", ID);
        let path = path.replace("{batchJobId}", "a%2Fb%20c");
        assert_eq!(request.path, path, "{id}");
    }
}

#[tokio::test]
async fn headers_are_those_that_the_gateway_knows() {
    for (id, _, request) in everything_sent().await {
        assert_eq!(
            request.header("authorization"),
            Some("Bearer test-key"),
            "{id}"
        );
        assert_eq!(request.header("x-clavata-client"), Some("rust-sdk:test"));
        assert_eq!(request.header("api-version"), None, "{id}");
        let accept = request.header("accept").unwrap();
        assert!(accept.contains("application/json"), "{id} accepts {accept}");
        let streams = id == "evaluate";
        assert_eq!(accept.contains("application/x-ndjson"), streams, "{id}");
        let kind = operation(id)
            .spec
            .get("requestBody")
            .map(|_| "application/json");
        assert_eq!(request.header("content-type"), kind, "{id}");
        for (name, _) in &request.headers {
            let known = [
                "host",
                "content-length",
                "accept-encoding",
                "accept",
                "content-type",
            ];
            let ours = ["authorization", "x-clavata-client"];
            assert!(
                known.contains(&name.as_str()) || ours.contains(&name.as_str()),
                "{id} sends a header {name}"
            );
        }
    }
}

#[tokio::test]
async fn a_body_follows_its_schema_and_says_what_it_was_given() {
    for (id, example, request) in everything_sent().await {
        let Some(example) = example else {
            assert!(request.body.is_empty(), "{id}");
            continue;
        };
        let body = request.json();
        let error = validator(example.schema).validate(&body).err();
        assert!(error.is_none(), "{}: {error:?}", example.file);
        assert_eq!(
            meaning(example.schema, &body),
            meaning(example.schema, &example.json()),
            "{}",
            example.file
        );
    }
}

#[tokio::test]
async fn a_base_url_may_end_in_a_slash() {
    let gateway = MockGateway::start().await;
    let client = client_at(&format!("{}/", gateway.url()));
    client.get_job().job_uuid(uuid()).send().await.unwrap();
    assert_eq!(gateway.requests()[0].path, format!("/v1/jobs/{ID}"));
}

#[tokio::test]
async fn a_request_that_lacks_its_id_is_not_sent() {
    let gateway = MockGateway::start().await;
    let error = client(&gateway).get_job().send().await.unwrap_err();
    assert!(
        matches!(error, clavata_api::Error::InvalidRequest(_)),
        "{error:?}"
    );
    assert!(gateway.requests().is_empty());
}
