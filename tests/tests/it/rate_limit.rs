//! One limit for all clones: who waits, for how long, and what a 429 changes.

use std::time::Duration;

use clavata_api_ext::{Clavata, Content, RateLimit, RetryPolicy, Timeouts};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use tokio::time::Instant;
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);
const SECOND: Duration = Duration::from_secs(1);

fn limited(gateway: &MockGateway, limit: RateLimit) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_rate_limit(limit)
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// Asks for a job that does not exist. Returns when the answer came, counted from the beginning.
async fn ask(clavata: Clavata, begun: Instant) -> Duration {
    assert!(clavata.job(ID).await.unwrap_err().is_not_found());
    begun.elapsed()
}

#[tokio::test(start_paused = true)]
async fn clones_share_the_rate_and_backfills_let_the_others_go_first() {
    let gateway = MockGateway::start().await;
    let clavata = limited(&gateway, RateLimit::default().per_second(1.0));
    let backfill = clavata.as_backfill();
    let begun = Instant::now();
    let first = tokio::spawn(ask(clavata.clone(), begun));
    tokio::task::yield_now().await;
    let backfills = [0; 2].map(|_| tokio::spawn(ask(backfill.clone(), begun)));
    tokio::task::yield_now().await;
    let live = [0; 11].map(|_| tokio::spawn(ask(clavata.clone(), begun)));
    assert_eq!(first.await.unwrap(), Duration::ZERO);
    let mut came = Vec::new();
    for call in live {
        came.push(call.await.unwrap().as_secs());
    }
    // The tenth turn goes to a backfill.
    assert_eq!(came, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]);
    let mut came = Vec::new();
    for call in backfills {
        came.push(call.await.unwrap().as_secs());
    }
    assert_eq!(came, [10, 13]);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_does_not_come_in_time_sends_nothing() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::CreateJob)
        .always(Fault::StallBeforeHeaders);
    let timeouts = Timeouts::default().with_total(5 * SECOND);
    let clavata = limited(&gateway, RateLimit::default().concurrent(1));
    let busy = clavata.clone();
    let busy = tokio::spawn(async move { busy.create(ID, [Content::text("a")]).send().await });
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let create = clavata.with_timeouts(timeouts);
    let create = create.create(ID, [Content::text("b")]);
    let error = create.send().await.unwrap_err();
    assert_eq!(begun.elapsed(), 5 * SECOND);
    assert!(error.is_timeout() && error.is_transient(), "{error}");
    assert!(!error.may_have_been_sent() && !error.may_have_been_billed());
    let said = error.to_string();
    assert!(
        said.contains("was not sent") && said.contains("the call's 5 s"),
        "{said}"
    );
    assert_eq!(gateway.counts(Operation::CreateJob).heads, 1);
    // A call that is aborted leaves the queue.
    busy.abort();
    assert!(busy.await.is_err());
    assert_eq!(ask(clavata, Instant::now()).await, Duration::ZERO);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_all_clones_back_and_is_learned_from() {
    let gateway = MockGateway::start().await;
    let body = r#"{"code":8,"message":"too many requests","details":[]}"#;
    let refused = Answer::json(429, body).with_header("retry-after", "3");
    gateway.on(Operation::GetJob).next(refused);
    let clavata = limited(&gateway, RateLimit::default().per_second(10.0));
    assert!(clavata.job(ID).await.unwrap_err().is_rate_limited());
    let begun = Instant::now();
    // A call that cannot wait that long fails at once.
    let hasty = clavata.with_timeouts(Timeouts::default().with_total(SECOND));
    let error = hasty.job(ID).await.unwrap_err();
    assert_eq!(
        (begun.elapsed(), error.retry_after()),
        (Duration::ZERO, Some(3 * SECOND))
    );
    assert!(error.is_timeout() && !error.may_have_been_sent(), "{error}");
    assert_eq!(ask(clavata.clone(), begun).await, 3 * SECOND);
    // Half of ten per second.
    let next = ask(clavata.clone(), begun).await;
    assert!(next >= Duration::from_millis(3190), "{next:?}");
    tokio::time::sleep(20 * SECOND).await;
    ask(clavata.clone(), begun).await;
    let begun = Instant::now();
    let next = ask(clavata, begun).await;
    assert!(next <= Duration::from_millis(101), "{next:?}");
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_under_way_until_it_ends() {
    let gateway = MockGateway::builder().frame_gap(SECOND).start().await;
    let clavata = limited(&gateway, RateLimit::default().concurrent(1));
    let contents = ["a", "b"].map(Content::text);
    let mut stream = clavata.evaluate(ID, contents).send().await.unwrap();
    let begun = Instant::now();
    let waiting = tokio::spawn(ask(clavata.clone(), begun));
    while stream.next().await.unwrap().is_some() {}
    assert_eq!(waiting.await.unwrap(), 2 * SECOND);
    // A call that is dropped does not keep its place either.
    let contents = ["a", "b"].map(Content::text);
    let dropped = clavata.evaluate(ID, contents).send().await.unwrap();
    drop(dropped);
    assert_eq!(ask(clavata, Instant::now()).await, Duration::ZERO);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_get_the_room_that_comes_back_after_a_429() {
    let gateway = MockGateway::builder().frame_gap(60 * SECOND).start().await;
    let clavata = limited(&gateway, RateLimit::default().concurrent(2))
        .with_timeouts(Timeouts::default().without_total());
    let contents = ["a", "b"].map(Content::text);
    let stream = clavata.evaluate(ID, contents).send().await.unwrap();
    let refused = r#"{"code":8,"message":"too many requests","details":[]}"#;
    gateway
        .on(Operation::GetJob)
        .next(Answer::json(429, refused));
    let begun = Instant::now();
    assert!(clavata.job(ID).await.unwrap_err().is_rate_limited());
    let calls = [
        tokio::spawn(ask(clavata.clone(), begun)),
        tokio::spawn(ask(clavata.as_backfill(), begun)),
    ];
    for call in calls {
        let came = call.await.unwrap().as_secs();
        assert!((11..=13).contains(&came), "{came}");
    }
    drop(stream);
    gateway.finish().await;
}
