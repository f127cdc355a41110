//! The mock gateway agrees with the facts of the contract, although it shares no code with the client.

use clavata_api::contract::{
    self, EVALUATE_LABELS_REQUEST_LABEL_VERSION_IDS_MAX_ITEMS as MOST_LABELS, OPERATIONS,
};
use mock_gateway::{MockGateway, Operation};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::plain::{post, send_bare};

#[test]
fn the_gateway_knows_the_operations_of_the_contract_and_no_others() {
    let known = Operation::ALL.into_iter();
    let mut known: Vec<_> = known
        .filter(|one| !one.is_storage())
        .map(Operation::name)
        .collect();
    let mut named: Vec<_> = OPERATIONS.iter().map(|one| one.id).collect();
    known.sort_unstable();
    named.sort_unstable();
    assert_eq!(known, named);
}

#[tokio::test]
async fn the_gateway_has_each_operation_where_the_contract_says() {
    let gateway = MockGateway::builder().key("test-key").start().await;
    let key = format!("{} test-key", contract::AUTHORIZATION_SCHEME);
    for operation in OPERATIONS {
        let path = operation
            .path
            .replace("{jobUuid}", &Uuid::nil().to_string());
        let path = path.replace("{batchJobId}", "batch");
        let mut headers = vec![("authorization", &*key)];
        let mut body = "";
        if operation.method == "POST" {
            headers.push(("content-type", "application/json"));
            body = "{}";
        }
        let answer = send_bare(&gateway, operation.method, &path, &headers, body).await;
        let status = answer.status;
        assert!(
            ![401, 405, 501].contains(&status),
            "{operation:?}: {status}"
        );
        let called = Operation::ALL
            .into_iter()
            .find(|one| one.name() == operation.id);
        assert_eq!(gateway.counts(called.unwrap()).heads, 1, "{operation:?}");
    }
}

#[tokio::test]
async fn the_gateway_takes_as_many_labels_as_the_contract_says() {
    let gateway = MockGateway::start().await;
    for (count, status) in [
        (0, 400),
        (1, 200),
        (MOST_LABELS, 200),
        (MOST_LABELS + 1, 400),
    ] {
        let versions: Vec<Value> = (0..count)
            .map(|n| json!(Uuid::from_u128(n as u128 + 1)))
            .collect();
        let body = json!({"contentData": {"text": "a"}, "labelVersionIds": versions});
        let answer = post(&gateway, "/v1/labels/evaluate", body).await;
        assert_eq!(answer.status, status, "{count}");
    }
}
