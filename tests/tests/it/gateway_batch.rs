//! Batch jobs, from the upload URL to the downloaded file.

use crate::plain::{Plain, get, post, send, send_bare};
use mock_gateway::{Fault, MockGateway, Operation};
use serde_json::{Value, json};
use std::time::Duration;

const CSV: &str = "ref_id,type,content\n1,text,hello\n2,text,flag\n3,text,csam\n";

async fn create(gateway: &MockGateway) -> Value {
    let body = json!({"name": "n", "policyId": "11111111-1111-4111-8111-111111111111"});
    post(gateway, "/v1/batch-jobs", body).await.json()
}

fn path_of(gateway: &MockGateway, url: &Value) -> String {
    let path = url.as_str().unwrap().strip_prefix(&gateway.url());
    path.unwrap().to_owned()
}

async fn upload(gateway: &MockGateway, created: &Value, csv: &str) -> Plain {
    let path = path_of(gateway, &created["inputFileUploadUrl"]);
    send_bare(gateway, "PUT", &path, &[], csv).await
}

async fn state(gateway: &MockGateway) -> String {
    let list = get(gateway, "/v1/batch-jobs").await.json();
    let state = list["batchJobs"][0]["state"].as_str().unwrap();
    state.trim_start_matches("BATCH_JOB_STATE_").to_owned()
}

#[tokio::test]
async fn a_batch_job_goes_from_upload_to_download_by_being_looked_at() {
    let gateway = MockGateway::start().await;
    let created = create(&gateway).await;
    assert_eq!(created["error"], Value::Null);
    assert_eq!(state(&gateway).await, "INITIALIZED");
    assert_eq!(state(&gateway).await, "INITIALIZED");
    assert_eq!(upload(&gateway, &created, CSV).await.status, 200);
    let mut states = Vec::new();
    for _ in 0..8 {
        states.push(state(&gateway).await);
    }
    assert_eq!(
        states.join(" "),
        "QUEUED PREPROCESSING PREPROCESSED SUBMITTED POSTPROCESSING POSTPROCESSED COMPLETED COMPLETED"
    );
    let list = get(&gateway, "/v1/batch-jobs?states=BATCH_JOB_STATE_COMPLETED").await;
    let url = &list.json()["batchJobs"][0]["outputFileUrl"];
    let path = path_of(&gateway, url);
    let output = send_bare(&gateway, "GET", &path, &[], "").await;
    assert_eq!(output.header("content-type"), Some("text/csv"));
    let lines: Vec<&str> = output.text().lines().collect();
    assert_eq!(lines[0], "ref_id,outcome,score,labels,error");
    assert!(lines[1].starts_with("1,OUTCOME_FALSE,"));
    assert!(lines[2].starts_with("2,OUTCOME_TRUE,"));
    assert_eq!(lines[3], "3,,,,precheck failed");
    assert_eq!(gateway.counts(Operation::UploadInput).bodies, 1);
}

#[tokio::test]
async fn the_key_must_not_travel_to_object_storage() {
    let gateway = MockGateway::start().await;
    let created = create(&gateway).await;
    let path = path_of(&gateway, &created["inputFileUploadUrl"]);
    let answer = send(&gateway, "PUT", &path, &[], CSV).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("<Code>InvalidArgument</Code>"));
    let accused = tokio::spawn(gateway.finish()).await.unwrap_err();
    assert!(accused.is_panic());
}

#[tokio::test]
async fn a_second_upload_replaces_the_first_and_begins_anew() {
    let gateway = MockGateway::start().await;
    let created = create(&gateway).await;
    upload(&gateway, &created, "ref_id,type,content\n9,text,old\n").await;
    for _ in 0..4 {
        state(&gateway).await;
    }
    upload(&gateway, &created, CSV).await;
    assert_eq!(state(&gateway).await, "QUEUED");
    for _ in 0..6 {
        state(&gateway).await;
    }
    let list = get(&gateway, "/v1/batch-jobs").await.json();
    let path = path_of(&gateway, &list["batchJobs"][0]["outputFileUrl"]);
    let output = send_bare(&gateway, "GET", &path, &[], "").await;
    assert_eq!(output.text().lines().count(), 4);
}

