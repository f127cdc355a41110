//! Getting a job and waiting for one, through the whole client.

use crate::transport;
use std::time::Duration;

use clavata_api_ext::{Clavata, Content, Verdict};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use serde_json::json;
use tokio::time::Instant;

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
    assert_eq!(job.verdict(), Verdict::Flagged);
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

#[tokio::test]
async fn a_job_that_is_an_error_too_is_no_answer() {
    const JOB: &str = r#""jobUuid":"55555555-5555-4555-8555-555555555555","status":"JOB_STATUS_COMPLETED","contentData":[{"contentHash":"a"}],"results":[{"report":{"result":"OUTCOME_FALSE"}}]"#;
    let gateway = MockGateway::start().await;
    let id = "55555555-5555-4555-8555-555555555555".parse().unwrap();
    let clavata = client(&gateway);
    for (more, is_error) in [
        (r#","error":{"code":3,"message":"failed"}"#, true),
        (r#","code":3,"message":"failed""#, true),
        (r#","error":null"#, false),
        (r#","error":{}"#, false),
        (r#","metadata":{"error":"one of the customer"}"#, false),
    ] {
        let body = format!(r#"{{"job":{{{JOB}{more}}}}}"#);
        gateway.answer(Operation::GetJob, Answer::json(200, body));
        let job = clavata.job(id).await;
        assert_eq!(job.is_err(), is_error, "{more}: {job:?}");
        // Other members do not hide it.
        for first in [r#""jobs":{}"#, r#""jobs":5"#, r#""jobs":[[]]"#] {
            let body = format!(r#"{{{first},"job":{{{JOB}{more}}}}}"#);
            gateway.answer(Operation::GetJob, Answer::json(200, body));
            let job = clavata.job(id).await;
            assert!(job.is_err() || !is_error, "{first} {more}: {job:?}");
        }
        let body = format!(r#"{{"jobs":[{{{JOB}}},{{{JOB}{more}}}]}}"#);
        gateway.answer(Operation::ListJobs, Answer::json(200, body));
        let first = clavata.jobs().next().await;
        assert_eq!(first.is_err(), is_error, "{more}: {first:?}");
    }
    gateway.finish().await;
}

#[tokio::test]
async fn a_job_that_does_not_say_that_it_is_the_one_asked_for_is_never_taken_for_it() {
    const OWN: &str = "55555555-5555-4555-8555-555555555555";
    let gateway = MockGateway::start().await;
    let job = |id: &str, outcome: &str| {
        let report = json!({"reviewResult": {"outcome": outcome, "score": 0.1}, "contentHash": "fnv1a128::1"});
        let results = json!([{"report": report}]);
        json!({"job": {"jobUuid": id, "status": "JOB_STATUS_COMPLETED", "results": results,
            "contentData": [{"contentHash": "fnv1a128::1"}]}})
    };
    let clavata = client(&gateway);
    for id in ["", "44444444-4444-4444-8444-444444444444", "job-1"] {
        let body = job(id, "OUTCOME_FALSE").to_string();
        gateway.answer(Operation::GetJob, Answer::json(200, body.clone()));
        let error = clavata.job(OWN.parse().unwrap()).await.unwrap_err();
        assert!(error.is_unreadable(), "{id:?}: {error:?}");
        gateway.answer(Operation::GetJob, Answer::json(200, body));
        let error = clavata.wait(OWN.parse().unwrap()).await.unwrap_err();
        assert!(error.is_unreadable(), "{id:?}: {error:?}");
    }
    // The result must not be lost because the id is missing.
    let body = job("", "OUTCOME_TRUE").to_string();
    gateway.answer(Operation::GetJob, Answer::json(200, body));
    let flagged = clavata.job(OWN.parse().unwrap()).await.unwrap();
    assert_eq!(flagged.verdict(), Verdict::Flagged);
    let body = job("44444444-4444-4444-8444-444444444444", "OUTCOME_TRUE").to_string();
    gateway.answer(Operation::GetJob, Answer::json(200, body));
    let error = clavata.job(OWN.parse().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("flagged"), "{error}");
    let body = job(OWN, "OUTCOME_FALSE").to_string();
    gateway.answer(Operation::GetJob, Answer::json(200, body));
    assert!(matches!(
        clavata.job(OWN.parse().unwrap()).await.unwrap().verdict(),
        Verdict::Clear
    ));
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_job_that_was_just_created_may_be_unknown_for_some_seconds() {
    for (unknown, found) in [(1, true), (4, true), (100, false)] {
        let gateway = MockGateway::start().await;
        gateway
            .on(Operation::GetJob)
            .times(unknown, Fault::NotFound);
        let clavata = transport::client(&gateway);
        let created = clavata.create(transport::POLICY, [Content::text("a")]);
        let begun = Instant::now();
        let waited = created.wait().await;
        assert_eq!(gateway.jobs().len(), 1);
        if found {
            assert!(waited.unwrap().is_done());
        } else {
            let error = waited.unwrap_err();
            assert!(
                error.is_not_found() && error.job_uuid().is_some(),
                "{error}"
            );
            let waited = begun.elapsed();
            assert!(waited >= Duration::from_secs(10), "{waited:?}");
            assert!(waited < Duration::from_secs(20), "{waited:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_nobody_just_created_is_not_waited_for() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(Fault::NotFound);
    let begun = Instant::now();
    let error = transport::client(&gateway).wait(transport::JOB).await;
    assert!(error.unwrap_err().is_not_found());
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn only_the_gateways_own_404_may_be_too_fresh() {
    let gateway = MockGateway::start().await;
    let page = Answer::raw(404, &[("content-type", "text/html")], "<html>no</html>");
    gateway.on(Operation::GetJob).always(page);
    let created = transport::client(&gateway).create(transport::POLICY, [Content::text("a")]);
    let begun = Instant::now();
    assert!(created.wait().await.unwrap_err().is_unreadable());
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn an_answer_to_two_calls_at_once_is_none() {
    const RESULT: &str = r#""results":[{"labelVersionId":"00000000-0000-0000-0000-000000000001","evaluation":{"outcome":"OUTCOME_FALSE"}}]"#;
    let id = "55555555-5555-4555-8555-555555555555".parse().unwrap();
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let job = json!({"jobUuid": id, "status": "JOB_STATUS_COMPLETED", "results": [{"report": {"result": "OUTCOME_FALSE"}}]});
    for (more, is_error) in [
        ("", false),
        (r#","new":{"jobs":[1]}"#, false),
        (r#","next_page_token":"""#, false),
        (r#","batchJobs":[]"#, true),
        (
            r#","policyEvaluationReport":{"result":"OUTCOME_TRUE"}"#,
            true,
        ),
    ] {
        let body = format!(r#"{{"job":{job}{more}}}"#);
        gateway.answer(Operation::GetJob, Answer::json(200, body));
        let job = clavata.job(id).await;
        assert_eq!(job.is_err(), is_error, "{more}: {job:?}");
        let body = format!("{{{RESULT}{more}}}");
        gateway.answer(Operation::EvaluateLabels, Answer::json(200, body));
        let versions = [uuid::Uuid::from_u128(1)];
        let labels = clavata.evaluate_labels(Content::text("x"), versions).send();
        let labels = labels.await;
        assert_eq!(labels.is_err(), is_error, "{more}: {labels:?}");
    }
    gateway.finish().await;
}
