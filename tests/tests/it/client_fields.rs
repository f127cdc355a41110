//! Request fields that this version does not know: in each body, never instead of a field of its own, never shown.

use clavata_api_ext::test_util::client;
use clavata_api_ext::{Content, Verdict};
use mock_gateway::{Answer, MockGateway, Operation, sample};
use serde_json::json;
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);

#[tokio::test]
async fn a_field_goes_with_each_body() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway).with_field("newSetting", json!({"depth": 2}));
    let policy = sample::POLICY.parse().unwrap();
    let answer = sample::evaluated().clear("Spam", 0.1);
    gateway.on(Operation::Evaluate).next(answer);
    let judged = clavata
        .evaluate_one(policy, Content::text("a"))
        .await
        .unwrap();
    assert_eq!(judged.verdict(), Verdict::Clear);
    // The gateway does not know the field, and says so.
    let create = clavata.create(policy, [Content::text("a")]);
    let error = create.send().await.unwrap_err();
    assert_eq!(error.status(), Some(400));
    // A request without a body has no fields.
    assert!(clavata.job(ID).await.unwrap_err().is_not_found());
    for request in &gateway.requests()[..2] {
        assert_eq!(request.json()["newSetting"], json!({"depth": 2}));
        assert_eq!(request.json()["policyId"], json!(policy));
    }
    assert!(gateway.requests()[2].body.is_empty());
    gateway.finish().await;
}

#[tokio::test]
async fn a_field_never_takes_the_place_of_one_that_the_call_sets() {
    let gateway = MockGateway::start().await;
    for name in ["policyId", "policy_id", "contentData", "threshold"] {
        let clavata = client(&gateway).with_field(name, "hush-hush");
        let ask = clavata.evaluate_one(ID, Content::text("a")).threshold(0.7);
        let error = ask.await.unwrap_err();
        assert!(
            error.is_not_built() && !error.may_have_been_sent(),
            "{error}"
        );
        let text = format!("{error} {error:?} {clavata:?}");
        assert!(text.contains(name) && !text.contains("hush"), "{text}");
    }
    assert_eq!(gateway.requests().len(), 0);
    gateway.finish().await;
}

#[tokio::test]
async fn no_error_repeats_the_value() {
    let gateway = MockGateway::start().await;
    let said = r#"{"code":3,"message":"the tenant blue-canary-tenant of canary_name is not known to 481516","details":[]}"#;
    let said = Answer::json(400, said);
    gateway.on(Operation::CreateJob).always(said.clone());
    gateway.on(Operation::Evaluate).always(said);
    let clavata = client(&gateway).with_field(
        "tenant",
        json!({"canary_name": 481_516, "id": ["blue-canary-tenant"]}),
    );
    let create = clavata.create(ID, [Content::text("a")]);
    let created = create.send().await.unwrap_err();
    let evaluated = clavata
        .evaluate_one(ID, Content::text("a"))
        .await
        .unwrap_err();
    for error in [created, evaluated] {
        let text = format!("{error} {error:?}");
        assert!(
            text.contains("the tenant") && !text.contains("canary") && !text.contains("4815"),
            "{text}"
        );
    }
    gateway.finish().await;
}
