//! What is retried, when, how often, and what is not.

use std::time::Duration;

use crate::transport::{POLICY, client, create, evaluate, get, steady};
use clavata_api_ext::{Content, RetryPolicy, Timeouts};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use tokio::time::Instant;

fn limited(retry_after: &str) -> Answer {
    let body = r#"{"code":8,"message":"too many requests","details":[]}"#;
    Answer::json(429, body).with_header("retry-after", retry_after)
}

fn requests(gateway: &MockGateway) -> u64 {
    gateway.counts(Operation::GetJob).heads
}

#[tokio::test(start_paused = true)]
async fn the_gateways_wish_is_heard_in_each_of_its_forms() {
    for (wish, asked, waited) in [
        ("2", 2, 2),
        ("60", 60, 60),
        // A date counts from the answer's own date, so a wrong clock does not matter.
        ("Sun, 06 Nov 1994 08:49:47 GMT", 10, 10),
        // More than a minute ends the call at once.
        ("61", 61, 0),
        ("86400", 86400, 0),
        ("99999999999999999999999999", 366 * 86400, 0),
        ("Sat, 06 Nov 2094 08:49:47 GMT", 366 * 86400, 0),
    ] {
        let gateway = MockGateway::start().await;
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        let answer = limited(wish).with_header(date.0, date.1);
        gateway.on(Operation::GetJob).always(answer);
        let clavata = client(&gateway)
            .with_timeouts(Timeouts::default().without_total())
            .with_retry(RetryPolicy::default().with_attempts(2));
        let begun = Instant::now();
        let error = get(&clavata).await.unwrap_err();
        assert_eq!(begun.elapsed(), Duration::from_secs(waited), "{wish}");
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(asked)),
            "{wish}"
        );
        let said = error.to_string();
        assert!(said.contains(&format!("retry after {asked} s")), "{said}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wish_that_makes_no_sense_is_not_heard() {
    for wish in ["soon", "-5", "1.5", "", "Sun, 06 Nov 1994"] {
        let gateway = MockGateway::start().await;
        gateway.on(Operation::GetJob).always(limited(wish));
        let begun = Instant::now();
        let error = get(&client(&gateway)).await.unwrap_err();
        assert_eq!(begun.elapsed(), Duration::from_millis(3500), "{wish}");
        assert_eq!(error.retry_after(), None, "{wish}");
    }
}

#[tokio::test(start_paused = true)]
async fn more_patience_can_be_asked_for() {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::GetJob, limited("3600"));
    let clavata = client(&gateway)
        .with_timeouts(Timeouts::default().without_total())
        .with_retry(RetryPolicy::default().with_patience(Duration::from_secs(3600)));
    let begun = Instant::now();
    get(&clavata).await.unwrap();
    assert_eq!(begun.elapsed(), Duration::from_secs(3600));
}

