//! The status, headers and request id of successful answers.

use clavata_api_ext::test_util::client;
use clavata_api_ext::{Answered, Content, Job, Verdict};
use mock_gateway::{Answer, MockGateway, Operation, sample};
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);

fn head<T>(answered: &Answered<T>) -> (u16, Option<&str>, bool) {
    let has_date = answered.headers().contains_key("date");
    (answered.status(), answered.request_id(), has_date)
}

/// An answer with an id.
fn named(body: impl Into<String>) -> Answer {
    Answer::json(200, body.into()).with_header("x-request-id", "r-7")
}

#[tokio::test]
async fn every_call_returns_the_head_of_its_answer() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let job = sample::job().clear("Spam", 0.1);
    let answer = format!(r#"{{"job":{job}}}"#);
    gateway.on(Operation::GetJob).next(named(answer.as_str()));
    gateway
        .on(Operation::CreateJob)
        .next(named(answer.as_str()));
    let answer = sample::evaluated().clear("Spam", 0.1);
    let answer = format!(r#"{{"result":{answer}}}"#);
    gateway.on(Operation::Evaluate).next(named(answer));
    let answer = r#"{"results":[{"evaluation":{"outcome":"OUTCOME_FALSE"}}]}"#;
    gateway.on(Operation::EvaluateLabels).next(named(answer));
    gateway.on(Operation::ListBatchJobs).next(named("{}"));
    let answer = r#"{"batchJobId":"b","inputFileUploadUrl":"https://x.example/"}"#;
    gateway.on(Operation::CreateBatchJob).next(named(answer));

    let id: Job = sample::job().read();
    let id = id.job_uuid.as_ref().unwrap().as_uuid().unwrap();
    let text = || Content::text("hello");
    let job = clavata.job(id).with_response().await.unwrap();
    assert_eq!(job.verdict(), Verdict::Clear);
    let created = clavata.create(POLICY, [text()]).with_response();
    let created = created.await.unwrap();
    let judged = clavata.evaluate_one(POLICY, text()).with_response();
    let judged = judged.await.unwrap();
    assert_eq!(judged.verdict(), Verdict::Clear);
    let labels = clavata.evaluate_labels(text(), [POLICY]).with_response();
    let labels = labels.await.unwrap();
    assert_eq!(labels.iter().len(), 1);
    let batches = clavata.batch().list().with_response().await.unwrap();
    let batch = clavata.batch().create("x", POLICY).with_response();
    let batch = batch.await.unwrap();
    assert_eq!(batch.batch_job_id, "b");
    let heads = [
        head(&job),
        head(&created),
        head(&judged),
        head(&labels),
        head(&batches),
        head(&batch),
    ];
    assert_eq!(heads, [(200, Some("r-7"), true); 6]);
    assert_eq!(judged.into_inner().verdict(), Verdict::Clear);
    gateway.finish().await;
}

#[tokio::test]
async fn an_id_that_repeats_the_key_is_not_shown() {
    let gateway = MockGateway::start().await;
    let answer = Answer::json(200, "{}").with_header("x-request-id", "of test-key");
    gateway.on(Operation::ListBatchJobs).next(answer);
    let answered = client(&gateway).batch().list().with_response();
    let answered = answered.await.unwrap();
    assert_eq!(answered.request_id(), None);
    let shown = format!("{answered:?} {:?}", answered.headers());
    assert!(!shown.contains("test-key"), "{shown}");
}
