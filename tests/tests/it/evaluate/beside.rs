//! Errors in the same value as an answer, or after it, let no answer pass.

use clavata_api_ext::{Answer as Judged, Decision, Doubt, Verdict};
use futures_util::stream;
use mock_gateway::{Answer, MockGateway, Operation, Reply};

use super::asking::{POLICY, client, contents, drain, frame, uncounted};
use super::errors::error;

const ERROR: &str = r#""error":{"code":13,"message":"internal"}"#;

/// An answer to `input` with an error in the same value, before it and after it.
fn beside(input: usize) -> [String; 3] {
    let answer = frame(input);
    let open = answer.strip_suffix('}').unwrap();
    let inner = open.strip_suffix('}').unwrap();
    [
        format!("{{{ERROR},{}", &answer[1..]),
        format!("{open},{ERROR}}}"),
        format!("{inner},{ERROR}}}}}"),
    ]
}

#[tokio::test]
async fn an_answer_in_the_value_of_an_error_is_not_clear_whatever_else_is_unanswered() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    for doubted in beside(1) {
        let body = format!("{}\n{doubted}\n", frame(0));
        gateway.answer(Operation::Evaluate, Answer::json(200, body.clone()));
        let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
        let (answers, error) = drain(&mut evaluation).await;
        assert_eq!(answers[0].verdict(), Verdict::Clear);
        assert_eq!(answers[1].objection(), Some(&Doubt::BesideError), "{body}");
        assert!(matches!(answers[1].verdict(), Verdict::Undetermined(_)));
        let error = error.unwrap();
        assert_eq!(error.grpc_code(), Some(13), "{body}");
        let unanswered: Vec<_> = error.completeness().unwrap().unanswered().collect();
        assert_eq!(unanswered, [1, 2], "{body}");

        gateway.answer(Operation::Evaluate, Answer::json(200, body.clone()));
        let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(3)));
        while let Some((input, answer)) = answers.next().await {
            let is_judged = matches!(answer, Judged::Evaluated(_));
            assert_eq!(is_judged, input == 0, "{body}: {answer:?}");
        }
        // An answer that flags its content does so in any case.
        let flagged = body.replace("OUTCOME_FALSE", "OUTCOME_TRUE");
        gateway.answer(Operation::Evaluate, Answer::json(200, flagged));
        let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(2)));
        while let Some((_, answer)) = answers.next().await {
            assert_eq!(answer.decide_or(Decision::Allow), Decision::Block);
            assert!(matches!(answer, Judged::Evaluated(_)), "{answer:?}");
        }
    }
    gateway.finish().await;
}

#[tokio::test]
async fn an_error_beside_one_answer_fails_only_that_input_of_many() {
    let error = ERROR.replace("13", "3");
    let beside = beside(1)[0].replace(ERROR, &error);
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    let body = [frame(0), beside.clone(), frame(2)].join("\n");
    // Then each is sent alone.
    evaluate
        .next(Answer::json(200, body))
        .next(Reply::Ordinary)
        .next(Answer::json(200, beside));
    let clavata = client(&gateway);
    let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(3)));
    while let Some((input, answer)) = answers.next().await {
        let is_judged = matches!(answer, Judged::Evaluated(_));
        assert_eq!(is_judged, input != 1, "{answer:?}");
    }
    gateway.finish().await;
}

/// What goes wrong after the last answer.
fn wrong() -> [String; 3] {
    let cut = frame(2)[..90].to_owned();
    [format!("{{{ERROR}}}"), "<html>".to_owned(), cut]
}

#[tokio::test]
async fn after_an_error_that_no_unanswered_input_explains_only_what_is_flagged_counts() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let flagged = frame(1).replace("OUTCOME_FALSE", "OUTCOME_TRUE");
    for wrong in wrong() {
        let body = [frame(0), flagged.clone(), wrong].join("\n");
        gateway
            .on(Operation::Evaluate)
            .next(Answer::json(200, body.clone()));
        let mut evaluation = clavata.evaluate(POLICY, contents(2)).send().await.unwrap();
        let (answers, error) = drain(&mut evaluation).await;
        assert_eq!(answers.len(), 2, "{body}");
        let error = error.unwrap();
        let unanswered: Vec<_> = error.completeness().unwrap().unanswered().collect();
        assert_eq!(unanswered, [0], "{body}");
        // `resume` asks for these again.
        let mut again = evaluation.resume().await.unwrap();
        let (answers, error) = drain(&mut again).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(answers.len(), 1);
        assert!(again.completeness().is_complete());
    }
    gateway.finish().await;
}

