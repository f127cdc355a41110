//! Many inputs, some of them slow: what waits for what. Time advances only where a test lets it.

use std::sync::Arc;
use std::time::Duration;

use clavata_api_ext::{Answer, Clavata, Content, EvaluateAll, RetryPolicy, Timeouts};
use futures_util::{StreamExt, stream};
use mock_gateway::{Fault, MockGateway, Operation, Reply};
use tokio::time::Instant;
use uuid::Uuid;

use crate::support::still::{still, until};

const POLICY: Uuid = Uuid::from_u128(1);

/// How long a slow request takes until it fails.
const LATE: Duration = Duration::from_millis(500);

fn client(gateway: &MockGateway) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_timeouts(Timeouts::default().with_attempt(LATE))
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap()
}

fn seen(gateway: &MockGateway) -> u64 {
    gateway.counts(Operation::Evaluate).heads
}

/// Drives the requests until the gateway has seen `requests` of them, and then a little longer. No answer may come.
async fn stuck(all: &mut EvaluateAll, gateway: &MockGateway, requests: u64) {
    let full = async {
        until(|| seen(gateway) >= requests).await;
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        biased;
        answer = all.next() => panic!("{answer:?}"),
        () = still(full) => {}
    }
    assert_eq!(seen(gateway), requests);
}

/// 40 inputs, two requests of one input each at a time. The first hangs before the second is sent.
async fn behind_a_slow_one() -> (Arc<MockGateway>, EvaluateAll) {
    let gateway = Arc::new(MockGateway::start().await);
    gateway
        .on(Operation::Evaluate)
        .next(Fault::StallBeforeHeaders);
    let hangs = gateway.clone();
    let first = stream::iter([0]);
    let others = stream::once(async move {
        until(|| seen(&hangs) == 1).await;
        stream::iter(1..40)
    });
    let inputs = first.chain(others.flatten());
    let inputs = inputs.map(|n| Content::text(format!("text {n}")));
    let all = client(&gateway).evaluate_all(POLICY, inputs);
    (gateway, all.request_size(1).concurrency(2))
}

#[tokio::test(start_paused = true)]
async fn a_slow_request_holds_up_no_other() {
    let (_gateway, mut all) = behind_a_slow_one().await;
    let mut came = Vec::new();
    for _ in 1..40 {
        let (input, answer) = still(all.next()).await.unwrap();
        assert!(matches!(answer, Answer::Evaluated(_)), "{answer:?}");
        came.push(input);
    }
    came.sort_unstable();
    assert!(came.into_iter().eq(1..40));
    let (input, answer) = all.next().await.unwrap();
    assert!(
        input == 0 && matches!(answer, Answer::Failed(_)),
        "{answer:?}"
    );
    assert!(all.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn requests_go_on_behind_a_slow_one_though_answers_come_in_order() {
    let (gateway, all) = behind_a_slow_one().await;
    let mut all = all.in_order();
    // Eight times the concurrency.
    stuck(&mut all, &gateway, 16).await;
    for expected in 0..40 {
        let (input, _) = all.next().await.unwrap();
        assert_eq!(input, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn stragglers_cost_their_share_and_no_more() {
    const WAVES: u32 = 5;
    let gateway = MockGateway::start().await;
    let rule = gateway.on(Operation::Evaluate);
    for _ in 0..8 * WAVES {
        rule.times(19, Reply::Ordinary)
            .next(Fault::StallBeforeHeaders);
    }
    let inputs = stream::iter((0..160 * WAVES).map(|n| Content::text(format!("text {n}"))));
    let mut all = client(&gateway)
        .evaluate_all(POLICY, inputs)
        .request_size(1);
    let begun = Instant::now();
    let mut failed = 0;
    for _ in 0..WAVES {
        // Only when eight requests hang can none continue.
        for _ in 0..152 {
            let (_, answer) = still(all.next()).await.unwrap();
            assert!(matches!(answer, Answer::Evaluated(_)), "{answer:?}");
        }
        stuck(&mut all, &gateway, 160 * u64::from(failed / 8 + 1)).await;
        let late = all.next().await;
        let mut late = vec![late];
        while late.len() < 8 {
            late.push(still(all.next()).await);
        }
        for answer in late {
            assert!(matches!(answer, Some((_, Answer::Failed(_)))), "{answer:?}");
            failed += 1;
        }
    }
    assert!(all.next().await.is_none());
    // With 8 concurrent requests, each of which is always busy.
    assert_eq!(begun.elapsed(), LATE * failed / 8);
    gateway.finish().await;
}
