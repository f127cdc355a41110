//! Every way in which a check can end, without a server of its own.

use clavata_api_ext::test_util::{self, Fault, MockGateway, Operation, sample};
use clavata_api_ext::{Decision, Job, Verdict};
use consumer::moderate;

#[tokio::test]
async fn the_gateway_judges_by_words() {
    let gateway = MockGateway::start().await;
    let clavata = test_util::client(&gateway);
    let policy = sample::POLICY.parse().unwrap();
    for (comment, decision) in [
        ("hello", Decision::Allow),
        ("flag", Decision::Block),
        ("fail", Decision::Review),
        ("csam", Decision::Block),
    ] {
        assert_eq!(moderate(&clavata, policy, comment).await, decision, "{comment}");
    }
    gateway.finish().await;
}

#[tokio::test]
async fn what_goes_wrong_holds_the_comment_back() {
    for fault in [Fault::QuotaExceeded, Fault::CloseInBody, Fault::Json500] {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::Evaluate).always(fault);
        let clavata = test_util::client(&gateway);
        let policy = sample::POLICY.parse().unwrap();
        let decision = moderate(&clavata, policy, "hello").await;
        assert_eq!(decision, Decision::Review, "{}", fault.name());
    }
}

#[test]
fn a_sample_job_is_a_job() {
    let job: Job = sample::job().flagged("Toxicity", 0.9).actions("block, hide").read();
    assert_eq!(job.verdict(), Verdict::Flagged);
    assert_eq!(job.actions(), ["block, hide"]);
    let failed: Job = sample::job().failed("Toxicity").read();
    assert!(matches!(failed.verdict(), Verdict::Undetermined(_)));
}
