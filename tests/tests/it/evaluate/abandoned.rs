//! Streams that are abandoned by their caller.

use std::time::{Duration, Instant};

use clavata_api_ext::Content;
use mock_gateway::{Fault, MockGateway, Operation};

use super::asking::{POLICY, client};
use crate::support::still::{still, until};

#[tokio::test(start_paused = true)]
async fn an_abandoned_stream_is_seen_by_the_gateway_at_once() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::StallInBody);
    let sent = client(&gateway).evaluate(POLICY, [Content::text("a")]);
    let evaluation = sent.send().await.unwrap();
    let left = tokio::time::Instant::now();
    drop(evaluation);
    still(until(|| !gateway.departures().is_empty())).await;
    assert_eq!(gateway.departures()[0].at, left);
    gateway.finish().await;
}

#[tokio::test]
async fn a_thousand_abandoned_streams_leave_nothing_behind() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::Evaluate).always(Fault::EndlessBody);
    let clavata = client(&gateway);
    let files = || std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let before = (files(), tasks());
    for _ in 0..1000 {
        let sent = clavata.evaluate(POLICY, [Content::text("a")]).send().await;
        drop(sent.unwrap());
    }
    let deadline = Instant::now() + Duration::from_secs(60);
    while files() > before.0 + 8 || tasks() > before.1 + 8 {
        assert!(
            Instant::now() < deadline,
            "{:?} became {:?}",
            before,
            (files(), tasks())
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    gateway.finish().await;
}
