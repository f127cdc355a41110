//! Connections: TLS, HTTP/2, redirects, compression, and the caller's own client.

use std::io::Write as _;

use crate::transport::tls::TlsGateway;
use crate::transport::{client, create, evaluate, get, steady};
use clavata_api_ext::{Clavata, RetryPolicy};
use http::Version;
use mock_gateway::{Answer, Fault, MockGateway, Operation};

#[tokio::test]
async fn a_certificate_authority_can_be_added_and_http_2_is_used_where_it_is_offered() {
    for (protocols, version) in [
        (&["h2", "http/1.1"][..], Version::HTTP_2),
        (&["http/1.1"], Version::HTTP_11),
        (&[], Version::HTTP_11),
    ] {
        let gateway = TlsGateway::start("localhost", protocols).await;
        let clavata = steady(&gateway.url)
            .with_root_certificate(gateway.authority.clone())
            .build()
            .unwrap();
        get(&clavata).await.unwrap();
        get(&clavata).await.unwrap();
        assert_eq!(gateway.seen(), [version; 2]);
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_ends_the_call_at_once_with_nothing_sent() {
    let unknown = TlsGateway::start("localhost", &["h2"]).await;
    let other = TlsGateway::start("gateway.example.com", &["h2"]).await;
    for (gateway, authority) in [(&unknown, &other.authority), (&other, &other.authority)] {
        let clavata = steady(&gateway.url)
            .with_root_certificate(authority.clone())
            .build()
            .unwrap();
        for attempt in [get(&clavata).await, create(&clavata).await] {
            let error = attempt.unwrap_err();
            assert_eq!(error.type_name(), "not_sent", "{error}");
            assert!(!error.may_have_been_sent() && !error.is_transient());
            assert_eq!(error.attempts(), 1);
            assert!(error.to_string().contains("certificate"), "{error}");
        }
        assert!(gateway.seen().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_tls_at_an_https_address_gets_nothing() {
    let gateway = MockGateway::start().await;
    let url = gateway.url().replace("http://", "https://");
    let settings = steady(url).with_retry(RetryPolicy::none());
    let error = get(&settings.build().unwrap()).await.unwrap_err();
    assert_eq!(error.type_name(), "not_sent", "{error}");
    assert!(gateway.requests().is_empty());
}

#[tokio::test]
async fn no_redirect_is_followed_and_the_key_stays() {
    for fault in [Fault::Redirect302, Fault::Redirect307, Fault::Redirect308] {
        let gateway = MockGateway::start().await;
        for operation in [Operation::GetJob, Operation::CreateJob, Operation::Evaluate] {
            gateway.on(operation).always(fault);
        }
        let clavata = client(&gateway);
        for attempt in [
            get(&clavata).await,
            create(&clavata).await,
            evaluate(&clavata).await,
        ] {
            let error = attempt.unwrap_err();
            assert!(error.to_string().contains("not followed"), "{error}");
        }
        assert!(gateway.strays().is_empty());
        assert_eq!(gateway.requests().len(), 3);
    }
}

#[tokio::test]
async fn every_request_says_who_asks_and_that_gzip_is_welcome() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    get(&clavata).await.unwrap();
    create(&clavata).await.unwrap();
    evaluate(&clavata).await.unwrap();
    let version = env!("CARGO_PKG_VERSION");
    for request in gateway.requests() {
        assert_eq!(request.header("authorization"), Some("Bearer test-key"));
        let who = format!("rust-sdk:{version}");
        assert_eq!(request.header("x-clavata-client"), Some(who.as_str()));
        let agent = format!("clavata-rust/{version}");
        assert_eq!(request.header("user-agent"), Some(agent.as_str()));
        assert_eq!(request.header("accept-encoding"), Some("gzip"));
        assert_eq!(request.header("api-version"), None);
    }
}

#[tokio::test]
async fn a_small_answer_that_unpacks_to_a_large_one_is_bounded() {
    let gateway = MockGateway::start().await;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let start = br#"{"job":{"policyKey":""#;
    encoder.write_all(start).unwrap();
    let zeros = vec![b'a'; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let answer = Answer::json(200, bomb).with_header("content-encoding", "gzip");
    gateway.on(Operation::GetJob).always(answer);
    let clavata = steady(gateway.url())
        .with_answer_limit(1 << 20)
        .build()
        .unwrap();
    let error = get(&clavata).await.unwrap_err();
    assert!(error.is_unreadable() && !error.is_transient());
    assert!(error.to_string().contains("1048576 bytes"), "{error}");
    assert_eq!(gateway.requests().len(), 1);
}

/// What a caller with its own client has to do first.
fn provide_crypto() {
    // Another test may have done it first.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[tokio::test]
async fn a_client_of_the_callers_own_is_used_as_it_is() {
    let gateway = MockGateway::start().await;
    provide_crypto();
    let own = reqwest::Client::builder()
        .user_agent("the-callers-own")
        .build()
        .unwrap();
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_http_client(own)
        .build()
        .unwrap();
    get(&clavata).await.unwrap();
    let requests = gateway.requests();
    assert_eq!(requests[0].header("user-agent"), Some("the-callers-own"));
    assert_eq!(requests[0].header("authorization"), Some("Bearer test-key"));
}

#[tokio::test(start_paused = true)]
async fn a_bound_of_the_callers_own_client_is_a_timeout() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::CreateJob)
        .always(Fault::StallBeforeHeaders);
    provide_crypto();
    let own = reqwest::Client::builder()
        .timeout(std::time::Duration::from_millis(100))
        .build()
        .unwrap();
    let settings = steady(gateway.url()).with_http_client(own);
    let error = create(&settings.build().unwrap()).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent(), "{error}");
    assert_eq!(error.type_name(), "deadline");
}
