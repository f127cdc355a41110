//! The error type: each question it answers, the cases in which the answer is yes, and what it keeps.

use std::error::Error as _;
use std::time::Duration;

use crate::transport::{POLICY, client, create, evaluate, get, steady};
use clavata_api_ext::{Clavata, Content, Error, RetryPolicy};
use mock_gateway::{Answer, ClosedPort, Fault, MockGateway, Operation};

/// The questions about an error whose answer is yes.
fn yes(error: &Error) -> Vec<&'static str> {
    [
        ("timeout", error.is_timeout()),
        ("rate", error.is_rate_limited()),
        ("quota", error.is_quota()),
        ("auth", error.is_auth()),
        ("not found", error.is_not_found()),
        ("content", error.is_content_refused()),
        ("unreadable", error.is_unreadable()),
        ("early", error.is_stopped_early()),
        ("not built", error.is_not_built()),
        ("invalid content", error.is_invalid_content()),
        ("maybe done", error.may_have_been_sent()),
        ("transient", error.is_transient()),
    ]
    .iter()
    .filter_map(|(name, yes)| yes.then_some(*name))
    .collect()
}

async fn error_of(operation: Operation, fault: Fault) -> Error {
    let gateway = MockGateway::start().await;
    gateway.on(operation).always(fault);
    let clavata = client(&gateway).with_retry(RetryPolicy::none());
    let outcome = match operation {
        Operation::CreateJob => create(&clavata).await,
        Operation::Evaluate => evaluate(&clavata).await,
        _ => get(&clavata).await,
    };
    outcome.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn each_question_is_answered_with_yes_in_its_cases_alone() {
    use Fault::*;
    for (fault, expected, status, code) in [
        (
            StallBeforeHeaders,
            &["timeout", "maybe done", "transient"][..],
            None,
            None,
        ),
        (
            StallInBody,
            &["timeout", "maybe done", "transient"],
            Some(200),
            None,
        ),
        (
            DeadlineExceeded504,
            &["timeout", "maybe done", "transient"],
            Some(504),
            Some(4),
        ),
        (RateLimited, &["rate", "transient"], Some(429), Some(8)),
        (QuotaExceeded, &["rate", "quota"], Some(429), Some(8)),
        (Forbidden, &["auth"], Some(403), Some(7)),
        (NotFound, &["not found"], Some(404), Some(5)),
        (RefusedOne, &["content"], Some(499), Some(1)),
        (PreconditionRefused, &["content"], Some(400), Some(9)),
        (PreconditionPlain, &[], Some(400), Some(9)),
        (InvalidArgument, &[], Some(400), Some(3)),
        (RefusedWithoutDetail, &["maybe done"], Some(499), Some(1)),
        (
            TruncatedJson,
            &["unreadable", "maybe done", "transient"],
            Some(200),
            None,
        ),
        (Html200, &["unreadable", "maybe done"], Some(200), None),
        (
            Html502,
            &["unreadable", "maybe done", "transient"],
            Some(502),
            None,
        ),
        (Redirect307, &["unreadable", "maybe done"], Some(307), None),
        (TooEarly, &["unreadable", "transient"], Some(425), None),
        (ResetBeforeHeaders, &["maybe done", "transient"], None, None),
        (
            Unavailable,
            &["maybe done", "transient"],
            Some(503),
            Some(14),
        ),
        (Json500, &["maybe done", "transient"], Some(500), Some(13)),
    ] {
        let error = error_of(Operation::GetJob, fault).await;
        assert_eq!(yes(&error), expected, "{fault:?}: {error}");
        assert_eq!(
            (error.status(), error.grpc_code()),
            (status, code),
            "{fault:?}"
        );
        assert_eq!(error.attempts(), 1, "{fault:?}");
        assert!(!error.to_string().contains('\n'), "{fault:?}");
    }
    let error = error_of(Operation::Evaluate, EndAfter(1)).await;
    assert_eq!(yes(&error), ["early", "maybe done", "transient"]);
    assert_eq!(error.completeness().unwrap().unanswered().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_billed_is_said_first_and_of_nothing_else() {
    for fault in Fault::ALL {
        for operation in [Operation::GetJob, Operation::CreateJob, Operation::Evaluate] {
            let gateway = MockGateway::start().await;
            gateway.on(operation).always(*fault);
            let clavata = steady(gateway.url()).with_answer_limit(1 << 20).build();
            let clavata = clavata.unwrap().with_retry(RetryPolicy::none());
            let outcome = match operation {
                Operation::CreateJob => create(&clavata).await,
                Operation::Evaluate => evaluate(&clavata).await,
                _ => get(&clavata).await,
            };
            let Err(error) = outcome else { continue };
            let said = error.to_string();
            let first = said.starts_with("it may have been carried out, and billed: ")
                || said.starts_with("inputs may have been judged, and billed: ");
            let paid = operation != Operation::GetJob;
            assert_eq!(first, error.may_have_been_billed(), "{fault:?}: {said}");
            assert_eq!(
                first,
                paid && error.may_have_been_sent(),
                "{fault:?}: {said}"
            );
            assert_eq!(said.contains("billed"), first, "{fault:?}: {said}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_in_the_middle_of_a_stream_goes_before_what_it_cost() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let contents = ["fine", "csam"].map(Content::text);
    let mut evaluation = clavata.evaluate(POLICY, contents).send().await.unwrap();
    assert!(evaluation.next().await.unwrap().is_some());
    let error = evaluation.next().await.unwrap_err();
    assert!(error.refusals().unwrap().has_csam() && error.may_have_been_billed());
    let said = error.to_string();
    assert!(
        said.starts_with("the gateway refused the content"),
        "{said}"
    );
    assert!(said.ends_with("billed"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_refused_connection_sent_nothing() {
    let closed = ClosedPort::reserve().unwrap();
    let clavata = steady(closed.url()).build().unwrap();
    for attempt in [get(&clavata).await, create(&clavata).await] {
        let error = attempt.unwrap_err();
        assert_eq!(yes(&error), ["transient"]);
        assert_eq!(error.attempts(), 4);
        assert_eq!(error.elapsed(), Duration::from_millis(3500));
        assert!(error.to_string().contains("was not sent"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_key_is_told_from_a_wrong_address() {
    let gateway = MockGateway::start().await;
    let clavata = steady(gateway.url()).with_key("other").build().unwrap();
    let error = get(&clavata).await.unwrap_err();
    assert_eq!(yes(&error), ["auth"]);
    assert_eq!(error.grpc_code(), Some(16));
    // A 404 that is not from the gateway says nothing about the job.
    let elsewhere = Answer::raw(
        404,
        &[("content-type", "text/html")],
        "<h1>no such page</h1>",
    );
    gateway.on(Operation::GetJob).always(elsewhere);
    let error = get(&client(&gateway)).await.unwrap_err();
    assert_eq!(yes(&error), ["unreadable"]);
    assert_eq!(error.status(), Some(404));
}

#[test]
fn a_wrong_setting_is_told_before_anything_is_sent() {
    let with = |key: &str, url: &str| {
        let built = Clavata::builder().with_key(key).with_base_url(url).build();
        built.unwrap_err()
    };
    for error in [
        with("", "https://example.com"),
        with("a\nb", "https://example.com"),
        with("key", "not a url"),
        with("key", "http://example.com"),
        with("key", "https://gateway.app.clavata.ai"),
        with("key", "https://user:password@example.com"),
        Clavata::builder().build().unwrap_err(),
        Clavata::builder()
            .with_key("key")
            .with_root_certificate("no PEM")
            .build()
            .unwrap_err(),
    ] {
        assert_eq!(yes(&error), ["not built"], "{error}");
        assert_eq!((error.attempts(), error.status()), (0, None));
        assert!(!error.to_string().contains("password@"), "{error}");
    }
    let error = with("key", "https://gateway.app.clavata.ai:443");
    assert!(error.to_string().contains("8443"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_request_id_is_kept_whatever_the_answer_is() {
    for (status, header, body) in [
        (500, "x-request-id", r#"{"code":13,"message":"internal"}"#),
        (400, "x-correlation-id", r#"{"code":3,"message":"invalid"}"#),
        (502, "cf-ray", "<html>bad gateway</html>"),
        (200, "x-request-id", "{}"),
        (200, "x-amzn-trace-id", "{\"job\":"),
        (302, "x-request-id", ""),
    ] {
        let gateway = MockGateway::start().await;
        let answer = Answer::json(status, body).with_header(header, "id-17");
        gateway.on(Operation::GetJob).always(answer);
        let error = get(&client(&gateway)).await.unwrap_err();
        assert_eq!(error.request_id(), Some("id-17"), "{status} {body}");
        assert_eq!(error.status(), Some(status));
    }
    let error = error_of(Operation::GetJob, Fault::ResetBeforeHeaders).await;
    assert_eq!(error.request_id(), None);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_stalls_leaves_its_status_and_request_id() {
    let gateway = MockGateway::start().await;
    let mut chunks = vec!["{\"job\":"; 2];
    chunks.push("null}");
    let answer =
        Answer::stream(chunks, Duration::from_secs(20)).with_header("x-request-id", "id-9");
    gateway.on(Operation::CreateJob).always(answer);
    let error = create(&client(&gateway)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(200), Some("id-9"))
    );
}

#[tokio::test(start_paused = true)]
async fn the_chain_of_causes_is_kept() {
    let closed = ClosedPort::reserve().unwrap();
    let clavata = steady(closed.url()).build().unwrap();
    let error = get(&clavata).await.unwrap_err();
    let mut cause = error.source();
    let mut refused = false;
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        refused |= io.is_some_and(|io| io.kind() == std::io::ErrorKind::ConnectionRefused);
        cause = error.source();
    }
    assert!(refused, "{error:?}");
    let error = error_of(Operation::GetJob, Fault::TruncatedJson).await;
    let cause = error.source().unwrap();
    let cause = cause.downcast_ref::<clavata_api::DecodeError>().unwrap();
    assert!(cause.is_cut_short());
}
