//! Evaluate streams of the gateway: how they break, are cut, and end.

use crate::gateway_evaluate::{evaluate, request};
use crate::plain::{self, open};
use mock_gateway::{Answer, Fault, MockGateway, Operation};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;

#[tokio::test]
async fn a_stream_can_break_off_anywhere() {
    let gateway = MockGateway::start().await;
    let texts = ["a", "b", "c"];
    let whole = evaluate(&gateway, &texts).await.body.len();
    let stream = || gateway.on(Operation::Evaluate);

    stream().next(Fault::EndAfter(2));
    assert_eq!(evaluate(&gateway, &texts).await.lines().len(), 2);
    stream().next(Fault::ErrorAfter(2));
    assert_eq!(
        evaluate(&gateway, &texts).await.lines()[2]["error"]["code"],
        13
    );
    stream().next(Fault::GarbageAfter(2));
    let garbage = evaluate(&gateway, &texts).await;
    assert!(garbage.text().lines().nth(2).unwrap().starts_with("%%%"));
    assert_eq!(garbage.text().lines().count(), 4);
    for at in [0, 1, whole / 2, whole - 1, whole] {
        stream().next(Fault::CutAt(at));
        assert_eq!(evaluate(&gateway, &texts).await.body.len(), at);
        stream().next(Fault::CloseAt(at));
        let answer = evaluate(&gateway, &texts).await;
        assert_eq!(answer.body.len(), at);
        assert!(!answer.bytes.ends_with(b"0\r\n\r\n"));
    }
    stream().next(Answer::stream(["{\"result\":{}}\n"], Duration::ZERO));
    assert_eq!(
        evaluate(&gateway, &texts).await.lines(),
        [json!({"result": {}})]
    );
}

#[tokio::test]
async fn chunks_can_cut_through_lines_and_characters() {
    let gateway = MockGateway::builder().chunk_bytes(1).start().await;
    let answer = evaluate(&gateway, &["a"]).await;
    assert!(
        answer
            .bytes
            .windows(5)
            .filter(|w| w == b"1\r\n\xc3\r")
            .count()
            > 0
    );
    assert_eq!(answer.lines().len(), 1);
}

#[tokio::test]
async fn an_abandoned_stream_is_seen_within_50_ms() {
    let gateway = MockGateway::builder()
        .frame_gap(Duration::from_millis(30))
        .start()
        .await;
    let key = [
        ("authorization", "Bearer test-key"),
        ("content-type", "application/json"),
    ];
    let body = request(&["a"; 1000]).to_string();
    let mut stream = open(&gateway, "POST", "/v1/jobs/stream", &key, &body).await;
    stream.read_exact(&mut [0; 100]).await.unwrap();
    drop(stream);
    let left = tokio::time::Instant::now();
    while gateway.departures().is_empty() {
        assert!(left.elapsed() < Duration::from_secs(30), "never seen");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(gateway.departures()[0].at - left < Duration::from_millis(50));
}

#[tokio::test]
async fn a_deadline_that_the_client_tells_is_kept() {
    let gateway = MockGateway::builder()
        .latency(Duration::from_secs(30))
        .start()
        .await;
    let headers = [("grpc-timeout", "20m")];
    let answer = plain::send(&gateway, "GET", "/v1/jobs", &headers, "").await;
    assert_eq!((answer.status, &answer.json()["code"]), (504, &json!(4)));
    assert!(gateway.unexpected().is_empty());
    let headers = [("grpc-timeout", "20ms")];
    let path = "/v1/jobs/x";
    let slow = plain::send(&gateway, "GET", path, &headers, "");
    let _ = tokio::time::timeout(Duration::from_millis(100), slow).await;
    assert!(
        gateway
            .unexpected()
            .iter()
            .any(|u| u.reason.contains("20ms"))
    );
    gateway.allow_unexpected();
}

#[tokio::test]
async fn a_shuffled_stream_answers_every_content_in_an_order_that_the_seed_decides() {
    let order = |seed| async move {
        let gateway = MockGateway::builder()
            .shuffle(true)
            .seed(seed)
            .start()
            .await;
        let lines = evaluate(&gateway, &["a", "b", "c", "d", "e", "f"])
            .await
            .lines();
        let report = |line: &Value| line["result"]["policyEvaluationReport"].clone();
        let ids = lines
            .iter()
            .map(|line| report(line)["contentMetadata"]["id"].clone());
        ids.map(|id| id.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let first = order(3).await;
    assert_eq!(first, order(3).await);
    let mut sorted = first.clone();
    sorted.sort();
    assert_eq!(sorted, ["0", "1", "2", "3", "4", "5"]);
    assert_ne!(first, sorted);
}
