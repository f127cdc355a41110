//! Every call refuses an all-zero id in the same way, before anything is sent.

use clavata_api_ext::test_util::client;
use clavata_api_ext::{Answer, Content, Error};
use futures_util::stream;
use mock_gateway::MockGateway;
use uuid::Uuid;

#[tokio::test]
async fn a_policy_of_all_zeros_is_refused_by_every_call() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let nil = Uuid::nil();
    let text = || Content::text("hello");
    let mut all = clavata.evaluate_all(nil, stream::iter([text(), text(), text()]));
    let mut failed = Vec::new();
    while let Some((_, answer)) = all.next().await {
        let Answer::Failed(error) = answer else {
            panic!("{answer:?}");
        };
        failed.push(error);
    }
    assert_eq!(failed.len(), 3);
    let errors: [Error; 7] = [
        clavata.create(nil, [text()]).send().await.unwrap_err(),
        clavata.create(nil, [text()]).wait().await.unwrap_err(),
        clavata.create_and_wait(nil, [text()]).await.unwrap_err(),
        clavata.evaluate(nil, [text()]).send().await.unwrap_err(),
        clavata.evaluate_one(nil, text()).await.unwrap_err(),
        clavata.batch().create("x", nil).await.unwrap_err(),
        clavata.jobs().policy(nil).next().await.unwrap_err(),
    ];
    for error in errors.iter().chain(failed.iter().map(|error| &**error)) {
        assert!(error.is_not_built() && !error.is_invalid_content());
        assert_eq!(error.to_string(), "the id of the policy is all zeros");
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test]
async fn a_label_version_of_all_zeros_is_refused_too() {
    let gateway = MockGateway::start().await;
    let versions = [Uuid::from_u128(1), Uuid::nil()];
    let ask = client(&gateway).evaluate_labels(Content::text("hello"), versions);
    let error = ask.send().await.unwrap_err();
    assert!(error.is_not_built());
    assert_eq!(error.to_string(), "the id of a label version is all zeros");
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}
