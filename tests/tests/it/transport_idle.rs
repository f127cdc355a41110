//! Idle connections: how long they are kept, and what a dead one costs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::still::still;
use crate::transport::{create, get, steady};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

const JOB: &str = r#"{"job":{"jobUuid":"55555555-5555-4555-8555-555555555555"}}"#;

/// A server that answers a number of requests on each connection. At the next request, it closes the connection
/// as if it had been closed before.
struct Server {
    connections: AtomicUsize,
    requests: AtomicUsize,
    answers: usize,
    /// With a reset rather than an end.
    reset: bool,
}

impl Server {
    async fn start(answers: usize, reset: bool) -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Arc::new(Self {
            connections: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            answers,
            reset,
        });
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                accepting.connections.fetch_add(1, Ordering::SeqCst);
                let server = accepting.clone();
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        (server, url)
    }

    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        for number in 0.. {
            read_request(&mut stream).await?;
            self.requests.fetch_add(1, Ordering::SeqCst);
            if number == self.answers {
                if self.reset {
                    stream.set_zero_linger().ok()?;
                }
                return None;
            }
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
            let answer = format!("{head} {}\r\n\r\n{JOB}", JOB.len());
            stream.write_all(answer.as_bytes()).await.ok()?;
        }
        None
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Reads a request with its body.
async fn read_request(stream: &mut TcpStream) -> Option<()> {
    let mut bytes = Vec::new();
    loop {
        let read = stream.read_buf(&mut bytes).await.ok()?;
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(());
            }
        }
        if read == 0 {
            return None;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn connections_that_end_after_each_answer_use_up_no_budget_and_no_time() {
    for reset in [false, true] {
        let (server, url) = Server::start(1, reset).await;
        let clavata = steady(url).build().unwrap();
        let begun = Instant::now();
        for number in 0..100 {
            // A busy machine takes its time, and the clock would advance meanwhile.
            let got = still(get(&clavata)).await;
            assert!(got.is_ok(), "{number}: {got:?}");
        }
        // The budget allows ten retries at first.
        assert_eq!(begun.elapsed(), Duration::ZERO);
        assert_eq!(server.requests(), 199);
    }
}

#[tokio::test]
async fn a_create_that_finds_its_connection_dead_is_not_sent_again() {
    for reset in [false, true] {
        let (server, url) = Server::start(1, reset).await;
        let clavata = steady(url).build().unwrap();
        get(&clavata).await.unwrap();
        let error = create(&clavata).await.unwrap_err();
        assert!(error.may_have_been_billed() && error.marker().is_some());
        assert_eq!((error.attempts(), server.requests()), (1, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_gateway_that_never_answers_is_spared_as_ever() {
    let (server, url) = Server::start(0, false).await;
    let clavata = steady(url).build().unwrap();
    for _ in 0..200 {
        get(&clavata).await.unwrap_err();
    }
    let extra = server.requests() - 200;
    assert!((20..=30).contains(&extra), "{extra} extra requests");
}

#[tokio::test(start_paused = true)]
async fn a_client_of_the_callers_own_has_no_trouble_with_them_either() {
    let (server, url) = Server::start(1, false).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder()
        .retry(reqwest::retry::never())
        .build()
        .unwrap();
    let clavata = steady(url).with_http_client(http).build().unwrap();
    for call in 0..100 {
        let answer = get(&clavata).await;
        assert!(answer.is_ok(), "call {call}: {}", answer.unwrap_err());
    }
    assert_eq!(server.requests(), 199);
}

#[tokio::test]
async fn an_idle_connection_ends_before_the_minute_of_balancers_is_over() {
    let (server, url) = Server::start(1000, false).await;
    let clavata = steady(url).build().unwrap();
    tokio::time::pause();
    for (idle, connections) in [(1, 1), (30, 1), (40, 1), (50, 2), (59, 3)] {
        get(&clavata).await.unwrap();
        tokio::time::sleep(Duration::from_secs(idle)).await;
        get(&clavata).await.unwrap();
        let opened = server.connections.load(Ordering::SeqCst);
        assert_eq!(opened, connections, "after {idle} s");
    }
}
