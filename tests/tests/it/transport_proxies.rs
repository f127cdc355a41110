//! Proxies: one that is told, those of the environment, and what they get to see.

use std::net::Ipv4Addr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use crate::transport::{create, get, steady};
use clavata_api_ext::RetryPolicy;
use mock_gateway::{MockGateway, capture};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

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
async fn no_proxy_ever_stands_before_this_machine() {
    let proxy = Proxy::start().await;
    let gateway = MockGateway::start().await;
    let port = gateway.address().port();
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "127.1"] {
        let clavata = steady(format!("http://{host}:{port}"))
            .with_proxy(&proxy.url)
            .build()
            .unwrap();
        assert_eq!(clavata.proxy(), None);
        get(&clavata).await.unwrap();
        create(&clavata).await.unwrap();
    }
    assert_eq!(gateway.requests().len(), 8);
    assert!(proxy.seen().is_empty(), "{:?}", proxy.seen());
}

#[tokio::test]
async fn a_name_below_localhost_is_not_this_machine() {
    let error = steady("http://gateway.localhost:1").build().unwrap_err();
    assert!(error.to_string().contains("in the clear"), "{error}");
    // If it is allowed anyway, it goes as any other name does.
    let proxy = Proxy::start().await;
    let clavata = steady("http://gateway.localhost:1")
        .with_insecure_http()
        .with_proxy(&proxy.url)
        .build()
        .unwrap();
    get(&clavata).await.unwrap();
    assert_eq!(proxy.seen().len(), 1);
}

/// A SOCKS 5 proxy that takes every connection and leads it to one address; keeps what it is asked
/// for.
async fn socks(target: std::net::SocketAddr) -> (String, Arc<Mutex<Vec<Vec<u8>>>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let wishes = asked.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut greeting = [0; 2];
            stream.read_exact(&mut greeting).await.unwrap();
            let mut methods = vec![0; usize::from(greeting[1])];
            stream.read_exact(&mut methods).await.unwrap();
            stream.write_all(&[5, 0]).await.unwrap();
            let mut wish = [0; 5];
            stream.read_exact(&mut wish).await.unwrap();
            let rest = match wish[3] {
                1 => 3,
                3 => usize::from(wish[4]),
                _ => 15,
            };
            let mut name = vec![0; rest + 2];
            stream.read_exact(&mut name).await.unwrap();
            wishes.lock().unwrap().push([&wish[..], &name].concat());
            let answer = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];
            stream.write_all(&answer).await.unwrap();
            let mut there = tokio::net::TcpStream::connect(target).await.unwrap();
            tokio::spawn(async move {
                // Whoever closes first ends it.
                let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
            });
        }
    });
    (url, asked)
}

#[tokio::test]
async fn a_socks_proxy_takes_every_call_and_looks_the_name_up_where_it_should() {
    let gateway = MockGateway::start().await;
    let (proxy, asked) = socks(gateway.address()).await;
    let clavata = steady("http://gateway.invalid:8080")
        .with_insecure_http()
        .with_proxy(format!("socks5h://{proxy}"))
        .build()
        .unwrap();
    get(&clavata).await.unwrap();
    assert_eq!(gateway.requests().len(), 1);
    let asked = asked.lock().unwrap().clone();
    let name = String::from_utf8_lossy(&asked[0]).into_owned();
    assert!(name.contains("gateway.invalid"), "{asked:?}");
}

#[tokio::test]
async fn a_socks_proxy_that_is_not_there_costs_the_call_not_the_secret() {
    let closed = mock_gateway::ClosedPort::reserve().unwrap();
    let proxy = closed.url().replace("http", "socks5h");
    let clavata = steady("https://gateway.invalid:8443")
        .with_proxy(proxy)
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = get(&clavata).await.unwrap_err();
    assert_eq!(error.type_name(), "not_sent", "{error}");
}

