//! Creating jobs: what is sent, what is never sent, and waiting.

use std::time::Duration;

use clavata_api_ext::api::JobStatus;
use clavata_api_ext::{Content, CreateJob, Timeouts, WebhookEndpoint};
use mock_gateway::{Answer, Fault, MockGateway, Operation, example};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) use crate::transport::client;

pub(crate) const POLICY: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);
pub(crate) const JOB: &str = "55555555-5555-4555-8555-555555555555";
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub(crate) fn job(status: &str) -> Answer {
    let job = json!({"job": {"jobUuid": JOB, "status": status}});
    Answer::json(200, job.to_string())
}

/// The ordinary mock gateway, which reads requests as strictly as protobuf does.
pub(crate) async fn gateway() -> MockGateway {
    MockGateway::start().await
}

/// A gateway that creates the job `JOB` for every request.
pub(crate) async fn scripted() -> MockGateway {
    let gateway = gateway().await;
    gateway
        .on(Operation::CreateJob)
        .always(job("JOB_STATUS_PENDING"));
    gateway
}

/// The first request, without the marker that each of its contents has.
fn unmarked(gateway: &MockGateway) -> Value {
    let mut body = gateway.requests()[0].json();
    let mut markers = Vec::new();
    for data in body["contentData"].as_array_mut().unwrap() {
        let metadata = data["metadata"].as_object_mut().unwrap();
        markers.push(metadata.remove("clavata.create").unwrap());
        if metadata.is_empty() {
            data.as_object_mut().unwrap().remove("metadata");
        }
    }
    markers.dedup();
    assert_eq!(markers.len(), 1);
    body
}

pub(crate) fn sent(gateway: &MockGateway) -> u64 {
    gateway.counts(Operation::CreateJob).heads
}

fn pixel() -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD
        .decode(PIXEL)
        .unwrap()
}

#[tokio::test]
async fn the_request_is_that_of_the_contract() {
    let gateway = gateway().await;
    let contents = [
        Content::text("You are a fool.").with_metadata("id", "comment-1"),
        Content::image(pixel()).with_metadata("id", "picture-1"),
        Content::image_url("https://images.example.com/picture-2.png")
            .with_metadata_map([("id", "picture-2")]),
    ];
    let webhook = WebhookEndpoint::new("https://hooks.example.com/clavata")
        .with_header("Secret", "a-secret-of-this-job");
    let job = client(&gateway)
        .create(POLICY, contents)
        .threshold(0.7)
        .expedited(true)
        .webhook(webhook)
        .option("region", "eu")
        .send()
        .await
        .unwrap();
    assert_eq!(job.status, JobStatus::Pending);
    let expected: Value = serde_json::from_str(&example("create_job.request.full")).unwrap();
    assert_eq!(unmarked(&gateway), expected);
    gateway.finish().await;
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let gateway = gateway().await;
    let contents = [Content::image(pixel())];
    client(&gateway)
        .create(POLICY, contents)
        .send()
        .await
        .unwrap();
    let expected: Value = serde_json::from_str(&example("create_job.request.image")).unwrap();
    assert_eq!(unmarked(&gateway), expected);
}

#[tokio::test]
async fn a_wrong_request_is_refused_before_it_is_paid_for() {
    let gateway = gateway().await;
    let clavata = client(&gateway);
    let with = |content: Content| clavata.create(POLICY, [content]);
    let text = || Content::text("hush-hush");
    let cases: [(CreateJob, &str); 11] = [
        (clavata.create(POLICY, []), "there is no content to judge"),
        (
            clavata.create(Uuid::nil(), [text()]),
            "the id of the policy is all zeros",
        ),
        (
            with(text()).threshold(1.01),
            "the threshold 1.01 is not between 0 and 1",
        ),
        (
            with(text()).threshold(-0.1),
            "the threshold -0.1 is not between 0 and 1",
        ),
        (
            with(text()).threshold(f64::NAN),
            "the threshold NaN is not between 0 and 1",
        ),
        (
            with(text().with_metadata("clavata.input", "7")),
            "the metadata key `clavata.input` is reserved",
        ),
        (
            with(text().with_metadata("clavata.create", "7")),
            "the metadata key `clavata.create` is reserved",
        ),
        (
            with(Content::image("GIF89a hush-hush")),
            "the image is a GIF",
        ),
        (
            with(Content::image_url("file:///hush-hush.png")),
            "the image URL cannot be used",
        ),
        (
            clavata.create(POLICY, [text(), Content::text("")]),
            "content 2 of 2: the text is empty",
        ),
        (
            with(text()).webhook(WebhookEndpoint::new("http://hush-hush.example.com")),
            "the webhook URL cannot be used: its scheme must be https",
        ),
    ];
    for (create, why) in cases {
        let error = create.send().await.unwrap_err();
        // Either the content is at fault or a setting, never both.
        let of_content = ["the metadata key", "the image", "content 2 of 2"];
        let content = of_content.iter().any(|begins| why.starts_with(begins));
        assert_eq!(error.is_invalid_content(), content, "{error}");
        assert_eq!(error.is_not_built(), !content, "{error}");
        assert!(!error.may_have_been_sent());
        assert!(error.to_string().starts_with(why), "{error}");
        assert!(!format!("{error:?}").contains("hush-hush"), "{error:?}");
    }
    assert_eq!(sent(&gateway), 0);
}

