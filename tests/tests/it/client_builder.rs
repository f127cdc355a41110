//! The settings of a client: the ways to give a key, and a builder that is used twice.

use clavata_api_ext::{ApiKey, Clavata};
use mock_gateway::{MockGateway, Operation};
use uuid::Uuid;

#[tokio::test]
async fn one_builder_makes_clients_that_differ() {
    let (one, other) = (MockGateway::start().await, MockGateway::start().await);
    let settings = Clavata::builder().with_key("test-key");
    for gateway in [&one, &other] {
        let clavata = settings.clone().with_base_url(gateway.url()).build();
        let id = Uuid::from_u128(7);
        assert!(clavata.unwrap().job(id).await.unwrap_err().is_not_found());
        assert_eq!(gateway.counts(Operation::GetJob).bodies, 1);
    }
    let shown = format!("{settings:?}");
    assert!(!shown.contains("test-key"), "{shown}");
}

#[tokio::test]
async fn a_key_is_a_text_or_an_api_key() {
    let gateway = MockGateway::start().await;
    let key = "test-key".to_owned();
    let given = [
        Clavata::builder().with_key("test-key"),
        Clavata::builder().with_key(&key),
        Clavata::builder().with_key(key.clone()),
        Clavata::builder().with_key(ApiKey::new(&key).unwrap()),
    ];
    for settings in given {
        let clavata = settings.with_base_url(gateway.url()).build().unwrap();
        let error = clavata.job(Uuid::from_u128(7)).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
    }
    let error = Clavata::builder().with_key("\"test-key\"").build();
    let error = error.unwrap_err();
    assert!(error.is_not_built());
    assert!(error.to_string().contains("without quotes"), "{error}");
}