#[test]
fn a_proxy_that_would_be_left_out_in_silence_is_an_error() {
    for proxy in [
        "ftp://proxy:1",
        "socks://proxy:1",
        "socks6://proxy",
        "unix:///proxy",
        "",
    ] {
        let error = steady("https://gateway.invalid")
            .with_proxy(proxy)
            .build()
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.starts_with("the proxy's address cannot be used"),
            "{proxy}: {said}"
        );
    }
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

/// The address of the gateway that the process below calls; nothing if it is not the process below.
const CALLS: &str = "CLAVATA_TEST_CALLS";

#[tokio::test]
async fn calls_what_the_environment_says() {
    let Ok(url) = std::env::var(CALLS) else {
        // The test that matters is the next one, which starts this one anew.
        return;
    };
    match steady(url).with_insecure_http().build() {
        Ok(clavata) => get(&clavata).await.unwrap(),
        Err(error) => println!("not built: {error}"),
    }
}

/// Calls a gateway in a process of its own, with these variables and no other proxy's.
async fn call(url: &str, variables: &[(&str, &str)]) -> String {
    let mut this = Command::new(std::env::current_exe().unwrap());
    this.args([
        "--exact",
        "transport_proxies::calls_what_the_environment_says",
        "--nocapture",
    ])
    .env_clear()
    .env(CALLS, url)
    .envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || this.output().unwrap());
    let output = output.await.unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proxies_of_the_environment_are_used_and_their_exceptions_too() {
    let proxy = Proxy::start().await;
    let url = "http://gateway.invalid:8080";
    for (number, name) in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .enumerate()
    {
        call(url, &[(name, &proxy.url), ("NO_PROXY", "example.com")]).await;
        assert_eq!(proxy.seen().len(), number + 1, "{name}");
    }
    let gateway = MockGateway::start().await;
    let (socks, asked) = socks(gateway.address()).await;
    call(url, &[("ALL_PROXY", &format!("socks5h://{socks}"))]).await;
    assert_eq!(asked.lock().unwrap().len(), 1);
    let except = [
        ("HTTP_PROXY", proxy.url.as_str()),
        ("no_proxy", "10.255.255.1"),
    ];
    // Nobody is there; what matters is that it is not the proxy.
    let mut this = Command::new(std::env::current_exe().unwrap());
    this.args([
        "--exact",
        "transport_proxies::calls_what_the_environment_says",
    ])
    .env_clear()
    .env(CALLS, "http://0.0.0.0:1")
    .envs(except)
    .env("no_proxy", "0.0.0.0");
    let output = tokio::task::spawn_blocking(move || this.output().unwrap());
    assert!(!output.await.unwrap().status.success());
    assert_eq!(proxy.seen().len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_variable_puts_a_proxy_before_this_machine() {
    let proxy = Proxy::start().await;
    let gateway = MockGateway::start().await;
    let (socks, asked) = socks(gateway.address()).await;
    let socks = format!("socks5://{socks}");
    let local = gateway.url().replace("127.0.0.1", "localhost");
    let names = [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ];
    for address in [&proxy.url, &socks] {
        let variables = names.map(|name| (name, address.as_str()));
        call(&gateway.url(), &variables).await;
        call(&local, &variables).await;
    }
    assert_eq!(gateway.requests().len(), 4);
    assert!(proxy.seen().is_empty() && asked.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variable_that_cannot_be_used_keeps_everything_from_being_sent() {
    let gateway = MockGateway::start().await;
    for name in ["HTTP_PROXY", "https_proxy", "ALL_PROXY"] {
        for value in ["socks6://canary:1", "http://canary:port", "://canary"] {
            let said = call(&gateway.url(), &[(name, value)]).await;
            let expected = format!("not built: the proxy variable {name} cannot be used");
            assert!(said.contains(&expected), "{said}");
            assert!(!said.contains("canary"), "{said}");
        }
    }
    assert!(gateway.requests().is_empty());
}
