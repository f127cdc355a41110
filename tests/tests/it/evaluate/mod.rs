//! The evaluate stream: every input gets a result, whatever happens to the stream.

mod abandoned;
pub(crate) mod asking;
mod beside;
mod bound;
mod cut;
mod errors;
mod foreign;
mod named;
mod sent;

use std::time::Duration;

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{Content, Timeouts};
use mock_gateway::{Answer, MockGateway, Operation};
use tokio::time::Instant;

use asking::{POLICY, client, contents, drain, frame};

#[tokio::test]
async fn the_mark_that_matches_inputs_is_never_seen_by_the_caller() {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::Evaluate, Answer::json(200, frame(0)));
    let clavata = client(&gateway);
    let answer = clavata
        .evaluate_one(POLICY, Content::text("hello").with_metadata("id", "0"))
        .await
        .unwrap();
    let metadata: Vec<_> = answer.result().metadata().iter().collect();
    assert_eq!(metadata, [("id", "0")]);
    let sent = gateway.requests()[0].json();
    assert_eq!(sent["contentData"][0]["metadata"]["clavata.input"], "0");
    gateway.finish().await;
}

#[tokio::test]
async fn settings_of_one_evaluation_are_sent_and_its_future_is_small() {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::Evaluate, Answer::json(200, frame(0)));
    let call = client(&gateway)
        .evaluate_one(POLICY, Content::text("hello"))
        .threshold(0.7)
        .expedited(true)
        .include_report(true)
        .option("region", "eu")
        .metadata("id", "1")
        .into_future();
    assert_eq!(size_of_val(&call), size_of::<[usize; 2]>());
    tokio::spawn(call).await.unwrap().unwrap();
    let sent = gateway.requests()[0].json();
    assert_eq!(sent["threshold"], 0.7);
    assert_eq!(sent["expedited"], true);
    assert_eq!(sent["includeEvaluationReport"], true);
    assert_eq!(sent["options"]["options"]["region"], "eu");
    assert_eq!(sent["contentData"][0]["metadata"]["id"], "1");
    gateway.finish().await;
}

#[tokio::test]
async fn an_answer_is_written_as_the_api_wrote_it_without_the_mark() {
    let sent = frame(0);
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::Evaluate, Answer::json(200, sent.clone()));
    let clavata = client(&gateway);
    let asked = clavata.evaluate_one(POLICY, Content::text("hello"));
    let answer = asked.await.unwrap();
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    let written = serde_json::to_string(&answer).unwrap();
    assert!(!written.contains("clavata.input"), "{written}");
    let again: EvaluateResponse = serde_json::from_str(&written).unwrap();
    assert_eq!(&again, answer.answer());
    let written: serde_json::Value = serde_json::from_str(&written).unwrap();
    let key = "/policyEvaluationReport/policyKey";
    assert_eq!(written.pointer(key), sent["result"].pointer(key));
}

#[tokio::test]
async fn resume_asks_only_for_what_was_not_answered() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::Evaluate)
        .next(Answer::json(200, frame(1)))
        .next(Answer::json(200, format!("{}{}", frame(2), frame(0))));
    let clavata = client(&gateway);
    let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
    let (first, error) = drain(&mut evaluation).await;
    assert_eq!(first.len(), 1);
    assert!(error.unwrap().is_stopped_early());
    let mut evaluation = evaluation.resume().await.unwrap();
    let (second, error) = drain(&mut evaluation).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(second.len(), 2);
    assert!(evaluation.completeness().is_complete());
    let sent = gateway.requests()[1].json();
    assert_eq!(sent["contentData"].as_array().unwrap().len(), 2);
    assert_eq!(sent["contentData"][0]["text"], "text 0");
    assert_eq!(sent["contentData"][1]["text"], "text 2");
    gateway.finish().await;
}

#[tokio::test]
async fn an_error_line_after_two_answers_loses_neither_the_answers_nor_the_hit() {
    let error = r#"{"error":{"code":1,"message":"precheck failed","details":[{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;
    let gateway = MockGateway::start().await;
    // No newline after the last value, as with some gateways.
    let body = format!("{}\n{}\n{error}", frame(0), frame(3));
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let mut evaluation = client(&gateway)
        .evaluate(POLICY, contents(5))
        .send()
        .await
        .unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 2);
    let error = error.unwrap();
    assert!(error.refusals().unwrap().has_csam());
    let completeness = error.completeness().unwrap();
    assert_eq!(completeness.unanswered().collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(completeness.refused(), 1);
    gateway.finish().await;
}

#[tokio::test]
async fn a_hit_in_a_broken_error_line_is_still_a_refusal() {
    let gateway = MockGateway::start().await;
    let body = format!(
        "{}\n{}",
        frame(0),
        r#"{"error":{"code":1,"details":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC""#
    );
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let mut evaluation = client(&gateway)
        .evaluate(POLICY, contents(2))
        .send()
        .await
        .unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 1);
    assert!(error.unwrap().refusals().unwrap().has_csam());
    gateway.finish().await;
}

