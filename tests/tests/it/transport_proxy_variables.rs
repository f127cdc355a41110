//! Proxies from the environment, their exceptions, and variables that cannot be used.

use std::process::{Command, Output};

use crate::transport::proxy::{Proxy, socks};
use crate::transport::{get, steady};
use mock_gateway::MockGateway;

/// The variable that gives the child process the address of the gateway. It is set only there.
const CALLS: &str = "CLAVATA_TEST_CALLS";

#[tokio::test]
async fn calls_what_the_environment_says() {
    let Ok(url) = std::env::var(CALLS) else {
        // The next test starts this one in a child process.
        return;
    };
    match steady(url).with_insecure_http().build() {
        Ok(clavata) => get(&clavata).await.unwrap(),
        Err(error) => println!("not built: {error}"),
    }
}

/// Calls a gateway from a child process, with these variables and no others for proxies.
async fn try_call(url: &str, variables: &[(&str, &str)]) -> Output {
    let mut this = Command::new(std::env::current_exe().unwrap());
    this.args([
        "--exact",
        "transport_proxy_variables::calls_what_the_environment_says",
        "--nocapture",
    ])
    .env_clear()
    .env(CALLS, url)
    .envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || this.output().unwrap());
    output.await.unwrap()
}

/// Like [`try_call`], for a call that must succeed. Returns what it printed.
async fn call(url: &str, variables: &[(&str, &str)]) -> String {
    let output = try_call(url, variables).await;
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
    let except = [("HTTP_PROXY", &*proxy.url), ("no_proxy", "0.0.0.0")];
    // Nothing listens there. The request must not go to the proxy.
    let output = try_call("http://0.0.0.0:1", &except).await;
    assert!(!output.status.success());
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
