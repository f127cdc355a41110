//! Raw calls: any path, with the care of the other calls.

use clavata_api_ext::test_util;
use clavata_api_ext::{Clavata, Error, RetryPolicy};
use mock_gateway::{Answer, Fault, MockGateway, Operation};

const REFUSED: &str = r#"{"code":3,"message":"no","details":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}"#;

const FRAME: &str = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;

/// A client that retries as usual.
fn client(gateway: &MockGateway) -> Clavata {
    test_util::client(gateway).with_retry(RetryPolicy::default())
}

/// The error of a call that gets this body with a good status.
async fn error_of(gateway: &MockGateway, body: &str) -> Error {
    let answer = Answer::json(200, body.to_owned());
    gateway.on(Operation::Evaluate).reset().always(answer);
    let answered = client(gateway).raw_post("/v1/jobs/stream", "{}").await;
    answered.expect_err(body)
}

#[tokio::test]
async fn an_answer_comes_as_it_is_with_its_head() {
    let gateway = MockGateway::start().await;
    let body = "[{\"unheard\":1.50}]\n";
    let answer = Answer::json(200, body).with_header("x-request-id", "r-7");
    gateway
        .on(Operation::ListJobs)
        .next(Fault::Unavailable)
        .always(answer);
    let call = client(&gateway).raw_get("/v1/jobs?pageSize=1&x=%20");
    let answered = call.with_response().await.unwrap();
    assert_eq!(&answered[..], body.as_bytes());
    assert_eq!(
        (answered.status(), answered.request_id()),
        (200, Some("r-7"))
    );
    assert_eq!(gateway.requests().len(), 2);
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test]
async fn a_refusal_in_any_part_of_a_good_answer_is_a_refusal() {
    let gateway = MockGateway::start().await;
    for body in [
        format!(r#"{{"error":{REFUSED}}}"#),
        format!("{FRAME}\n{{\"error\":{REFUSED}}}\n{FRAME}"),
        format!("[{FRAME},{REFUSED}]"),
        format!("[{}{REFUSED},{FRAME}]", format!("{FRAME},").repeat(2_000)),
        format!("{FRAME}[[[{FRAME}],{{\"error\":{REFUSED}}}]]"),
        format!(r#"{{"unheard":[{{"of":{REFUSED}}}]}}"#),
        format!(r#"{{"job":{{"jobUuid":"x"}},"error":{REFUSED}}}"#),
    ] {
        let error = error_of(&gateway, &body).await;
        assert!(error.is_content_refused(), "{body}: {error}");
    }
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test]
async fn an_error_in_a_stream_is_an_error_and_what_is_cut_off_is_no_answer() {
    let gateway = MockGateway::start().await;
    for (body, is_unreadable) in [
        (
            format!("{FRAME}\n{{\"error\":{{\"code\":13,\"message\":\"no\"}}}}"),
            false,
        ),
        (format!("{FRAME}\n{{\"result\":"), true),
        (format!("[{FRAME}"), true),
    ] {
        let error = error_of(&gateway, &body).await;
        assert_eq!(error.is_unreadable(), is_unreadable, "{body}: {error}");
        assert!(error.may_have_been_billed(), "{body}: {error}");
    }
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test]
async fn a_post_is_repeated_only_if_it_was_not_carried_out() {
    let gateway = MockGateway::start().await;
    for (fault, sent) in [(Fault::Unavailable, 1), (Fault::ResetBeforeHeaders, 1)] {
        let before = gateway.requests().len();
        gateway.on(Operation::CreateJob).reset().always(fault);
        let error = client(&gateway)
            .raw_post("/v1/jobs", "{}")
            .await
            .unwrap_err();
        assert!(error.may_have_been_billed(), "{error}");
        assert_eq!(gateway.requests().len() - before, sent, "{error}");
    }
    let limited = Answer::json(429, r#"{"code":8,"message":"slow down"}"#);
    gateway
        .on(Operation::CreateJob)
        .reset()
        .next(limited)
        .always(Answer::json(200, "{}"));
    let before = gateway.requests().len();
    client(&gateway).raw_post("/v1/jobs", "{}").await.unwrap();
    assert_eq!(gateway.requests().len() - before, 2);
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test]
async fn what_cannot_be_sent_as_it_is_written_is_not_sent() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    for path in ["", "v1", "/v1/../x", "/a#b", "https://other.example/"] {
        assert!(
            clavata.raw_get(path).await.unwrap_err().is_not_built(),
            "{path}"
        );
    }
    for body in ["", "{", "{} {}", "secret"] {
        let error = clavata.raw_post("/v1/jobs", body).await.unwrap_err();
        assert!(
            error.is_not_built() && !error.to_string().contains("secret"),
            "{error}"
        );
    }
    let call = clavata.raw_post("/v1/secret", "{\"a\":\"secret\"}");
    assert!(!format!("{call:?}").contains("secret"));
    assert_eq!(gateway.requests().len(), 0);
    gateway.finish().await;
}

#[tokio::test]
async fn what_the_gateway_repeats_of_a_body_is_in_no_error() {
    let gateway = MockGateway::start().await;
    let repeated = r#"{"code": 3, "message": "invalid text: some words of a user"}"#;
    gateway
        .on(Operation::CreateJob)
        .always(Answer::json(400, repeated));
    let body = r#"{"contentData": [{"text": "some words of a user"}]}"#;
    let error = client(&gateway)
        .raw_post("/v1/jobs", body)
        .await
        .unwrap_err();
    for said in [error.to_string(), format!("{error:?}")] {
        assert!(!said.contains("words of a user"), "{said}");
    }
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test]
async fn an_answer_with_nothing_in_it_is_no_json() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(Answer::json(200, ""));
    let path = "/v1/jobs/55555555-5555-4555-8555-555555555555";
    let error = client(&gateway).raw_get(path).await.unwrap_err();
    assert!(error.is_unreadable(), "{error}");
    gateway.finish().await;
}
