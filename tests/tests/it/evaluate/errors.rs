//! Errors within a stream: reading continues, and the most serious error is reported.

use std::sync::{Arc, Mutex};

use clavata_api_ext::{Answer as Judged, Decision, Error};
use futures_util::stream;
use mock_gateway::{Answer, Fault, MockGateway, Operation};

use super::asking::{POLICY, client, contents, drain, frame};
use crate::support::client::hasty;

const HIT: &str = r#"{"error":{"code":1,"message":"precheck failed","details":[{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;

pub(super) fn error(code: i32) -> String {
    format!(r#"{{"error":{{"code":{code},"message":"said {code}","details":[]}}}}"#)
}

async fn ended(lines: &[&str]) -> (usize, Error) {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::Evaluate, Answer::json(200, lines.join("\n")));
    let clavata = client(&gateway);
    let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    gateway.finish().await;
    (answers.len(), error.unwrap())
}

#[tokio::test]
async fn a_hit_is_told_whatever_stands_before_it_and_no_answer_behind_an_error_is_lost() {
    let flat = HIT.trim_start_matches("{\"error\":").trim_end_matches('}');
    let flat = format!("{flat}}}");
    let cut = &HIT[..HIT.rfind(",\"details\"").unwrap()];
    let answer = frame(1);
    let both = format!("{},{}", answer.strip_suffix('}').unwrap(), &HIT[1..]);
    for before in [
        error(14),
        error(16),
        error(13),
        "<html>x</html>".to_owned(),
        "{\"result\":{\"jobUuid\":[]}}".to_owned(),
        "null".to_owned(),
    ] {
        for hit in [HIT, &flat, cut] {
            let (answers, error) = ended(&[&before, &frame(0), hit]).await;
            assert_eq!(answers, 1, "{before} {hit}");
            let refusals = error.refusals().expect(hit);
            assert!(refusals.has_csam(), "{before} {hit}");
            assert_eq!(error.completeness().unwrap().refused(), 1);
        }
        let (answers, error) = ended(&[&before, &both, &frame(0)]).await;
        assert_eq!(answers, 2, "{before}");
        assert!(error.refusals().unwrap().has_csam(), "{before}");
        let (answers, error) = ended(&[HIT, &before, &frame(0), &frame(2)]).await;
        assert_eq!(answers, 2, "{before}");
        assert!(error.is_content_refused(), "{before}");
    }
}

#[tokio::test]
async fn a_suspected_refusal_is_told_whatever_comes_with_it() {
    let suspected = r#"{"error":{"code":1}}"#;
    // A rejected key, and two answers that contradict each other.
    let (key, no) = (error(16), frame(0));
    let yes = no.replace("OUTCOME_FALSE", "OUTCOME_TRUE");
    for lines in [
        [suspected, &key, &no],
        [&key, suspected, &no],
        [&no, &yes, suspected],
    ] {
        let (_, error) = ended(&lines).await;
        let refusals = error.refusals().expect("a refusal");
        assert!(refusals.is_suspected(), "{error}");
    }
}

#[tokio::test]
async fn each_refusal_is_shown_to_whoever_watches() {
    let gateway = MockGateway::start().await;
    let suspected = r#"{"error":{"code":1}}"#;
    let lines = [&frame(0), suspected, HIT, suspected, HIT, &frame(1)].join("\n");
    let refused = Answer::json(499, r#"{"code":1}"#);
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate.next(Answer::json(200, lines)).next(refused);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = seen.clone();
    let evaluate = client(&gateway)
        .evaluate(POLICY, contents(3))
        .refusals_watched_by(move |error| {
            let refusals = error.refusals().unwrap();
            assert_eq!(error.operation(), Some("evaluate"));
            see.lock().unwrap().push(refusals.is_suspected());
        });
    let mut evaluation = evaluate.send().await.unwrap();
    let error = drain(&mut evaluation).await.1.unwrap();
    let refusals = error.refusals().unwrap();
    // Neither hides the other.
    assert!(refusals.is_suspected() && refusals.has_csam());
    // Errors that name no content may be about different inputs.
    assert_eq!((refusals.len(), refusals.count()), (1, 3));
    assert_eq!(*seen.lock().unwrap(), [true, false]);
    evaluation.resume().await.unwrap_err();
    assert_eq!(*seen.lock().unwrap(), [true, false, true]);
    gateway.finish().await;
}

#[tokio::test]
async fn a_flood_of_refusals_loses_none() {
    let image = r#"{"error":{"code":9,"details":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_INVALID_IMAGE","details":"md5::0"}]}}"#;
    let mut lines: Vec<_> = (0..20_000)
        .map(|n| image.replace("md5::0", &format!("md5::{n}")))
        .collect();
    lines.push(HIT.to_owned());
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    let (_, error) = ended(&lines).await;
    let refusals = error.refusals().unwrap();
    assert_eq!((refusals.len(), refusals.count()), (20_001, 20_001));
    // Child abuse material comes first.
    assert!(refusals.iter().next().unwrap().is_csam());
}

#[tokio::test]
async fn the_refusals_of_several_errors_are_told_as_one() {
    let other = HIT.replace("md5::abc", "md5::def");
    let (_, error) = ended(&[HIT, &error(13), &other, HIT]).await;
    let refusals = error.refusals().unwrap();
    let hashes: Vec<_> = refusals
        .iter()
        .filter_map(|one| one.content_hash())
        .collect();
    assert_eq!(hashes, ["md5::abc", "md5::def"]);
    // Other errors are not hidden.
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.to_string().contains("said 13"), "{source}");
}

