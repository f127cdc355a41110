//! Many inputs, and requests that fail: what this means for the requests behind them.

use std::time::Duration;

use clavata_api_ext::{Answer, Clavata, Content, EvaluateAll, RetryPolicy};
use futures_util::{Stream, StreamExt, stream};
use mock_gateway::{Answer as Scripted, Fault, MockGateway, Operation, Reply};
use tokio::time::Instant;
use uuid::Uuid;

use crate::support::client::hasty;
use crate::support::still::still;

const POLICY: Uuid = Uuid::from_u128(1);

fn page(status: u16) -> Scripted {
    let html = [("content-type", "text/html")];
    Scripted::raw(status, &html, "<html>blocked</html>")
}

fn numbered(count: u32) -> impl Stream<Item = Content> + Send + 'static {
    stream::iter((0..count).map(|n| Content::text(format!("text {n}"))))
}

/// One request at a time.
fn all(
    clavata: &Clavata,
    inputs: impl Stream<Item = Content> + Send + 'static,
    size: usize,
) -> EvaluateAll {
    let all = clavata.evaluate_all(POLICY, inputs);
    all.request_size(size).concurrency(1).in_order()
}

fn said((_, answer): (usize, Answer)) -> &'static str {
    match answer {
        Answer::Evaluated(answer) => answer.verdict().as_str(),
        Answer::Refused(_) => "refused",
        Answer::Failed(_) => "failed",
    }
}

async fn each(all: EvaluateAll) -> Vec<&'static str> {
    all.into_stream().map(said).collect().await
}

async fn failed(all: EvaluateAll) -> usize {
    let each = each(all).await;
    each.iter().filter(|said| **said == "failed").count()
}

