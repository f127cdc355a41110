//! Evaluate labels: one answer for each label version, in the order of the request.

use clavata_api_ext::{Clavata, Content, EvaluateLabels, Verdict, api::LabelEvalOptions};
use mock_gateway::{Answer, Fault, MockGateway, Operation, example};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::transport::client;

const FIRST: Uuid = Uuid::from_u128(0x7777_7777_7777_4777_8777_7777_7777_7777);
const SECOND: Uuid = Uuid::from_u128(0x8888_8888_8888_4888_8888_8888_8888_8888);

/// A gateway with the same answer to every request.
async fn gateway(answer: impl Into<String>) -> (MockGateway, Clavata) {
    let (gateway, clavata) = ordinary().await;
    gateway
        .on(Operation::EvaluateLabels)
        .always(Answer::json(200, answer.into()));
    (gateway, clavata)
}

/// The ordinary mock gateway, which reads requests as strictly as protobuf does.
async fn ordinary() -> (MockGateway, Clavata) {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    (gateway, clavata)
}

fn result(version: Uuid, outcome: &str) -> Value {
    json!({"labelVersionId": version, "evaluation": {"outcome": outcome, "score": 0.5}})
}

#[tokio::test]
async fn the_request_is_that_of_the_contract() {
    let (gateway, clavata) = ordinary().await;
    let content = Content::image_url("https://images.example.com/picture-2.png")
        .with_metadata("id", "picture-2");
    clavata
        .evaluate_labels(content, [FIRST, SECOND])
        .threshold(0.6)
        .include_report(true)
        .global_context("Posts of a forum for adults.")
        .options(
            LabelEvalOptions::default()
                .bypass_cache(true)
                .expedited(false)
                .bundle_size(8)
                .threshold(0.6)
                .stack("default".to_owned()),
        )
        .send()
        .await
        .unwrap();
    let expected: Value = serde_json::from_str(&example("evaluate_labels.request.full")).unwrap();
    assert_eq!(gateway.requests()[0].json(), expected);
    gateway.finish().await;
}

#[tokio::test]
async fn each_label_version_gets_its_answer() {
    let (gateway, clavata) = ordinary().await;
    let unpublished = Uuid::from_u128(0x4000_8000_0000_0000_0000);
    let ask = |text: &str| {
        let content = Content::text(text);
        clavata.evaluate_labels(content, [FIRST, unpublished, SECOND])
    };
    let answers = ask("please flag this").send().await.unwrap();
    let verdicts: Vec<_> = answers.iter().map(|a| a.verdict().as_str()).collect();
    assert_eq!(verdicts, ["flagged", "undetermined", "flagged"]);
    assert_eq!(answers.verdict(), Verdict::Flagged);
    let answers = ask("hello").send().await.unwrap();
    assert!(answers.get(unpublished).unwrap().error().is_some());
    assert_ne!(answers.verdict(), Verdict::Clear);
    let error = ask("csam").send().await.unwrap_err();
    assert!(error.refusals().unwrap().has_csam());
    gateway.finish().await;
}

#[tokio::test]
async fn a_label_that_failed_stands_beside_one_that_did_not() {
    let (_gateway, clavata) = gateway(example("evaluate_labels.response.one-failed")).await;
    let ask = clavata.evaluate_labels(Content::text("a"), [FIRST, SECOND]);
    let answers = ask.send().await.unwrap();
    let verdicts: Vec<_> = answers.iter().map(|a| a.verdict().as_str()).collect();
    assert_eq!(verdicts, ["clear", "undetermined"]);
    let failed = answers.get(SECOND).unwrap();
    assert_eq!(failed.error(), Some("label version is not published"));
    assert_eq!(
        answers.unanswered().count(),
        0,
        "it has been answered: by an error"
    );
    assert_eq!(answers.verdict().as_str(), "undetermined");
    assert!(answers.content_hash().unwrap().starts_with("fnv1a128::"));
}

#[tokio::test]
async fn answers_come_in_the_order_of_the_request() {
    let results = [
        result(SECOND, "OUTCOME_TRUE"),
        result(FIRST, "OUTCOME_FALSE"),
    ];
    let (_gateway, clavata) = gateway(json!({"results": results}).to_string()).await;
    let ask = clavata.evaluate_labels(Content::text("a"), [FIRST, SECOND]);
    let answers = ask.send().await.unwrap();
    let ids: Vec<_> = answers
        .iter()
        .map(|a| a.label_version_id()?.as_uuid())
        .collect();
    assert_eq!(ids, [Some(FIRST), Some(SECOND)]);
    let verdicts: Vec<_> = answers.iter().map(|a| a.verdict().as_str()).collect();
    assert_eq!(verdicts, ["clear", "flagged"]);
}