#[tokio::test]
async fn a_key_that_is_not_accepted_goes_before_other_errors_and_the_first_of_others_is_told() {
    let (answers, ended_by) = ended(&[&error(14), &frame(0), &error(16), "null"]).await;
    assert_eq!((answers, ended_by.is_auth()), (1, true));
    let (_, ended_by) = ended(&["null", &error(13)]).await;
    assert!(ended_by.is_unreadable(), "{ended_by:?}");
    let (_, ended_by) = ended(&[&error(13), "null"]).await;
    assert_eq!(ended_by.grpc_code(), Some(13));
}

#[tokio::test]
async fn a_hit_behind_an_error_that_may_pass_is_not_asked_away() {
    let gateway = MockGateway::start().await;
    let body = format!("{}\n{HIT}\n", error(14));
    gateway
        .on(Operation::Evaluate)
        .next(Answer::json(200, body));
    let clavata = client(&gateway);
    // If asked again, the gateway judges every input clear.
    let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(4)));
    while let Some((input, answer)) = answers.next().await {
        let Judged::Failed(error) = &answer else {
            panic!("{input}: {answer:?}")
        };
        assert!(error.refusals().unwrap().has_csam());
        assert_eq!(answer.decide_or(Decision::Allow), Decision::Block);
    }
    gateway.finish().await;
}

#[tokio::test]
async fn a_refusal_whose_details_cannot_be_read_is_narrowed_down_to_its_input() {
    let gateway = MockGateway::start().await;
    let on = gateway.on(Operation::Evaluate);
    // All four; the first two; the first. Then the second and the others are judged.
    for _ in 0..3 {
        on.next(Answer::raw(499, &[], ""));
    }
    let clavata = client(&gateway);
    let mut answers = clavata
        .evaluate_all(POLICY, stream::iter(contents(4)))
        .concurrency(1);
    let mut decisions = Vec::new();
    while let Some((_, answer)) = answers.next().await {
        decisions.push(answer.decide_or(Decision::Allow));
    }
    let (block, allow) = (Decision::Block, Decision::Allow);
    assert_eq!(decisions, [block, allow, allow, allow]);
    gateway.finish().await;
}

#[tokio::test]
async fn a_refusal_that_is_not_found_again_blocks_all_that_it_may_be_about() {
    let gateway = MockGateway::start().await;
    let on = gateway.on(Operation::Evaluate);
    on.next(Answer::raw(499, &[], "<html>"));
    let clavata = client(&gateway);
    let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(4)));
    while let Some((_, answer)) = answers.next().await {
        assert_eq!(answer.decide_or(Decision::Allow), Decision::Block);
    }
    gateway.finish().await;
}

#[tokio::test]
async fn a_hit_beside_answers_that_contradict_each_other_is_told() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let flagged = |input: usize| frame(input).replace("OUTCOME_FALSE", "OUTCOME_TRUE");
    let unmarked = frame(0).replace("clavata.input", "other");
    for (inputs, others) in [
        (1, vec![unmarked.clone(), flagged(0)]),
        (1, vec![frame(0), flagged(0)]),
        (2, vec![flagged(0), flagged(1), frame(1), unmarked]),
    ] {
        for at in 0..=others.len() {
            let mut lines = others.clone();
            lines.insert(at, HIT.to_owned());
            gateway.answer(Operation::Evaluate, Answer::json(200, lines.join("\n")));
            let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(inputs)));
            let mut is_told = false;
            while let Some((_, answer)) = answers.next().await {
                is_told |= match &answer {
                    Judged::Refused(error) => error.is_content_refused(),
                    Judged::Failed(error) => error.is_content_refused(),
                    Judged::Evaluated(_) => false,
                };
                assert_eq!(
                    answer.decide_or(Decision::Allow),
                    Decision::Block,
                    "{lines:?}"
                );
            }
            assert!(is_told, "{lines:?}");
        }
    }
    gateway.finish().await;
}

#[tokio::test]
async fn an_error_says_how_often_its_request_was_sent_and_what_the_last_response_refused() {
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate
        .times(2, Fault::Unavailable)
        .always(Answer::json(200, [&frame(0), HIT].join("\n")));
    let clavata = hasty(gateway.url());
    let mut evaluation = clavata.evaluate(POLICY, contents(2)).send().await.unwrap();
    for attempts in [3, 1] {
        let (_, error) = drain(&mut evaluation).await;
        let error = error.unwrap();
        assert_eq!(error.attempts(), attempts);
        assert_eq!(error.completeness().unwrap().refused(), 1);
        evaluation = evaluation.resume().await.unwrap();
    }
    gateway.finish().await;
}

#[tokio::test]
async fn more_refusals_than_inputs_without_an_answer_let_no_answer_count() {
    let other = HIT.replace("md5::abc", "md5::def");
    let (_, error) = ended(&[&frame(0), &frame(1), HIT, &other]).await;
    let unanswered: Vec<_> = error.completeness().unwrap().unanswered().collect();
    assert_eq!(unanswered, [0, 1, 2]);
    let (_, error) = ended(&[&frame(0), &frame(1), HIT, HIT]).await;
    let unanswered: Vec<_> = error.completeness().unwrap().unanswered().collect();
    assert_eq!(unanswered, [2]);
}
