//! A client reports fields and values in its answers that the contract does not know.

use std::sync::{Arc, Mutex};

use clavata_api_ext::{Clavata, Content};
use mock_gateway::{Answer, MockGateway, Operation};

const ID: &str = "55555555-5555-4555-8555-555555555555";

type Told = Arc<Mutex<Vec<String>>>;

fn client(gateway: &MockGateway, key: &str) -> (Clavata, Told) {
    let told = Told::default();
    let to = told.clone();
    let clavata = Clavata::builder()
        .with_key(key)
        .with_base_url(gateway.url())
        .on_news(move |name| to.lock().unwrap().push(name.to_owned()))
        .build()
        .unwrap();
    (clavata, told)
}

#[tokio::test]
async fn each_new_name_is_told_once_for_all_clones() {
    let gateway = MockGateway::start().await;
    let (clavata, told) = client(&gateway, "test-key");
    let first = format!(
        r#"{{"job":{{"jobUuid":"{ID}","region":"secret","contentData":[{{"metadata":{{"own":"1"}}}}]}}}}"#
    );
    let second = format!(
        r#"{{"job":{{"jobUuid":"{ID}","region":"secret","status":"JOB_STATUS_PAUSED"}},"job_cost":1}}"#
    );
    for body in [&first, &first, &second, &first] {
        gateway.answer(Operation::GetJob, Answer::json(200, body.clone()));
        clavata.clone().job(ID.parse().unwrap()).await.unwrap();
    }
    assert_eq!(
        *told.lock().unwrap(),
        ["job.region", "job.status = JOB_STATUS_PAUSED", "job_cost"]
    );
    gateway.finish().await;
}

#[tokio::test]
async fn the_answers_of_a_stream_are_heard() {
    let gateway = MockGateway::start().await;
    let (clavata, told) = client(&gateway, "test-key");
    let body = r#"{"result":{"jobUuid":"j","policyEvaluationReport":{"reviewResult":{"outcome":"OUTCOME_MAYBE"},"extra":1}}}"#;
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let policy = ID.parse().unwrap();
    // Whether this counts as an answer does not matter here.
    let _ = clavata.evaluate_one(policy, Content::text("words")).await;
    assert_eq!(
        *told.lock().unwrap(),
        [
            "result.policyEvaluationReport.extra",
            "result.policyEvaluationReport.reviewResult.outcome = OUTCOME_MAYBE",
        ]
    );
    gateway.finish().await;
}

#[tokio::test]
async fn a_name_that_holds_the_key_is_not_told() {
    let gateway = MockGateway::builder().key("TEST_KEY").start().await;
    let (clavata, told) = client(&gateway, "TEST_KEY");
    let body = format!(
        r#"{{"job":{{"jobUuid":"{ID}","status":"TEST_KEY","region":1,"xTEST_KEY":2,"xtest_key":3,"k544553545f4b4559":4}}}}"#
    );
    gateway.answer(Operation::GetJob, Answer::json(200, body));
    clavata.job(ID.parse().unwrap()).await.unwrap();
    assert_eq!(*told.lock().unwrap(), ["job.region"]);
}
