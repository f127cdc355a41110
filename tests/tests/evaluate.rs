//! The evaluate stream: every input is accounted for, whatever happens to the stream.

use std::time::Duration;

use clavata_api_ext::{Clavata, Content, Error, Evaluated, Evaluation, RetryPolicy, Timeouts};
use mock_gateway::{Answer, MockGateway, Operation};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use uuid::Uuid;

const POLICY: Uuid = Uuid::from_u128(0x1111_1111_1111_4111_8111_1111_1111_1111);

fn client(url: &str) -> Clavata {
    Clavata::builder()
        .with_key("test-key")
        .with_base_url(url)
        .with_retry(RetryPolicy::none())
        .build()
        .unwrap()
}

fn contents(count: usize) -> Vec<Content> {
    (0..count)
        .map(|n| Content::text(format!("text {n}")).with_metadata("id", format!("{n}")))
        .collect()
}

/// A frame that answers `input`; strings hold what a careless framer trips over.
fn frame(input: usize) -> String {
    format!(
        r#"{{"result":{{"jobUuid":"44444444-4444-4444-8444-444444444444","contentHash":"h{input}","policyEvaluationReport":{{"policyKey":"a}}\"{{\n é 🦀 \\","result":"OUTCOME_FALSE","contentMetadata":{{"id":"{input}","clavata.input":"{input}"}},"contentHash":"h{input}"}}}}}}"#
    )
}

async fn drain(evaluation: &mut Evaluation) -> (Vec<Evaluated>, Option<Error>) {
    let mut answers = Vec::new();
    loop {
        match evaluation.next().await {
            Ok(Some(answer)) => answers.push(answer),
            Ok(None) => return (answers, None),
            Err(error) => return (answers, Some(error)),
        }
    }
}

/// Answers each request with `head` and `body`, then closes the connection.
async fn raw_server(responses: Vec<Vec<u8>>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for response in responses {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            // The body is JSON: its last byte closes it.
            while !(request.windows(4).any(|w| w == b"\r\n\r\n") && request.ends_with(b"}")) {
                let read = socket.read(&mut buffer).await.unwrap();
                request.extend_from_slice(&buffer[..read]);
                if read == 0 {
                    break;
                }
            }
            socket.write_all(&response).await.unwrap();
            socket.shutdown().await.unwrap();
        }
    });
    url
}

#[tokio::test]
async fn a_stream_cut_at_any_byte_never_looks_complete_and_never_loses_an_answer() {
    let frames = [frame(0), frame(1), frame(2)];
    let body = format!("{}\n{}\n\n{}", frames[1], frames[0], frames[2]);
    let ends = [
        frames[1].len(),
        frames[1].len() + 1 + frames[0].len(),
        body.len(),
    ];
    // A clean end (the length is right) and a broken one (the last chunk never comes).
    let clean = |cut: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            cut.len()
        );
        [head.as_bytes(), cut].concat()
    };
    let broken = |cut: &[u8]| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
        let chunk = format!("{:x}\r\n", body.len() + 1);
        [head.as_bytes(), chunk.as_bytes(), cut].concat()
    };
    let cuts: Vec<&[u8]> = (0..=body.len()).map(|n| &body.as_bytes()[..n]).collect();
    let mut responses: Vec<Vec<u8>> = cuts.iter().map(|cut| clean(cut)).collect();
    responses.extend(cuts.iter().map(|cut| broken(cut)));
    let url = raw_server(responses).await;
    let clavata = client(&url);
    for (round, is_clean) in [(0, true), (1, false)] {
        for length in 0..=body.len() {
            let whole = ends.iter().filter(|end| **end <= length).count();
            let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
            let (answers, error) = drain(&mut evaluation).await;
            assert_eq!(answers.len(), whole, "cut at {length}, round {round}");
            let expected: Vec<_> = [1, 0, 2][..whole].iter().map(|n| Some(*n)).collect();
            let inputs: Vec<_> = answers.iter().map(Evaluated::input).collect();
            assert_eq!(inputs, expected, "cut at {length}");
            let complete = is_clean && length == body.len();
            assert_eq!(error.is_none(), complete, "cut at {length}: {error:?}");
            if let Some(error) = error {
                assert!(error.is_stopped_early(), "cut at {length}: {error:?}");
                assert_eq!(error.completeness().unwrap().answered(), whole);
                assert_eq!(
                    error.completeness().unwrap().unanswered().count(),
                    3 - whole
                );
                // An error comes once.
                assert!(evaluation.next().await.unwrap().is_none());
            }
        }
    }
}

