//! With a paused clock, waits of the gateway and of its clients are exact.

use crate::plain::{PATH, get};
use mock_gateway::{Fault, MockGateway, Operation, capture};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

const REQUEST: &str = "GET /v1/jobs/55555555-5555-4555-8555-555555555555 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer test-key\r\nconnection: close\r\n\r\n";

#[tokio::test(start_paused = true)]
async fn a_stall_ends_exactly_at_the_clients_timeout() {
    let gateway = MockGateway::start().await;
    for fault in [Fault::StallInBody, Fault::StallBeforeHeaders] {
        gateway.on(Operation::GetJob).next(fault);
        let begun = Instant::now();
        let answer = timeout(Duration::from_secs(3600), get(&gateway, PATH)).await;
        assert!(answer.is_err());
        assert_eq!(begun.elapsed(), Duration::from_secs(3600));
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
    for departure in gateway.departures() {
        assert_eq!(departure.after, Duration::from_secs(3600));
    }
    assert_eq!(gateway.departures().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_answer_in_time_is_not_overtaken_by_a_timeout() {
    let latency = Duration::from_millis(1234);
    let gateway = MockGateway::builder().latency(latency).start().await;
    for _ in 0..50 {
        let begun = Instant::now();
        // The exchange is a task of its own, like the connections of a real client.
        let address = gateway.address();
        let exchange = tokio::spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(REQUEST.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answer
        });
        let answer = timeout(Duration::from_secs(5), exchange).await;
        assert!(answer.unwrap().unwrap().starts_with("HTTP/1.1 200 OK"));
        assert_eq!(begun.elapsed(), latency);
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_drip_takes_its_time() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).next(Fault::SlowDrip);
    let begun = Instant::now();
    let answer = get(&gateway, PATH).await;
    assert_eq!(answer.text(), capture("job_completed").body);
    let pieces = answer.bytes.len().div_ceil(16) as u64;
    assert_eq!(begun.elapsed(), Duration::from_secs(pieces));
}
