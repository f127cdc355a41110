//! Waiting for a job that was just created.

use crate::create::{JOB, POLICY, client, gateway, job, scripted, sent};
use clavata_api_ext::{Content, Decision, Error, Job};
use mock_gateway::{Answer, Operation, example, sample};
use serde_json::json;

#[tokio::test]
async fn waiting_brings_the_job_as_it_ended() {
    let gateway = scripted().await;
    gateway
        .on(Operation::GetJob)
        .next(job("JOB_STATUS_RUNNING"));
    let contents = [Content::text("a")];
    let job = client(&gateway).create_and_wait(POLICY, contents).await;
    assert!(job.unwrap().is_done());
    assert_eq!(sent(&gateway), 1);
    assert_eq!(gateway.counts(Operation::GetJob).heads, 2);
}

#[tokio::test]
async fn a_created_job_is_judged_piece_by_piece_once_it_has_ended() {
    let gateway = gateway().await;
    let contents = [
        Content::text("hello").with_metadata("id", "1"),
        Content::text("please flag this").with_metadata("id", "2"),
        Content::text("this will fail").with_metadata("id", "3"),
    ];
    let job = client(&gateway).create_and_wait(POLICY, contents).await;
    let job = job.unwrap();
    let verdicts: Vec<_> = job
        .content_results()
        .map(|r| r.verdict().as_str())
        .collect();
    assert_eq!(verdicts, ["clear", "flagged", "undetermined"]);
    let ids: Vec<_> = job
        .content_results()
        .map(|r| r.metadata().get("id"))
        .collect();
    assert_eq!(ids, [Some("1"), Some("2"), Some("3")]);
    let decision = job.verdict().decide_or(Decision::Allow);
    assert_eq!(decision, Decision::Block);
    assert_eq!(gateway.counts(Operation::CreateJob).heads, 1);
    gateway.finish().await;
}

#[tokio::test]
async fn a_job_that_is_done_at_once_is_not_asked_for() {
    let gateway = scripted().await;
    let done = example("create_job.response.completed");
    gateway
        .on(Operation::CreateJob)
        .next(Answer::json(200, done));
    let contents = [Content::text("a")];
    let job = client(&gateway).create_and_wait(POLICY, contents).await;
    assert!(job.unwrap().is_done());
    assert_eq!(gateway.counts(Operation::GetJob).heads, 0);
}

#[tokio::test]
async fn a_job_that_lacks_a_piece_of_content_is_not_clear() {
    let done = sample::job().clear("Spam", 0.1).id(JOB);
    for (sent, verdict) in [(1, "clear"), (2, "undetermined"), (3, "undetermined")] {
        let contents = || (0..sent).map(|n| Content::text(format!("text {n}")));
        for is_done_at_once in [false, true] {
            let gateway = scripted().await;
            let asked = if is_done_at_once {
                Operation::CreateJob
            } else {
                Operation::GetJob
            };
            gateway.on(asked).next(done.clone());
            let job = client(&gateway).create_and_wait(POLICY, contents()).await;
            let job = job.unwrap();
            assert_eq!(job.verdict().as_str(), verdict, "{sent}");
            // It is the same for anyone who reads the job again.
            let read: Job = serde_json::from_str(&serde_json::to_string(&job).unwrap()).unwrap();
            assert_eq!(read.verdict().as_str(), verdict, "{sent}");
        }
    }
}

#[tokio::test]
async fn a_wait_that_fails_says_which_job_was_created() {
    let gateway = scripted().await;
    let refusal = example("get_job.error.401-unauthenticated");
    gateway
        .on(Operation::GetJob)
        .always(Answer::json(401, refusal));
    let create = client(&gateway).create(POLICY, [Content::text("a")]);
    let error: Error = create.wait().await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.job_uuid().unwrap().to_string(), JOB);
    assert!(error.to_string().contains(JOB), "{error}");
}

#[tokio::test]
async fn the_job_of_another_create_is_never_taken_for_ones_own() {
    const OTHER: &str = "0199b2c4-7d10-8006-9c1e-52b1f0a7d3e4";
    let completed = |more: serde_json::Value| {
        let mut job = json!({"jobUuid": JOB, "policyId": POLICY, "status": "JOB_STATUS_COMPLETED", "threshold": 0.7,
            "contentData": [{"contentHash": "a"}],
            "results": [{"report": {"result": "OUTCOME_FALSE", "contentHash": "a"}}]});
        job.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        Answer::json(200, json!({"job": job}).to_string())
    };
    let marked = json!({"clavata.create": OTHER});
    let report = json!({"result": "OUTCOME_FALSE", "contentHash": "a", "contentMetadata": marked});
    for (more, is_own) in [
        (json!({}), true),
        (json!({"threshold": 0}), true),
        (
            json!({"contentData": [{"contentHash": "a", "metadata": marked}]}),
            false,
        ),
        (json!({"results": [{"report": report}]}), false),
        (json!({"policyId": OTHER}), false),
        (json!({"threshold": 0.9}), false),
    ] {
        // Whether the create returns it or a poll.
        for is_polled in [false, true] {
            let gateway = scripted().await;
            let script = if is_polled {
                Operation::GetJob
            } else {
                Operation::CreateJob
            };
            gateway.on(script).always(completed(more.clone()));
            let create = client(&gateway).create(POLICY, [Content::text("a")]);
            let job = create.threshold(0.7).wait().await;
            assert_eq!(job.is_ok(), is_own, "{more}: {job:?}");
            let Err(error) = job else { continue };
            assert!(error.is_unreadable(), "{error:?}");
            assert!(is_polled || error.marker().is_some(), "{error:?}");
            assert!(!is_polled || error.job_uuid().is_some(), "{error:?}");
            assert_eq!(sent(&gateway), 1);
        }
    }
}
