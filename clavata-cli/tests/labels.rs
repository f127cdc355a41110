//! `clavata labels`: one answer for each label version, in the order of the arguments.

mod support;

use mock_gateway::{Fault, MockGateway, Operation};
use support::{online, run};

const ONE: &str = "11111111-1111-4111-8111-111111111111";
const TWO: &str = "22222222-2222-4222-8222-222222222222";
const UNPUBLISHED: &str = "00000000-0000-0000-0000-000000000000";

#[tokio::test(flavor = "multi_thread")]
async fn each_label_version_has_its_answer() {
    let gateway = MockGateway::start().await;
    let arguments = [
        "labels",
        "--version",
        ONE,
        TWO,
        "--text",
        "flag",
        "--format",
        "verdict",
        "--exit-verdict",
    ];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(20), ""));
    assert_eq!(ran.out, "{\"verdict\":\"flagged\"}\n".repeat(2));
    assert_eq!(
        gateway.requests()[0].json()["labelVersionIds"],
        serde_json::json!([ONE, TWO])
    );
    let ran = run(online(
        &gateway,
        &["labels", "--version", ONE, "--version", TWO, "--text", "x"],
    ))
    .await;
    let places: Vec<_> = [ONE, TWO]
        .iter()
        .map(|id| ran.out.find(&format!("label version {id}")))
        .collect();
    assert!(places[0].is_some() && places.is_sorted(), "{}", ran.out);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_that_was_not_evaluated_is_never_passed_over() {
    let gateway = MockGateway::start().await;
    let arguments = [
        "labels",
        "--version",
        ONE,
        UNPUBLISHED,
        "--text",
        "x",
        "--format",
        "verdict",
    ];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert_eq!(
        ran.out,
        "{\"verdict\":\"clear\"}\n{\"verdict\":\"undetermined\"}\n"
    );
    assert!(ran.err.contains(UNPUBLISHED), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_one_content_and_no_label_twice() {
    let gateway = MockGateway::start().await;
    for arguments in [
        &["labels", "--version", ONE, "--text", "a", "--text", "b"][..],
        &["labels", "--version", ONE, ONE, "--text", "a"],
        &["labels", "--version", ONE],
        &["labels", "--text", "a"],
        &["labels", "--version", "one", "--text", "a"],
    ] {
        let ran = run(online(&gateway, arguments)).await;
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_content_is_code_6() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::EvaluateLabels)
        .always(Fault::RefusedThree);
    let ran = run(online(
        &gateway,
        &["labels", "--version", ONE, "--text", "x"],
    ))
    .await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("refused: PRECHECK_FAILURE_TYPE_NCMEC"),
        "{}",
        ran.err
    );
    gateway.finish().await;
}
