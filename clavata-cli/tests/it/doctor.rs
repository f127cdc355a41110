//! `clavata doctor`: reports the first problem and its fix.

use crate::support::{Ran, clavata, online, run};
use mock_gateway::{Answer, Fault, MockGateway, Operation};

fn line<'a>(ran: &'a Ran, check: &str) -> &'a str {
    let found = ran
        .out
        .lines()
        .find(|line| line.split_whitespace().nth(1) == Some(check));
    found.unwrap_or_else(|| panic!("no line about {check}: {}", ran.out))
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_well_with_a_gateway_that_answers() {
    let gateway = MockGateway::start().await;
    let ran = run(online(&gateway, &["doctor"])).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    for check in [
        "key", "address", "proxy", "dns", "tcp", "port", "call", "clock",
    ] {
        assert!(line(&ran, check).starts_with("ok"), "{}", ran.out);
    }
    assert!(line(&ran, "tls").starts_with("skip"), "{}", ran.out);
    assert_eq!(gateway.requests().len(), 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_check_has_one_line_in_the_same_order_whatever_fails() {
    let gateway = MockGateway::start().await;
    let with = |name: &str, value: &str| {
        let mut command = online(&gateway, &["doctor"]);
        command.env(name, value);
        command
    };
    for (command, failed) in [
        (online(&gateway, &["doctor"]), None),
        (with("CLAVATA_API_KEY", "test key"), Some("key")),
        (with("CLAVATA_BASE_URL", "foo"), Some("address")),
        (with("ALL_PROXY", "socks6://127.0.0.1:9"), Some("proxy")),
        (with("CLAVATA_BASE_URL", "http://127.0.0.1:9"), Some("tcp")),
    ] {
        let ran = run(command).await;
        let checks = ran.out.lines().map(|line| line.split_whitespace().nth(1));
        let checks: Vec<&str> = checks.flatten().collect();
        let all = [
            "config", "key", "address", "proxy", "dns", "tcp", "tls", "port", "call", "clock",
        ];
        assert_eq!(checks, all, "{}", ran.out);
        let first = ran.out.lines().find(|line| line.starts_with("FAIL"));
        let first = first.and_then(|line| line.split_whitespace().nth(1));
        assert_eq!(first, failed, "{}", ran.out);
        let said = "fix the failed checks above, then run `clavata doctor` again";
        assert_eq!(ran.err.contains(said), failed.is_some(), "{}", ran.err);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_not_said_to_have_addresses() {
    let gateway = MockGateway::start().await;
    let ran = run(online(&gateway, &["doctor"])).await;
    let said = "not needed: 127.0.0.1 is an address";
    assert!(line(&ran, "dns").contains(said), "{}", ran.out);
    let mut named = online(&gateway, &["doctor"]);
    named.env(
        "CLAVATA_BASE_URL",
        gateway.url().replace("127.0.0.1", "localhost"),
    );
    let ran = run(named).await;
    let dns = line(&ran, "dns");
    assert!(
        dns.contains("localhost has ") && dns.contains(" address"),
        "{}",
        ran.out
    );
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_is_that_of_the_first_failure() {
    let gateway = MockGateway::start().await;
    let mut no_key = online(&gateway, &["doctor"]);
    no_key.env_remove("CLAVATA_API_KEY");
    let mut wrong_key = online(&gateway, &["doctor"]);
    wrong_key.env("CLAVATA_API_KEY", "canary-wrong");
    let mut grpc_port = online(&gateway, &["doctor"]);
    grpc_port.env("CLAVATA_BASE_URL", "https://gateway.app.clavata.ai");
    let mut no_tls = online(&gateway, &["doctor"]);
    no_tls.env("CLAVATA_BASE_URL", gateway.url().replace("http:", "https:"));
    let mut nobody = online(&gateway, &["doctor"]);
    nobody.env("CLAVATA_BASE_URL", "http://127.0.0.1:9");
    let mut nowhere = online(&gateway, &["doctor"]);
    nowhere.env(
        "CLAVATA_BASE_URL",
        "http://no-such-host.localhost.invalid:1",
    );
    nowhere.arg("--insecure-http");
    for (command, check, code) in [
        (no_key, "key", 3),
        (wrong_key, "call", 3),
        (grpc_port, "address", 2),
        (no_tls, "tls", 7),
        (nobody, "tcp", 7),
        (nowhere, "dns", 7),
    ] {
        let ran = run(command).await;
        assert_eq!(ran.code, Some(code), "{check}: {}{}", ran.out, ran.err);
        assert!(line(&ran, check).starts_with("FAIL"), "{}", ran.out);
        assert!(
            ran.err.contains(&format!("1 check failed: {check}")),
            "{}",
            ran.err
        );
        assert!(!format!("{}{}", ran.out, ran.err).contains("canary"));
    }
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_no_url_is_not_repeated() {
    for (address, said) in [
        ("canary", "it is not a URL; it should look like https://"),
        ("http://canary:port", "invalid port number; it should look"),
    ] {
        let mut command = clavata(&["doctor"]);
        command
            .env("CLAVATA_API_KEY", "test-key")
            .env("CLAVATA_BASE_URL", address);
        let ran = run(command).await;
        assert!(line(&ran, "address").contains(said), "{}", ran.out);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(!all.contains("canary"), "{all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_wrong_is_noticed() {
    let gateway = MockGateway::start().await;
    let answer =
        Answer::json(200, "{\"jobs\":[]}").with_header("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    gateway.on(Operation::ListJobs).always(answer);
    let ran = run(online(&gateway, &["doctor"])).await;
    assert_eq!(ran.code, Some(7), "{}", ran.out);
    assert!(
        line(&ran, "clock").contains("ahead of the gateway's"),
        "{}",
        ran.out
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn something_else_than_the_gateway_is_noticed() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::ListJobs).always(Fault::Html200);
    let ran = run(online(&gateway, &["doctor"])).await;
    assert_eq!(ran.code, Some(8), "{}", ran.out);
    assert!(
        line(&ran, "call").contains("something other than the gateway"),
        "{}",
        ran.out
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_is_named_without_its_password() {
    let mut command = clavata(&["doctor"]);
    command
        .env("CLAVATA_API_KEY", "test-key")
        .env("CLAVATA_BASE_URL", "https://gateway.example.com:8443")
        .env("HTTPS_PROXY", "http://user:canary@127.0.0.1:9");
    let ran = run(command).await;
    assert_eq!(ran.code, Some(7), "{}", ran.out);
    assert!(
        line(&ran, "proxy").contains("http://127.0.0.1:9, from HTTPS_PROXY"),
        "{}",
        ran.out
    );
    assert!(line(&ran, "tcp").contains("check the proxy"), "{}", ran.out);
    assert!(
        !format!("{}{}", ran.out, ran.err).contains("canary"),
        "{}",
        ran.out
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_report_ends_well_where_no_call_went_through() {
    let gateway = MockGateway::start().await;
    for proxy in [
        // Nothing listens there.
        "socks5h://user:canary@127.0.0.1:9",
        "socks4://127.0.0.1:9",
        "http://127.0.0.1:9",
    ] {
        for url in [
            "https://gateway.invalid:8443",
            "http://gateway.invalid:8080",
        ] {
            let mut command = online(&gateway, &["doctor", "--insecure-http"]);
            command.env("CLAVATA_BASE_URL", url).env("ALL_PROXY", proxy);
            let ran = run(command).await;
            assert_eq!(ran.code, Some(7), "{proxy} {url}: {}", ran.out);
            assert!(ran.out.contains("FAIL"), "{proxy} {url}: {}", ran.out);
            assert!(
                !format!("{}{}", ran.out, ran.err).contains("canary"),
                "{}",
                ran.out
            );
        }
    }
    // Something accepts connections there, but is not a proxy.
    let deaf = gateway.url().replace("http", "socks5h");
    for url in [
        "https://gateway.invalid:8443",
        "http://gateway.invalid:8080",
    ] {
        let mut command = online(&gateway, &["doctor", "--insecure-http"]);
        command.env("CLAVATA_BASE_URL", url).env("ALL_PROXY", &deaf);
        let ran = run(command).await;
        assert_eq!(ran.code, Some(7), "{url}: {}", ran.out);
        assert!(ran.out.contains("FAIL"), "{url}: {}", ran.out);
    }
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_variable_that_cannot_be_used_fails_here_and_everywhere() {
    let gateway = MockGateway::start().await;
    for (name, value) in [
        ("ALL_PROXY", "socks6://canary:1"),
        ("HTTP_PROXY", "http://canary:port"),
        ("https_proxy", "://canary"),
    ] {
        let mut command = online(&gateway, &["doctor"]);
        command.env(name, value);
        let ran = run(command).await;
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        let proxy = line(&ran, "proxy");
        assert!(
            proxy.starts_with("FAIL") && proxy.contains(name),
            "{}",
            ran.out
        );
        assert!(ran.err.contains("1 check failed: proxy"), "{}", ran.err);
        let mut command = online(&gateway, &["jobs"]);
        command.env(name, value);
        let other = run(command).await;
        assert_eq!(other.code, Some(2), "{}", other.err);
        assert!(other.err.contains(name), "{}", other.err);
        for said in [ran.out, ran.err, other.err] {
            assert!(!said.contains("canary"), "{said}");
        }
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_proxy_stands_before_this_machine() {
    let gateway = MockGateway::start().await;
    let mut command = online(&gateway, &["doctor"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(name, "http://127.0.0.1:9");
    }
    let ran = run(command).await;
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    assert!(line(&ran, "proxy").contains("none"), "{}", ran.out);
    gateway.finish().await;
}