#[tokio::test(start_paused = true)]
async fn a_quota_is_told_from_a_rate_and_never_waited_for() {
    for (message, quota) in [
        ("daily evaluation quota exceeded for your plan", true),
        ("You have reached the free plan's limit", true),
        ("monthly limit reached", true),
        ("rate limited", false),
        ("too many requests", false),
        ("", false),
    ] {
        let gateway = MockGateway::start().await;
        let body = format!(r#"{{"code":8,"message":"{message}","details":[]}}"#);
        let answer = Answer::json(429, body).with_header("retry-after", "1");
        gateway.on(Operation::GetJob).always(answer);
        let error = get(&client(&gateway)).await.unwrap_err();
        assert!(error.is_rate_limited(), "{message}");
        assert_eq!(error.is_quota(), quota, "{message}");
        assert_eq!(error.is_transient(), !quota, "{message}");
        assert_eq!(requests(&gateway), if quota { 1 } else { 4 }, "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_detail_tells_of_a_quota_too() {
    let gateway = MockGateway::start().await;
    let body = r#"{"code":8,"message":"exhausted","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure"}]}"#;
    gateway
        .on(Operation::GetJob)
        .always(Answer::json(429, body));
    assert!(get(&client(&gateway)).await.unwrap_err().is_quota());
    assert_eq!(requests(&gateway), 1);
}

#[tokio::test(start_paused = true)]
async fn when_everything_fails_a_tenth_more_is_sent_over_all_clones() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(Fault::Unavailable);
    let clavata = client(&gateway);
    let clones = [
        clavata.clone(),
        clavata.with_timeouts(Timeouts::default().without_total()),
        clavata.with_retry(RetryPolicy::default().with_attempts(10)),
        clavata,
    ];
    for clone in clones.iter().cycle().take(400) {
        get(clone).await.unwrap_err();
    }
    let extra = requests(&gateway) - 400;
    // The full bucket of ten, plus a tenth of the calls.
    assert!((40..=50).contains(&extra), "{extra} extra requests");
}

#[tokio::test(start_paused = true)]
async fn a_budget_of_nothing_allows_no_retry() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(Fault::Unavailable);
    let clavata = steady(gateway.url())
        .with_retry_budget(0.0, 0)
        .build()
        .unwrap();
    let error = get(&clavata).await.unwrap_err();
    assert_eq!((error.attempts(), requests(&gateway)), (1, 1));
    assert!(error.is_transient());
}

#[tokio::test(start_paused = true)]
async fn without_retries_everything_is_tried_once() {
    for fault in [
        Fault::Unavailable,
        Fault::RateLimitedSeconds,
        Fault::ResetBeforeHeaders,
        Fault::Html502,
        Fault::TruncatedJson,
    ] {
        let gateway = MockGateway::start().await;
        for operation in [Operation::GetJob, Operation::CreateJob, Operation::Evaluate] {
            gateway.on(operation).always(fault);
        }
        let clavata = client(&gateway).with_retry(RetryPolicy::none());
        let begun = Instant::now();
        get(&clavata).await.unwrap_err();
        create(&clavata).await.unwrap_err();
        evaluate(&clavata).await.unwrap_err();
        assert_eq!(begun.elapsed(), Duration::ZERO, "{fault:?}");
        assert_eq!(gateway.requests().len(), 3, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_can_be_set() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(Fault::Unavailable);
    let policy = RetryPolicy::default()
        .without_jitter()
        .with_attempts(6)
        .with_pause(Duration::from_millis(100), Duration::from_secs(1))
        .with_factor(3.0);
    let begun = Instant::now();
    get(&client(&gateway).with_retry(policy)).await.unwrap_err();
    // 0.1, 0.3, 0.9, then the cap twice.
    assert_eq!(begun.elapsed(), Duration::from_millis(3300));
}

#[tokio::test(start_paused = true)]
async fn with_jitter_no_pause_is_longer_than_without() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(Fault::Unavailable);
    let clavata = steady(gateway.url())
        .with_retry(RetryPolicy::default())
        .with_retry_budget(1.0, 1000)
        .build()
        .unwrap();
    let mut totals = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        get(&clavata).await.unwrap_err();
        totals.push(begun.elapsed());
    }
    assert!(
        totals
            .iter()
            .all(|total| *total <= Duration::from_millis(3510))
    );
    totals.dedup();
    assert!(totals.len() > 25, "the pauses hardly differ: {totals:?}");
}

// Not on a paused clock, because this tests a race of real connections.
#[tokio::test]
async fn a_gateway_that_closes_after_each_answer_costs_no_create_and_doubles_none() {
    let gateway = MockGateway::start().await;
    for fault in [Fault::CloseAfterAnswer, Fault::CloseUnannounced] {
        gateway.on(Operation::CreateJob).always(fault);
        let clavata = client(&gateway);
        let before = gateway.counts(Operation::CreateJob).heads;
        for _ in 0..30 {
            create(&clavata).await.unwrap();
        }
        assert_eq!(gateway.counts(Operation::CreateJob).heads - before, 30);
    }
}

#[tokio::test(start_paused = true)]
async fn asking_again_for_many_inputs_is_paid_from_the_same_budget() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::Unavailable);
    let clavata = client(&gateway);
    let inputs = futures_util::stream::iter((0..200).map(|n| Content::text(format!("text {n}"))));
    let mut all = clavata
        .evaluate_all(POLICY, inputs)
        .request_size(1)
        .concurrency(1);
    let mut failed = 0;
    while let Some((_, answer)) = all.next().await {
        failed += usize::from(matches!(answer, clavata_api_ext::Answer::Failed(_)));
    }
    assert_eq!(failed, 200);
    let extra = gateway.counts(Operation::Evaluate).heads - 200;
    assert!(extra <= 35, "{extra} extra requests");
}
