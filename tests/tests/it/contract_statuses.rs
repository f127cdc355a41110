//! Every documented status of every operation, through the whole client.

use crate::support::contract;
use clavata_api_ext::test_util::client;
use clavata_api_ext::{Clavata, Content, Error};
use mock_gateway::{Answer, MockGateway, Operation};
use serde_json::json;
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(0x5555_5555_5555_4555_8555_5555_5555_5555);

const OPERATIONS: [(&str, Operation); 8] = [
    ("get_job", Operation::GetJob),
    ("list_jobs", Operation::ListJobs),
    ("create_job", Operation::CreateJob),
    ("evaluate", Operation::Evaluate),
    ("evaluate_labels", Operation::EvaluateLabels),
    ("create_batch_job", Operation::CreateBatchJob),
    ("list_batch_jobs", Operation::ListBatchJobs),
    ("cancel_batch_job", Operation::CancelBatchJob),
];

async fn call(clavata: &Clavata, operation: Operation) -> Result<(), Error> {
    let text = || Content::text("hello");
    match operation {
        Operation::GetJob => clavata.job(ID).await.map(drop),
        Operation::ListJobs => clavata.jobs().next().await.map(drop),
        Operation::CreateJob => clavata.create(ID, [text()]).send().await.map(drop),
        Operation::Evaluate => clavata.evaluate_one(ID, text()).await.map(drop),
        Operation::EvaluateLabels => {
            let asked = clavata.evaluate_labels(text(), [ID]);
            asked.send().await.map(drop)
        }
        Operation::CreateBatchJob => clavata.batch().create("name", ID).await.map(drop),
        Operation::ListBatchJobs => clavata.batch().list().await.map(drop),
        _ => clavata.batch().cancel("batch-1").await.map(drop),
    }
}

/// The statuses that the contract names for an operation, taken from the descriptions of its error responses.
fn documented(id: &str) -> Vec<u16> {
    let responses = &contract::operation(id).spec["responses"];
    let mut statuses = Vec::new();
    for class in ["4XX", "5XX"] {
        let reference = responses[class]["$ref"].as_str().unwrap();
        let name = reference.rsplit('/').next().unwrap();
        let response = &contract::contract()["components"]["responses"][name];
        let text = response["description"].as_str().unwrap();
        let quoted = text.split('`').filter_map(|word| word.parse::<u16>().ok());
        statuses.extend(quoted.filter(|status| (400..600).contains(status)));
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

#[tokio::test]
async fn every_documented_status_of_every_operation_is_an_error_that_says_it() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let mut tried = 0;
    for (id, operation) in OPERATIONS {
        let statuses = documented(id);
        assert!(statuses.len() >= 9, "{id}: {statuses:?}");
        for status in statuses {
            let said = json!({"code": 2, "message": "said", "details": []});
            let body = if operation == Operation::Evaluate {
                json!({ "error": said })
            } else {
                said
            };
            gateway
                .on(operation)
                .next(Answer::json(status, body.to_string()));
            let error = call(&clavata, operation).await.unwrap_err();
            assert_eq!(error.status(), Some(status), "{id}: {error:?}");
            assert_eq!(error.type_name(), "refused", "{id} {status}: {error:?}");
            assert_eq!(error.gateway_message(), Some("said"));
            tried += 1;
        }
    }
    assert!(tried >= 72, "{tried}");
    gateway.finish().await;
}