#[tokio::test]
async fn an_answer_that_leaves_labels_out_lets_nothing_through() {
    for body in [
        json!({}),
        json!({"results": [result(FIRST, "OUTCOME_FALSE")]}),
    ] {
        let (_gateway, clavata) = gateway(body.to_string()).await;
        let ask = clavata.evaluate_labels(Content::text("a"), [FIRST, SECOND]);
        let answers = ask.send().await.unwrap();
        assert_eq!(answers.iter().len(), 2);
        assert!(answers.unanswered().any(|version| version == SECOND));
        assert_ne!(answers.verdict(), Verdict::Clear);
    }
}

#[tokio::test]
async fn a_wrong_request_is_refused_before_it_is_paid_for() {
    let (gateway, clavata) = gateway("{}").await;
    let versions = |count: u128| (1..=count).map(Uuid::from_u128);
    let ask = |count| clavata.evaluate_labels(Content::text("hush-hush"), versions(count));
    let options = |options| ask(1).options(options);
    let two = |one, other| {
        ask(1)
            .threshold(one)
            .options(LabelEvalOptions::default().threshold(other))
    };
    let cases: [(EvaluateLabels, &str); 9] = [
        (ask(0), "there are 0 label versions: a call takes 1 to 10"),
        (ask(11), "there are 11 label versions: a call takes 1 to 10"),
        (
            clavata.evaluate_labels(Content::text("a"), [FIRST, SECOND, FIRST]),
            "the label version 77777777-7777-4777-8777-777777777777 is given twice",
        ),
        (
            ask(1).threshold(f64::INFINITY),
            "the threshold inf is not between 0 and 1",
        ),
        (
            options(LabelEvalOptions::default().threshold(2.0)),
            "the threshold 2 is not between 0 and 1",
        ),
        (
            two(0.6, 0.7),
            "the thresholds 0.6 and 0.7, of the call and of its options, differ",
        ),
        (
            two(0.0, 0.7),
            "the thresholds 0 and 0.7, of the call and of its options, differ",
        ),
        (
            options(LabelEvalOptions::default().bundle_size(0)),
            "the bundle size must be at least 1",
        ),
        (
            clavata.evaluate_labels(Content::text(""), [FIRST]),
            "the text is empty",
        ),
    ];
    for (ask, why) in cases {
        let error = ask.send().await.unwrap_err();
        // Either the content is at fault or a setting, never both.
        let content = why.ends_with("the text is empty");
        assert_eq!(error.is_invalid_content(), content, "{error}");
        assert_eq!(error.is_not_built(), !content, "{error}");
        assert!(!error.may_have_been_sent());
        assert_eq!(error.to_string(), why);
    }
    assert_eq!(gateway.counts(Operation::EvaluateLabels).heads, 0);
}

#[tokio::test]
async fn an_evaluation_that_may_have_been_paid_for_is_not_repeated() {
    let (gateway, clavata) = gateway("{}").await;
    gateway.on(Operation::EvaluateLabels).next(Fault::Json500);
    let ask = clavata.evaluate_labels(Content::text("a"), [FIRST]);
    assert!(ask.send().await.unwrap_err().may_have_been_sent());
    assert_eq!(gateway.counts(Operation::EvaluateLabels).heads, 1);
}

#[tokio::test]
async fn debug_shows_no_content_and_no_context() {
    let (_gateway, clavata) = gateway("{}").await;
    let ask = clavata
        .evaluate_labels(Content::text("hush").with_metadata("user", "jane"), [FIRST])
        .global_context("secret");
    let shown = format!("{ask:?}");
    for hidden in ["hush", "jane", "secret", "test-key"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

#[tokio::test]
async fn a_label_whose_error_names_a_refusal_is_one() {
    let status = r#"{"details":[{"type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::hit"}]}"#;
    for said in [status, "rpc error: PrecheckFailure NCMEC"] {
        let results = json!([
            result(FIRST, "OUTCOME_FALSE"),
            {"labelVersionId": SECOND, "error": said},
        ]);
        let (gateway, clavata) = gateway(json!({ "results": results }).to_string()).await;
        let sent = clavata.evaluate_labels(Content::text("a"), [FIRST, SECOND]);
        let error = sent.send().await.unwrap_err();
        assert!(
            error
                .refusals()
                .is_some_and(clavata_api_ext::Refusals::has_csam),
            "{said}"
        );
        gateway.finish().await;
    }
}