#[tokio::test]
async fn the_mark_that_matches_inputs_is_never_seen_by_the_caller() {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::Evaluate, Answer::json(200, frame(0)));
    let clavata = client(&gateway.url());
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
async fn resume_asks_only_for_what_was_not_answered() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::Evaluate)
        .next(Answer::json(200, frame(1)))
        .next(Answer::json(200, format!("{}{}", frame(2), frame(0))));
    let clavata = client(&gateway.url());
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
    // No newline after the last value, as some gateways do.
    let body = format!("{}\n{}\n{error}", frame(0), frame(3));
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let mut evaluation = client(&gateway.url())
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
    let mut evaluation = client(&gateway.url())
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
async fn garbage_in_line_three_keeps_the_two_answers_before_it() {
    let gateway = MockGateway::start().await;
    for garbage in [
        "<html>oops</html>",
        "null",
        "{\"result\":null}",
        "{\"x\":1}",
        "{\"result\":7}",
    ] {
        let body = format!("{}\n{}\n{garbage}\n{}", frame(0), frame(1), frame(2));
        gateway.answer(Operation::Evaluate, Answer::json(200, body));
        let mut evaluation = client(&gateway.url())
            .evaluate(POLICY, contents(3))
            .send()
            .await
            .unwrap();
        let (answers, error) = drain(&mut evaluation).await;
        assert_eq!(answers.len(), 2, "{garbage}");
        let error = error.unwrap();
        assert!(error.is_unreadable(), "{garbage}: {error:?}");
        assert_eq!(error.completeness().unwrap().answered(), 2);
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
    let mut evaluation = client(&gateway.url())
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
async fn one_input_answered_twice_is_brought_twice_and_counted_once() {
    let gateway = MockGateway::start().await;
    let body = format!("{}{}", frame(0), frame(0));
    gateway.answer(Operation::Evaluate, Answer::json(200, body));
    let mut evaluation = client(&gateway.url())
        .evaluate(POLICY, contents(2))
        .send()
        .await
        .unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 2);
    assert_eq!(error.unwrap().completeness().unwrap().answered(), 1);
    gateway.finish().await;
}

#[tokio::test]
async fn a_silent_stream_ends_after_the_idle_bound() {
    let gateway = MockGateway::start().await;
    // Bytes keep coming, answers do not: it is the gap between answers that counts.
    let blanks = std::iter::repeat_n(" ".to_owned(), 40);
    let chunks = std::iter::once(frame(0)).chain(blanks).chain([frame(1)]);
    let stream = Answer::stream(chunks, Duration::from_millis(100));
    gateway.answer(Operation::Evaluate, stream);
    let idle = Timeouts::default().with_idle(Duration::from_secs(1));
    let mut evaluation = client(&gateway.url())
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
    let clavata = client(&gateway.url());
    let empty = clavata.evaluate(POLICY, []).send().await.unwrap_err();
    assert!(empty.is_not_built(), "{empty}");
    let gif = Content::image(&b"GIF89a"[..]);
    let error = clavata.evaluate(POLICY, [gif]).send().await.unwrap_err();
    assert!(error.is_not_built(), "{error}");
    for threshold in [-0.1, 1.1, f64::NAN] {
        let request = clavata
            .evaluate(POLICY, contents(1))
            .with_threshold(threshold);
        assert!(request.send().await.unwrap_err().is_not_built());
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}
