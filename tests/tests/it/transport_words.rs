//! The gateway's own words in an error: they are shown, except for what they repeat, and never at length.

use crate::transport::{client, create, evaluate, get};
use mock_gateway::{Answer, MockGateway, Operation};

#[tokio::test(start_paused = true)]
async fn the_gateways_words_are_shown_but_for_what_they_repeat() {
    let gateway = MockGateway::start().await;
    let said = "invalid value \\\"some text\\\" for key test-key: policy has no published version";
    let answer = Answer::json(400, format!(r#"{{"code":9,"message":"{said}"}}"#));
    gateway.on(Operation::CreateJob).always(answer.clone());
    gateway.on(Operation::Evaluate).always(answer);
    let clavata = client(&gateway);
    for attempt in [create(&clavata).await, evaluate(&clavata).await] {
        let error = attempt.unwrap_err();
        let shown = "invalid value \"…\" for key …: policy has no published version";
        assert_eq!(error.gateway_message(), Some(shown));
        assert!(
            error.to_string().contains(&format!(": {shown} (")),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_behind_another_one_repeats_nothing_either() {
    let gateway = MockGateway::start().await;
    let said = "cannot judge \\\"some text\\\" for key test-key";
    let body = format!(
        "{{\"error\":{{\"code\":13,\"message\":\"{said}\"}}}}\n{{\"error\":{{\"code\":1}}}}"
    );
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let error = evaluate(&client(&gateway)).await.unwrap_err();
    assert!(error.is_content_refused(), "{error}");
    let behind = std::error::Error::source(&error).unwrap().to_string();
    let shown = "cannot judge \"…\" for key …";
    assert!(behind.contains(shown), "{behind}");
    assert!(!format!("{error:?}").contains("some text"), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_words_is_cut() {
    let gateway = MockGateway::start().await;
    let flood = "no\\n".repeat(100_000);
    let answer = Answer::json(400, format!(r#"{{"code":3,"message":"{flood}"}}"#));
    gateway.on(Operation::GetJob).always(answer);
    let error = get(&client(&gateway)).await.unwrap_err();
    let said = error.to_string();
    assert!(said.len() < 400 && !said.contains('\n'), "{said}");
}
