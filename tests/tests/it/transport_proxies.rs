//! Proxies that the caller sets, and what they see.

use crate::transport::proxy::{Proxy, socks};
use crate::transport::{create, get, steady};
use clavata_api_ext::RetryPolicy;
use mock_gateway::MockGateway;

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
    assert!(error.to_string().contains("unencrypted"), "{error}");
    // If it is allowed anyway, it is treated like any other name.
    let proxy = Proxy::start().await;
    let clavata = steady("http://gateway.localhost:1")
        .with_insecure_http()
        .with_proxy(&proxy.url)
        .build()
        .unwrap();
    get(&clavata).await.unwrap();
    assert_eq!(proxy.seen().len(), 1);
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