#[tokio::test]
async fn inputs_that_are_not_let_through_never_fail_the_inputs_behind_them() {
    let too_large = Scripted::json(413, r#"{"code":11,"message":"too large"}"#);
    // Inputs are sent again alone, unless they may have been billed.
    for (requests, refused) in [(3, page(403)), (3, too_large), (1, page(200))] {
        let gateway = MockGateway::start().await;
        let texts = stream::iter(["a", "b", "x", "y", "c", "flag"].map(Content::text));
        let evaluate = gateway.on(Operation::Evaluate);
        evaluate.next(Reply::Ordinary).times(requests, refused);
        let all = all(&hasty(gateway.url()), texts, 2);
        let expected = ["clear", "clear", "failed", "failed", "clear", "flagged"];
        assert_eq!(each(all).await, expected);
        gateway.finish().await;
    }
}

#[tokio::test]
async fn an_error_about_one_input_never_ends_what_was_answered_before() {
    let in_stream = |code: u32| {
        let error = format!(r#"{{"error":{{"code":{code},"message":"no such image"}}}}"#);
        Scripted::json(200, error)
    };
    let [larger, inflated] = ["", "after decompression "].map(|how| {
        let said = format!("grpc: received message {how}larger than max (5242880 vs. 4194304)");
        Scripted::json(429, format!(r#"{{"code":8,"message":"{said}"}}"#))
    });
    let alone = |status: u16, code: u32| {
        Scripted::json(
            status,
            format!(r#"{{"code":{code},"message":"no such image"}}"#),
        )
    };
    for refused in [
        in_stream(5),
        in_stream(7),
        alone(404, 5),
        alone(403, 7),
        larger,
        inflated,
    ] {
        let gateway = MockGateway::start().await;
        let evaluate = gateway.on(Operation::Evaluate);
        // Both inputs, the first of them, and then the other.
        evaluate.next(Reply::Ordinary).times(2, refused);
        let all = all(&hasty(gateway.url()), numbered(6), 2);
        let expected = ["clear", "clear", "failed", "clear", "clear", "clear"];
        assert_eq!(each(all).await, expected);
        gateway.finish().await;
    }
}

#[tokio::test]
async fn forty_dead_images_end_nothing_and_a_deleted_policy_ends_everything_soon() {
    let gone = Scripted::json(404, r#"{"code":5,"message":"not found"}"#);
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate.next(Reply::Ordinary).times(40, gone.clone());
    let each = each(all(&hasty(gateway.url()), numbered(50), 1)).await;
    assert_eq!(each.iter().filter(|said| **said == "failed").count(), 40);
    assert_eq!(each[41..], ["clear"; 9]);
    gateway.finish().await;

    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate.next(Reply::Ordinary).always(gone);
    let many = hasty(gateway.url()).evaluate_all(POLICY, numbered(10_000));
    assert!(failed(many).await > 9900);
    let heads = gateway.counts(Operation::Evaluate).heads;
    assert!(heads < 400, "{heads}");
    gateway.finish().await;
}

#[tokio::test]
async fn the_first_response_to_come_ends_nothing_alone() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).next(page(200));
    let all = all(&hasty(gateway.url()), numbered(6), 2);
    let expected = ["failed", "failed", "clear", "clear", "clear", "clear"];
    assert_eq!(each(all).await, expected);
    gateway.finish().await;
}

#[tokio::test]
async fn a_page_after_an_outage_does_not_end_everything() {
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate
        .next(Reply::Ordinary)
        .next(Fault::Unavailable)
        .next(page(200));
    let clavata = hasty(gateway.url());
    let once = RetryPolicy::none().with_pause(Duration::ZERO, Duration::ZERO);
    let all = all(&clavata.with_retry(once), numbered(8), 2);
    assert_eq!(failed(all).await, 4);
    gateway.finish().await;
}

#[tokio::test]
async fn requests_that_are_billed_in_vain_end_everything_after_a_few() {
    let answer = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let beside = Scripted::raw(200, &[], format!("{answer}\n<html>"));
    // An answer whose stream is unreadable does not count.
    for (size, bad) in [(2, page(200)), (1, page(200)), (1, beside)] {
        let gateway = MockGateway::start().await;
        let evaluate = gateway.on(Operation::Evaluate);
        evaluate.next(Reply::Ordinary).always(bad);
        let all = all(&hasty(gateway.url()), numbered(100), size);
        assert_eq!(failed(all).await, 100 - size);
        let heads = gateway.counts(Operation::Evaluate).heads;
        assert!(heads < 5, "{size}: {heads}");
        gateway.finish().await;
    }
}

#[tokio::test]
async fn an_input_that_is_not_let_through_spoils_no_other_in_the_next_request() {
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    // The first two and each of them, then the next two and the first of them.
    evaluate.times(5, page(403));
    let all = all(&hasty(gateway.url()), numbered(6), 2);
    let expected = ["failed", "failed", "failed", "clear", "clear", "clear"];
    assert_eq!(each(all).await, expected);
    gateway.finish().await;
}

#[tokio::test]
async fn a_refusal_is_never_about_the_inputs_of_other_requests() {
    let refusal = r#"{"code":1,"details":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}"#;
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    let framed = format!("{{\"error\":{refusal}}}");
    // Which of two inputs is refused cannot be found out.
    evaluate
        .next(Scripted::raw(200, &[], framed))
        .times(2, Fault::Unavailable);
    let clavata = hasty(gateway.url());
    let once = RetryPolicy::none().with_pause(Duration::ZERO, Duration::ZERO);
    let mut all = all(&clavata.with_retry(once), numbered(4), 2);
    for refused in [true, true, false, false] {
        let (_, answer) = all.next().await.unwrap();
        let is_refused = matches!(&answer, Answer::Failed(error) if error.is_content_refused());
        assert_eq!(is_refused, refused, "{answer:?}");
    }
    gateway.finish().await;
}

#[tokio::test]
async fn a_ban_is_not_answered_with_a_request_for_each_input() {
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate.next(Reply::Ordinary).always(page(403));
    let all = all(&hasty(gateway.url()), numbered(80), 8);
    assert_eq!(failed(all).await, 72);
    // The inputs of two requests are sent alone, and then one request for each eight.
    assert_eq!(gateway.counts(Operation::Evaluate).heads, 1 + 2 * 15 + 7);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_once_everything_has_ended() {
    let gateway = MockGateway::start().await;
    let quota = r#"{"code":8,"message":"daily quota exceeded"}"#;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate
        .next(Reply::Ordinary)
        .always(Scripted::json(429, quota));
    let all = all(&hasty(gateway.url()), numbered(400), 2);
    assert_eq!(still(failed(all)).await, 398);
    assert_eq!(gateway.counts(Operation::Evaluate).heads, 2);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn an_outage_fails_few_of_the_inputs_behind_it() {
    let unavailable = |headers: &[(&str, &str)]| Scripted::raw(503, headers, "{\"code\":14}");
    for (outage, pause) in [
        (unavailable(&[]), Duration::from_millis(500)),
        (
            unavailable(&[("retry-after", "20")]),
            Duration::from_secs(20),
        ),
    ] {
        let gateway = MockGateway::start().await;
        let rule = gateway.on(Operation::Evaluate).always(outage);
        let clavata = hasty(gateway.url());
        let once = RetryPolicy::none().without_jitter();
        let mut all = all(&clavata.with_retry(once), numbered(200), 1);
        let begun = Instant::now();
        // The first, and the one that shows that it was not the only one.
        for _ in 0..2 {
            assert_eq!(said(still(all.next()).await.unwrap()), "failed");
        }
        rule.reset();
        {
            // Before it waits, nothing is sent.
            let mut next = Box::pin(all.next());
            let soon = async {
                for _ in 0..1000 {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                biased;
                answer = &mut next => panic!("{answer:?}"),
                () = still(soon) => {}
            }
            assert_eq!(gateway.counts(Operation::Evaluate).heads, 2);
            tokio::time::advance(pause).await;
            assert_eq!(said(still(next).await.unwrap()), "clear");
        }
        assert_eq!(still(failed(all)).await, 0);
        let waited = begun.elapsed();
        assert!(waited >= pause && waited < pause * 2, "{waited:?}");
        gateway.finish().await;
    }
}
