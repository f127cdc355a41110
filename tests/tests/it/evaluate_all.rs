//! Many inputs: each gets exactly one result, whatever the gateway does.

use std::sync::{Arc, Mutex};

use crate::support::client::hasty;
use clavata_api_ext::{Answer, Clavata, Content, Decision};
use futures_util::stream;
use mock_gateway::{Answer as Scripted, MockGateway, Operation, Reply, sample};
use serde_json::json;
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(1);

async fn all(clavata: &Clavata, texts: &[&str], request_size: usize) -> Vec<(usize, Answer)> {
    let inputs: Vec<_> = texts.iter().map(|text| Content::text(*text)).collect();
    let mut answers = clavata
        .evaluate_all(POLICY, stream::iter(inputs))
        .request_size(request_size)
        .in_order()
        .concurrency(2);
    let mut found = Vec::new();
    while let Some(answer) = answers.next().await {
        found.push(answer);
    }
    found
}

fn said(answers: &[(usize, Answer)]) -> Vec<&str> {
    answers
        .iter()
        .map(|(_, answer)| match answer {
            Answer::Evaluated(answer) => answer.verdict().as_str(),
            Answer::Refused(_) => "refused",
            Answer::Failed(_) => "failed",
        })
        .collect()
}

#[tokio::test]
async fn a_refused_input_is_found_out_and_spoils_no_other() {
    let gateway = MockGateway::start().await;
    let clavata = hasty(gateway.url());
    let texts = ["a", "flag", "csam", "b", "c", "csam too", "d", "flag e"];
    let answers = all(&clavata, &texts, 8).await;
    let expected = [
        "clear", "flagged", "refused", "clear", "clear", "refused", "clear", "flagged",
    ];
    assert_eq!(said(&answers), expected);
    assert!(answers.iter().map(|(input, _)| *input).eq(0..8));
    let Answer::Refused(error) = &answers[2].1 else {
        unreachable!()
    };
    assert!(error.refusals().unwrap().has_csam());
    assert_eq!(answers[2].1.decide_or(Decision::Allow), Decision::Block);
    gateway.finish().await;
}

#[tokio::test]
async fn a_refusal_is_shown_as_it_arrives_with_its_input_if_that_is_known() {
    let gateway = MockGateway::start().await;
    let clavata = hasty(gateway.url());
    let inputs = ["csam", "csam too"].map(Content::text);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = seen.clone();
    let mut answers = clavata
        .evaluate_all(POLICY, stream::iter(inputs))
        .refusals_watched_by(move |input, error| {
            assert!(error.refusals().unwrap().has_csam());
            see.lock().unwrap().push(input);
        });
    assert!(answers.next().await.is_some());
    // Both inputs together, then each alone.
    assert_eq!(*seen.lock().unwrap(), [None, Some(0), Some(1)]);
    gateway.finish().await;
}

#[tokio::test]
async fn a_hit_is_not_lost_where_asking_again_fails() {
    let gateway = MockGateway::start().await;
    let hit = json!({
        "@type": "type.googleapis.com/clavata.gateway.v1.PrecheckFailure",
        "type": "PRECHECK_FAILURE_TYPE_NCMEC",
        "message": "refused",
        "details": "fnv1a128::00",
    });
    let refusal = json!({"error": {"code": 1, "message": "refused", "details": [hit]}});
    let quota = json!({"code": 8, "message": "daily quota exceeded", "details": []});
    gateway
        .on(Operation::Evaluate)
        .next(Scripted::json(499, refusal.to_string()))
        .always(Scripted::json(429, quota.to_string()));
    let answers = all(&hasty(gateway.url()), &["a", "b", "c", "d"], 4).await;
    for (_, answer) in &answers {
        let Answer::Failed(error) = answer else {
            unreachable!()
        };
        assert!(error.refusals().unwrap().has_csam(), "{error}");
        assert_eq!(answer.decide_or(Decision::Allow), Decision::Block);
    }
    assert_eq!(answers.len(), 4);
    gateway.finish().await;
}

