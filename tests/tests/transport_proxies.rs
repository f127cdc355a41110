//! Proxies: one that is told, those of the environment, and what they get to see.

use std::net::Ipv4Addr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use clavata_api_ext::RetryPolicy;
use mock_gateway::{MockGateway, capture};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use transport::{create, get, steady};

mod transport;

/// A proxy that answers everything itself, and keeps what it was sent.
struct Proxy {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let requests = seen.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else {
                        break;
                    };
                    head.push(byte);
                }
                let head = String::from_utf8(head).unwrap();
                let answer = if head.starts_with("CONNECT") {
                    "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
                        .to_owned()
                } else {
                    let body = &capture("job_completed").body;
                    format!(
                        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                        body.len()
                    )
                };
                requests.lock().unwrap().push(head);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn a_proxy_that_is_told_takes_every_call() {
    let proxy = Proxy::start().await;
    let clavata = steady("http://gateway.invalid:8080")
        .with_insecure_http()
        .with_proxy(&proxy.url)
        .build()
        .unwrap();
    get(&clavata).await.unwrap();
    let seen = proxy.seen();
    assert!(
        seen[0].starts_with("GET http://gateway.invalid:8080/v1/jobs/"),
        "{seen:?}"
    );
}

#[tokio::test]
async fn a_proxy_of_an_encrypted_call_does_not_see_the_key() {
    let proxy = Proxy::start().await;
    let clavata = steady("https://gateway.invalid:8443")
        .with_proxy(&proxy.url)
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap();
    for attempt in [get(&clavata).await, create(&clavata).await] {
        let error = attempt.unwrap_err();
        assert_eq!(error.type_name(), "not_sent", "{error}");
        assert!(!error.may_have_been_sent());
    }
    let seen = proxy.seen().concat();
    assert!(seen.starts_with("CONNECT gateway.invalid:8443"), "{seen}");
    assert!(!seen.contains("test-key") && !seen.to_lowercase().contains("\r\nauthorization:"));
}

#[test]
fn a_proxy_address_that_cannot_be_used_is_told_without_its_password() {
    let error = steady("https://gateway.invalid")
        .with_proxy("http://user:pass-word@:not a port")
        .build()
        .unwrap_err();
    assert!(error.is_not_built());
    assert!(!format!("{error} {error:?}").contains("pass-word"));
}

/// The address of the gateway that the process below calls; nothing where it is not the process below.
const CALLS: &str = "CLAVATA_TEST_CALLS";

#[tokio::test]
async fn calls_what_the_environment_says() {
    let Ok(url) = std::env::var(CALLS) else {
        // The test that matters is the next one, which starts this one anew.
        return;
    };
    let clavata = steady(url).with_insecure_http().build().unwrap();
    get(&clavata).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxies_of_the_environment_are_used_and_their_exceptions_too() {
    let proxy = Proxy::start().await;
    let gateway = MockGateway::start().await;
    let call = |url: String, exceptions: &str| {
        let mut this = Command::new(std::env::current_exe().unwrap());
        this.args(["--exact", "calls_what_the_environment_says", "--nocapture"])
            .env(CALLS, url)
            .env("HTTP_PROXY", &proxy.url)
            .env("http_proxy", &proxy.url)
            .env("NO_PROXY", exceptions)
            .env("no_proxy", exceptions);
        tokio::task::spawn_blocking(move || this.output().unwrap())
    };
    let called = call("http://gateway.invalid:8080".to_owned(), "")
        .await
        .unwrap();
    assert!(called.status.success(), "{called:?}");
    assert_eq!(proxy.seen().len(), 1);
    let called = call(gateway.url(), "127.0.0.1").await.unwrap();
    assert!(called.status.success(), "{called:?}");
    assert_eq!((proxy.seen().len(), gateway.requests().len()), (1, 1));
}