#[tokio::test]
async fn thresholds_from_zero_to_one_are_sent() {
    let gateway = gateway().await;
    for threshold in [0.0, 0.5, 1.0] {
        let create = client(&gateway).create(POLICY, [Content::text("a")]);
        create.threshold(threshold).send().await.unwrap();
        let body = gateway.requests().pop().unwrap().json();
        // The gateway takes 0 as unset.
        let sent = body["threshold"].as_f64().unwrap_or_default();
        assert!((sent - threshold).abs() < f64::EPSILON);
    }
}

#[tokio::test]
async fn a_text_above_one_mebibyte_is_sent_whole() {
    let gateway = gateway().await;
    let long = "ü".repeat(600_000);
    let create = client(&gateway).create(POLICY, [Content::text(long.clone())]);
    create.send().await.unwrap();
    let body = gateway.requests()[0].json();
    assert_eq!(body["contentData"][0]["text"], long);
}

#[tokio::test]
async fn a_create_that_may_have_arrived_is_never_sent_again() {
    let gateway = gateway().await;
    gateway.on(Operation::CreateJob).next(Fault::Json500);
    let error = client(&gateway)
        .create(POLICY, [Content::text("a")])
        .send()
        .await
        .unwrap_err();
    assert!(error.may_have_been_sent());
    assert_eq!(sent(&gateway), 1);

    for fault in [Fault::Unavailable, Fault::UnavailableDone] {
        let before = sent(&gateway);
        gateway.on(Operation::CreateJob).next(fault);
        let create = client(&gateway).create(POLICY, [Content::text("a")]);
        assert!(create.send().await.unwrap_err().may_have_been_billed());
        assert_eq!(sent(&gateway), before + 1, "another hop may have done it");
    }
}

#[tokio::test]
async fn an_answer_without_a_job_to_come_back_to_is_an_error() {
    for body in ["{}", r#"{"job": null}"#, r#"{"job": {"jobUuid": ""}}"#] {
        let gateway = gateway().await;
        gateway
            .on(Operation::CreateJob)
            .next(Answer::json(200, body));
        let create = client(&gateway).create(POLICY, [Content::text("a")]);
        let error = create.send().await.unwrap_err();
        assert!(error.is_unreadable() && error.may_have_been_sent());
        assert_eq!(sent(&gateway), 1);
    }
}

#[tokio::test]
async fn a_balancer_that_gives_its_status_as_the_code_does_not_make_a_create_repeat() {
    let gateway = scripted().await;
    let balancer = r#"{"error":{"code":503,"message":"unavailable","status":"UNAVAILABLE"}}"#;
    gateway
        .on(Operation::CreateJob)
        .always(Answer::json(503, balancer));
    let create = client(&gateway).create(POLICY, [Content::text("a")]);
    assert!(create.send().await.unwrap_err().may_have_been_billed());
    assert_eq!(sent(&gateway), 1);
}

#[tokio::test]
async fn refused_content_is_a_refusal() {
    let gateway = gateway().await;
    let contents = [Content::text("fine"), Content::text("csam")];
    let create = client(&gateway).create(POLICY, contents);
    let error = create.send().await.unwrap_err();
    assert!(error.refusals().unwrap().has_csam());
    assert_eq!(sent(&gateway), 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_by_a_create_that_is_dropped() {
    let gateway = gateway().await;
    let clavata = client(&gateway).with_timeouts(Timeouts::default());
    drop(clavata.create(POLICY, [Content::text("a")]).send());
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(sent(&gateway), 0);
}