#[tokio::test]
async fn an_answer_that_does_not_count_explains_no_error() {
    for wrong in wrong() {
        for uncounted in &uncounted(1) {
            let gateway = MockGateway::start().await;
            let clavata = client(&gateway);
            let body = [&frame(0), uncounted, &wrong]
                .map(String::as_str)
                .join("\n");
            let answer = Answer::json(200, body.clone());
            gateway.on(Operation::Evaluate).always(answer);
            let mut evaluation = clavata.evaluate(POLICY, contents(2)).send().await.unwrap();
            let (answers, error) = drain(&mut evaluation).await;
            assert_eq!(answers.len(), 2, "{body}");
            let error = error.unwrap();
            let unanswered: Vec<_> = error.completeness().unwrap().unanswered().collect();
            assert_eq!(unanswered, [0, 1], "{body}");

            let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(2)));
            while let Some((_, answer)) = answers.next().await {
                assert!(
                    !matches!(answer, Judged::Evaluated(_)),
                    "{body}: {answer:?}"
                );
            }
            gateway.finish().await;
        }
    }
}

#[tokio::test]
async fn what_goes_wrong_beside_an_answer_for_each_input_allows_nobody() {
    let (one, other) = (frame(0), frame(1));
    let whole = |lines: [&str; 3]| lines.join("\n");
    let cut = [
        &one[..90],
        "{\"error\":{\"code\":1,\"details\":[{\"@ty",
        "{",
    ];
    let mut bodies = cut.map(|cut| whole([&one, &other, cut])).to_vec();
    let errors = [3, 8, 13, 14, 16].map(error);
    let garbage = ["<html>x</html>", "{\"result\":{\"jobUuid\":[]}}"];
    for wrong in errors.iter().map(String::as_str).chain(garbage) {
        bodies.push(whole([wrong, &one, &other]));
        bodies.push(whole([&one, wrong, &other]));
        bodies.push(whole([&one, &other, wrong]));
    }
    for body in bodies {
        let gateway = MockGateway::start().await;
        let clavata = client(&gateway);
        let answer = Answer::json(200, body.clone());
        gateway.on(Operation::Evaluate).always(answer);
        let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(2)));
        while let Some((_, answer)) = answers.next().await {
            assert!(matches!(answer, Judged::Failed(_)), "{body}: {answer:?}");
        }
        gateway.finish().await;
    }
}

#[tokio::test]
async fn an_error_beside_every_answer_ends_the_search_for_its_input_soon() {
    for wrong in [error(3), "<html>x</html>".to_owned()] {
        let gateway = MockGateway::start().await;
        let flagged = frame(4).replace("OUTCOME_FALSE", "OUTCOME_TRUE");
        let mut lines: Vec<_> = (0..4).map(frame).collect();
        lines.extend([flagged, wrong.clone()]);
        let mut evaluate = gateway.on(Operation::Evaluate);
        evaluate = evaluate.next(Answer::json(200, lines.join("\n")));
        for alone in 0..2 {
            let body = [frame(alone), wrong.clone()].join("\n");
            evaluate = evaluate.next(Answer::json(200, body));
        }
        let clavata = client(&gateway);
        let mut answers = clavata.evaluate_all(POLICY, stream::iter(contents(5)));
        while let Some((input, answer)) = answers.next().await {
            let is_judged = matches!(answer, Judged::Evaluated(_));
            assert_eq!(is_judged, input == 4, "{wrong}: {answer:?}");
        }
        assert_eq!(gateway.counts(Operation::Evaluate).heads, 3);
        gateway.finish().await;
    }
}