#[tokio::test]
async fn garbage_in_a_line_keeps_the_answers_before_and_behind_it() {
    let gateway = MockGateway::start().await;
    for garbage in [
        "<html>oops</html>",
        "null",
        "{\"result\":null}",
        "{\"x\":1}",
        "{\"result\":7}",
        "{\"result\":{\"jobUuid\":[]}}",
    ] {
        let body = format!("{}\n{}\n{garbage}\n{}", frame(0), frame(1), frame(2));
        gateway.answer(Operation::Evaluate, Answer::json(200, body));
        let mut evaluation = client(&gateway)
            .evaluate(POLICY, contents(3))
            .send()
            .await
            .unwrap();
        let (answers, error) = drain(&mut evaluation).await;
        assert_eq!(answers.len(), 3, "{garbage}");
        let error = error.unwrap();
        assert!(error.is_unreadable(), "{garbage}: {error:?}");
        // It may have been about any of them.
        assert_eq!(error.completeness().unwrap().answered(), 0);

        // An error instead of an answer leaves its input unanswered.
        let body = format!("{}\n{garbage}\n{}", frame(0), frame(2));
        gateway.answer(Operation::Evaluate, Answer::json(200, body));
        let clavata = client(&gateway);
        let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
        let (answers, error) = drain(&mut evaluation).await;
        assert_eq!(answers.len(), 2, "{garbage}");
        let error = error.unwrap();
        assert!(error.is_unreadable(), "{garbage}: {error:?}");
        let unanswered: Vec<_> = error.completeness().unwrap().unanswered().collect();
        assert_eq!(unanswered, [1]);
    }
    gateway.finish().await;
}

#[tokio::test]
async fn answers_without_a_mark_never_make_an_evaluation_complete() {
    let gateway = MockGateway::start().await;
    let bare = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    gateway.answer(
        Operation::Evaluate,
        Answer::json(200, format!("{bare}{bare}")),
    );
    let mut evaluation = client(&gateway)
        .evaluate(POLICY, contents(2))
        .send()
        .await
        .unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 2);
    assert!(answers.iter().all(|answer| answer.input().is_none()));
    assert!(error.unwrap().is_stopped_early());
    gateway.finish().await;
}

#[tokio::test]
async fn an_answer_that_comes_twice_is_brought_and_counted_once() {
    let gateway = MockGateway::start().await;
    let body = format!("{}{}", frame(0), frame(0));
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let mut evaluation = client(&gateway)
        .evaluate(POLICY, contents(2))
        .send()
        .await
        .unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 1);
    assert_eq!(error.unwrap().completeness().unwrap().answered(), 1);
    let body = format!("{0}{0}{1}{1}", frame(0), frame(1));
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let clavata = client(&gateway);
    let mut evaluation = clavata.evaluate(POLICY, contents(2)).send().await.unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(answers.len(), 2);
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn each_answer_is_handed_out_before_the_next_arrives() {
    let gap = Duration::from_secs(1);
    let gateway = MockGateway::builder().frame_gap(gap).start().await;
    let begun = Instant::now();
    let asked = client(&gateway).evaluate(POLICY, contents(3)).send();
    let mut evaluation = asked.await.unwrap();
    for number in 1..=3 {
        assert!(evaluation.next().await.unwrap().is_some());
        assert_eq!(begun.elapsed().as_secs(), number);
    }
    gateway.finish().await;
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_ends_after_the_idle_bound() {
    let gateway = MockGateway::start().await;
    // Bytes keep arriving, but no answers. The gap between answers counts.
    let blanks = std::iter::repeat_n(" ".to_owned(), 40);
    let chunks = std::iter::once(frame(0)).chain(blanks).chain([frame(1)]);
    let stream = Answer::stream(chunks, Duration::from_millis(100));
    gateway.answer(Operation::Evaluate, stream);
    let idle = Timeouts::default().with_idle(Duration::from_secs(1));
    let mut evaluation = client(&gateway)
        .with_timeouts(idle)
        .evaluate(POLICY, contents(2))
        .send()
        .await
        .unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 1);
    let error = error.unwrap();
    assert!(error.is_timeout());
    assert_eq!(error.completeness().unwrap().answered(), 1);
    drop(evaluation);
    gateway.finish().await;
}

#[tokio::test]
async fn nothing_is_sent_for_content_that_cannot_be_judged() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let empty = clavata.evaluate(POLICY, []).send().await.unwrap_err();
    assert!(empty.is_not_built(), "{empty}");
    let gif = Content::image(&b"GIF89a"[..]);
    let error = clavata.evaluate(POLICY, [gif]).send().await.unwrap_err();
    assert!(error.is_invalid_content(), "{error}");
    for threshold in [-0.1, 1.1, f64::NAN] {
        let request = clavata.evaluate(POLICY, contents(1)).threshold(threshold);
        assert!(request.send().await.unwrap_err().is_not_built());
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}