#[tokio::test]
async fn a_wrong_key_ends_everything_after_the_requests_under_way() {
    let gateway = MockGateway::builder().key("another-key").start().await;
    let clavata = hasty(gateway.url());
    let texts = vec!["a"; 400];
    let answers = all(&clavata, &texts, 4).await;
    assert_eq!(answers.len(), 400);
    assert!(said(&answers).iter().all(|said| *said == "failed"));
    let asked = gateway.requests().len();
    assert!(asked <= 4, "{asked} requests");
    assert_eq!(answers[399].1.decide_or(Decision::Review), Decision::Review);
    gateway.allow_unexpected();
}

#[tokio::test]
async fn a_used_up_quota_ends_everything_and_is_not_asked_again() {
    let gateway = MockGateway::start().await;
    let quota = json!({"code": 8, "message": "daily quota exceeded", "details": []});
    gateway
        .on(Operation::Evaluate)
        .always(Scripted::json(429, quota.to_string()));
    let clavata = hasty(gateway.url());
    let answers = all(&clavata, &["a"; 100], 2).await;
    assert_eq!(said(&answers), ["failed"; 100]);
    assert!(gateway.requests().len() <= 4);
    gateway.finish().await;
}

#[tokio::test]
async fn content_that_cannot_be_sent_fails_alone() {
    let gateway = MockGateway::start().await;
    let clavata = hasty(gateway.url());
    let inputs = vec![
        Content::text("a"),
        Content::image(&b"GIF89a"[..]),
        Content::text("flag"),
    ];
    let mut answers = clavata
        .evaluate_all(POLICY, stream::iter(inputs))
        .in_order();
    let mut found = Vec::new();
    while let Some(answer) = answers.next().await {
        found.push(answer);
    }
    assert_eq!(said(&found), ["clear", "failed", "flagged"]);
    gateway.finish().await;
}

#[tokio::test]
async fn content_that_cannot_be_sent_never_fails_the_inputs_behind_it() {
    let gateway = MockGateway::start().await;
    let clavata = hasty(gateway.url());
    let inputs = stream::iter(["", "", "fine", "flag"].map(Content::text));
    let mut answers = clavata
        .evaluate_all(POLICY, inputs)
        .request_size(2)
        .in_order();
    let mut found = Vec::new();
    while let Some(answer) = answers.next().await {
        found.push(answer);
    }
    assert_eq!(said(&found), ["failed", "failed", "clear", "flagged"]);
    gateway.finish().await;
}

#[tokio::test]
async fn an_input_that_a_firewall_blocks_fails_alone() {
    let gateway = MockGateway::start().await;
    let page = || {
        Scripted::raw(
            403,
            &[("content-type", "text/html")],
            "<html>blocked</html>",
        )
    };
    let evaluate = gateway.on(Operation::Evaluate);
    // All four, the first two, the first, the second.
    evaluate.times(2, page()).next(Reply::Ordinary).next(page());
    let clavata = hasty(gateway.url());
    let answers = all(&clavata, &["a", "x", "b", "flag"], 4).await;
    assert_eq!(said(&answers), ["clear", "failed", "clear", "flagged"]);
    let Answer::Failed(error) = &answers[1].1 else {
        panic!("{answers:?}");
    };
    assert!(error.is_unreadable() && !error.is_auth(), "{error}");
    gateway.finish().await;
}

#[tokio::test]
async fn what_the_answers_cost_is_added_up() {
    let gateway = MockGateway::start().await;
    for tokens in [12, 30] {
        let answer = sample::evaluated().clear("Spam", 0.1).billed(tokens);
        gateway.on(Operation::Evaluate).next(answer);
    }
    let policy = sample::POLICY.parse().unwrap();
    let texts = ["a", "b", "csam"].map(Content::text);
    let clavata = hasty(gateway.url());
    let mut answers = clavata
        .evaluate_all(policy, stream::iter(texts))
        .request_size(1)
        .concurrency(1);
    while answers.next().await.is_some() {}
    // Refused content has no answer that could say.
    let usage = answers.usage();
    assert_eq!((usage.billed_tokens(), usage.results()), (Some(42), 2));
    gateway.finish().await;
}
