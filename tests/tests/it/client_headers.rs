//! Custom headers: for every call of a client or for one, and none that the client sets.

use clavata_api_ext::{Clavata, Content};
use mock_gateway::{MockGateway, Operation};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);

#[tokio::test]
async fn headers_go_with_every_call_or_with_one() {
    let gateway = MockGateway::start().await;
    let clavata = Clavata::builder()
        .with_key("test-key")
        .with_base_url(gateway.url())
        .with_header("x-tenant", "blue")
        .with_header("x-team", "one")
        .build()
        .unwrap();
    let other = clavata.with_header("X-Team", "two").unwrap();
    clavata.job(ID).await.unwrap_err();
    let ask = other.evaluate_one(ID, Content::text("a"));
    ask.await.unwrap();
    clavata.jobs().next().await.unwrap();
    let teams = ["one", "two", "one"];
    for (request, team) in gateway.requests().iter().zip(teams) {
        assert_eq!(request.header("x-tenant"), Some("blue"));
        assert_eq!(request.header("x-team"), Some(team));
        assert_eq!(request.header("authorization"), Some("Bearer test-key"));
    }
    assert_eq!(gateway.requests().len(), 3);
    assert_eq!(gateway.counts(Operation::Evaluate).bodies, 1);
    gateway.finish().await;
}

#[tokio::test]
async fn what_the_client_sets_itself_is_refused() {
    let gateway = MockGateway::start().await;
    let settings = || {
        let settings = Clavata::builder().with_key("test-key");
        settings.with_base_url(gateway.url())
    };
    let clavata = settings().build().unwrap();
    clavata
        .create(ID, [Content::text("a")])
        .send()
        .await
        .unwrap();
    let sent = gateway.requests().remove(0);
    let own = [
        "authorization",
        "user-agent",
        "x-clavata-client",
        "grpc-timeout",
        "accept",
        "accept-encoding",
        "content-type",
        "content-length",
        "host",
    ];
    for name in own {
        assert!(sent.header(name).is_some(), "{name}");
    }
    let of_http = [
        "Proxy-Authorization",
        "Connection",
        "Transfer-Encoding",
        "TE",
    ];
    for name in own.into_iter().chain(of_http) {
        for error in [
            clavata.with_header(name, "hush").unwrap_err(),
            settings().with_header(name, "hush").build().unwrap_err(),
        ] {
            assert!(error.is_not_built());
            let text = error.to_string();
            assert!(text.contains("set by the client"), "{text}");
        }
    }
    for (name, value) in [("a b", "hush"), ("", "hush"), ("x-a", "hush\nx: y")] {
        let error = clavata.with_header(name, value).unwrap_err();
        assert!(error.is_not_built() && !error.to_string().contains("hush"));
    }
}
