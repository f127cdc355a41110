//! A word for child abuse material counts wherever it is in an error that refuses content, and its hash can be found.

use clavata_api_ext::Refusals;
use mock_gateway::{Answer, MockGateway, Operation};

use crate::transport::{client, create};

const IMAGE: &str = r#""@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_INVALID_IMAGE""#;
const HIT: &str = r#"{"type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::hit"}"#;

async fn refused(detail: &str, message: &str) -> Refusals {
    let body = format!(r#"{{"code":9,"message":"{message}","details":[{detail}]}}"#);
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::CreateJob, Answer::json(499, body));
    let error = create(&client(&gateway)).await.unwrap_err();
    gateway.finish().await;
    error.refusals().expect(detail).clone()
}

#[tokio::test(start_paused = true)]
async fn a_match_within_another_detail_counts_and_shows_its_hash() {
    for detail in [
        format!(r#"{{{IMAGE},"details":"md5::bad","related":[{HIT}]}}"#),
        format!(r#"{{{IMAGE},"details":[{HIT}]}}"#),
        format!(r#"{{"@type":"x.PrecheckFailures","failures":[{HIT}]}}"#),
        r#"{"reason":"precheck_failure","metadata":{"type":"NCMEC","hash":"md5::hit"}}"#.to_owned(),
        HIT.replace(
            '}',
            &format!(r#","related":{}}}"#, HIT.replace("hit", "more")),
        ),
    ] {
        let refusals = refused(&detail, "refused").await;
        assert!(refusals.has_csam(), "{detail}");
        assert_eq!(refusals.count(), 1, "{detail}");
        let raw = format!("{:?}", refusals.raw());
        assert!(raw.contains("md5::hit"), "{detail}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_message_counts_only_if_a_reason_is_not_known() {
    let unknown = r#"{"@type":"x.PrecheckFailure","type":7}"#;
    assert!(refused(unknown, "known CSAM").await.has_csam());
    // What an image is called is not why it was refused.
    let named =
        format!(r#"{{{IMAGE},"message":"cannot read https://example.org/ncmec/logo.png"}}"#);
    let refusals = refused(&named, "the CSAM check did not run").await;
    assert!(!refusals.has_csam() && refusals.raw().is_empty());
    // An ordinary match is read, and nothing about it is raw.
    let refusals = refused(HIT, "refused").await;
    assert!(refusals.has_csam() && refusals.raw().is_empty());
}