#[tokio::test]
async fn storage_refuses_as_object_stores_do() {
    let valid = Duration::from_millis(30);
    let gateway = MockGateway::builder().upload_valid(valid).start().await;
    let created = create(&gateway).await;
    let path = path_of(&gateway, &created["inputFileUploadUrl"]);
    let code = |answer: &Plain| {
        let text = answer.text();
        let from = text.find("<Code>").unwrap() + 6;
        text[from..].split('<').next().unwrap().to_owned()
    };
    let forged = path.replace("signature=", "signature=0");
    let answer = send_bare(&gateway, "PUT", &forged, &[], CSV).await;
    assert_eq!(
        (answer.status, &*code(&answer)),
        (403, "SignatureDoesNotMatch")
    );
    let chunked = [("transfer-encoding", "chunked")];
    let answer = send_bare(&gateway, "PUT", &path, &chunked, "1\r\na\r\n0\r\n\r\n").await;
    assert_eq!(
        (answer.status, &*code(&answer)),
        (411, "MissingContentLength")
    );
    gateway.on(Operation::UploadInput).next(Fault::Unavailable);
    let answer = send_bare(&gateway, "PUT", &path, &[], CSV).await;
    assert_eq!((answer.status, &*code(&answer)), (503, "SlowDown"));
    tokio::time::sleep(valid).await;
    let answer = send_bare(&gateway, "PUT", &path, &[], CSV).await;
    assert_eq!((answer.status, &*code(&answer)), (403, "AccessDenied"));
    assert!(answer.text().contains("Request has expired"));
    let output = path.replace("/input/", "/output/");
    let answer = send_bare(&gateway, "GET", &output, &[], "").await;
    assert_eq!((answer.status, &*code(&answer)), (404, "NoSuchKey"));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_ends_in_error() {
    let gateway = MockGateway::start().await;
    let created = create(&gateway).await;
    upload(&gateway, &created, "id,text\n1,a\n").await;
    let mut last = String::new();
    for _ in 0..5 {
        last = state(&gateway).await;
    }
    assert_eq!(last, "ERROR");
}

#[tokio::test]
async fn canceling_ends_a_job_once() {
    let gateway = MockGateway::start().await;
    let created = create(&gateway).await;
    let path = format!(
        "/v1/batch-jobs/{}/cancel",
        created["batchJobId"].as_str().unwrap()
    );
    let answer = post(&gateway, &path, "{}").await;
    assert_eq!(answer.json()["state"], "BATCH_JOB_STATE_CANCELLED");
    assert_eq!(state(&gateway).await, "CANCELLED");
    let answer = post(&gateway, &path, "{}").await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!(9)));
    let answer = post(&gateway, "/v1/batch-jobs/none/cancel", "{}").await;
    assert_eq!(
        (answer.status, &answer.json()["message"]),
        (404, &json!("batch job not found"))
    );
}

#[tokio::test]
async fn listing_filters_by_id_and_state() {
    let gateway = MockGateway::start().await;
    let (first, second) = (create(&gateway).await, create(&gateway).await);
    upload(&gateway, &second, CSV).await;
    let id = |created: &Value| created["batchJobId"].as_str().unwrap().to_owned();
    let both = format!("batchJobIds={}&batchJobIds={}", id(&first), id(&second));
    for (query, expected) in [
        (format!("batchJobIds={}", id(&first)), vec![id(&first)]),
        (both, vec![id(&first), id(&second)]),
        (
            "states=BATCH_JOB_STATE_INITIALIZED".to_owned(),
            vec![id(&first)],
        ),
        ("batchJobIds=none".to_owned(), vec![]),
    ] {
        let list = get(&gateway, &format!("/v1/batch-jobs?{query}"))
            .await
            .json();
        let found: Vec<String> = list["batchJobs"]
            .as_array()
            .unwrap()
            .iter()
            .map(id)
            .collect();
        assert_eq!(found, expected, "{query}");
    }
    let answer = get(&gateway, "/v1/batch-jobs?states=QUEUED").await;
    assert_eq!(
        answer.json()["message"],
        "parsing field \"states\": \"QUEUED\" is not a valid value"
    );
}

#[tokio::test]
async fn a_batch_job_needs_a_name_and_a_published_policy() {
    let gateway = MockGateway::start().await;
    let answer = post(&gateway, "/v1/batch-jobs", json!({"policyId": "p"})).await;
    assert_eq!(answer.json()["message"], "name is required");
    let unpublished = json!({"name": "n", "policyId": "00000000-0000-4000-8000-000000000000"});
    let answer = post(&gateway, "/v1/batch-jobs", unpublished).await;
    assert_eq!(answer.status, 200);
    let error = &answer.json()["error"]["errorCode"];
    assert_eq!(*error, "BATCH_JOB_ERROR_INVALID_POLICY");
}
