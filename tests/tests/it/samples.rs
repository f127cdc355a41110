//! Samples have the policy, the threshold and the outcomes that a test gives them.

use clavata_api_ext::test_util::client;
use clavata_api_ext::{Content, Job, Verdict};
use mock_gateway::{MockGateway, Operation, sample};
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(7);

#[test]
fn every_piece_of_content_of_a_job_has_its_policy_and_threshold() {
    let job = sample::job().clear("Spam", 0.1).threshold(0.7);
    let job: Job = job.policy(POLICY).content().clear("Spam", 0.2).read();
    assert_eq!(job.verdict(), Verdict::Clear);
    assert_eq!(*job.policy_id.as_ref().unwrap(), POLICY);
    assert!((job.threshold - 0.7).abs() < 1e-9);
    let reports = job
        .results
        .iter()
        .filter_map(|result| result.report.as_ref());
    for report in reports.clone() {
        assert_eq!(*report.policy_id.as_ref().unwrap(), POLICY);
        assert!((report.threshold - 0.7).abs() < 1e-9);
    }
    assert_eq!(reports.count(), 2);
}

#[test]
fn an_unknown_outcome_makes_a_job_undetermined() {
    let job: Job = sample::job().clear("Spam", 0.1).unknown("Irony").read();
    let verdict = job.verdict().to_string();
    assert!(verdict.contains("unknown outcome"), "{verdict}");
}

#[tokio::test]
async fn an_answer_is_one_to_whoever_asked_for_its_policy_and_threshold() {
    let gateway = MockGateway::start().await;
    let answer = || sample::evaluated().policy(POLICY).threshold(0.7);
    gateway
        .on(Operation::Evaluate)
        .next(
            answer()
                .flagged("Spam", 0.9)
                .actions("hide")
                .metadata("id", "1"),
        )
        .next(answer().unknown("Irony"))
        .next(answer().clear("Spam", 0.1));
    let clavata = client(&gateway);
    let ask = |threshold| {
        let call = clavata.evaluate_one(POLICY, Content::text("hello"));
        call.threshold(threshold)
    };
    let flagged = ask(0.7).await.unwrap();
    assert_eq!(flagged.actions(), ["hide"]);
    assert_eq!(flagged.result().metadata().get("id"), Some("1"));
    let unknown = ask(0.7).await.unwrap().verdict();
    assert_eq!(unknown.as_str(), "undetermined");
    let error = ask(0.6).await.unwrap_err();
    assert!(error.to_string().contains("different threshold"), "{error}");
    gateway.finish().await;
}
