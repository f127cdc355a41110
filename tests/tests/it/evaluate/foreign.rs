//! Answers that belong to no input, or to another request.

use clavata_api_ext::Decision;
use futures_util::stream;
use mock_gateway::{Answer, MockGateway, Operation};
use uuid::Uuid;

use super::asking::{POLICY, client, contents, drain};
use super::sent::{Sent, THRESHOLD, body};

#[tokio::test]
async fn an_unmarked_true_beside_clear_answers_allows_nobody() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let mut stray = Sent::to(0);
    (stray.mark, stray.outcome) = (None, "OUTCOME_TRUE");
    for at in 0..=3 {
        let mut sent: Vec<Sent> = (0..3).map(Sent::to).collect();
        sent.insert(at, stray.clone());
        gateway
            .on(Operation::Evaluate)
            .next(Answer::json(200, body(&sent)));
        let mut all = clavata.evaluate_all(POLICY, stream::iter(contents(3)));
        while let Some((_, answer)) = all.next().await {
            let decision = answer.decide_or(Decision::Review);
            assert_eq!(decision, Decision::Review, "{answer:?}");
        }
        gateway
            .on(Operation::Evaluate)
            .next(Answer::json(200, body(&sent)));
        let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
        let (_, error) = drain(&mut evaluation).await;
        let error = error.unwrap();
        assert!(error.is_unreadable(), "{error:?}");
        assert_eq!(error.completeness().unwrap().answered(), 0);
    }
    gateway.finish().await;
}

#[tokio::test]
async fn answers_for_two_inputs_about_the_same_content_are_an_error_that_says_so() {
    let gateway = MockGateway::start().await;
    let mut sent: Vec<Sent> = (0..2).map(Sent::to).collect();
    let hash = sent[0].hash.clone();
    sent[1].hash = hash;
    gateway.answer(Operation::Evaluate, Answer::json(200, body(&sent)));
    let evaluation = client(&gateway).evaluate(POLICY, contents(2)).send();
    let (_, error) = drain(&mut evaluation.await.unwrap()).await;
    let error = error.unwrap().to_string();
    let said = "the answers for two different inputs are about the same content";
    assert!(error.contains(said), "{error}");
    gateway.finish().await;
}

#[tokio::test]
async fn an_endless_flow_of_answers_is_an_error_and_not_an_endless_list() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    for line in [
        Sent::to(0).line(),
        Sent {
            mark: None,
            ..Sent::to(0)
        }
        .line(),
        Sent {
            mark: Some("7".into()),
            ..Sent::to(0)
        }
        .line(),
    ] {
        let body = format!("{line}\n").repeat(20_000);
        gateway.answer(Operation::Evaluate, Answer::json(200, body));
        let mut evaluation = clavata.evaluate(POLICY, contents(2)).send().await.unwrap();
        let (answers, error) = drain(&mut evaluation).await;
        assert!(answers.len() <= 3, "{}", answers.len());
        let error = error.unwrap();
        assert!(
            error.to_string().contains("more answers than inputs"),
            "{error}"
        );
        assert_eq!(error.completeness().unwrap().answered(), 0);
    }
    gateway.finish().await;
}

#[tokio::test]
async fn a_single_answer_to_another_question_is_no_pass_and_keeps_its_flag() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway);
    let foreign = [
        Sent {
            policy: Uuid::from_u128(9),
            ..Sent::to(0)
        },
        Sent {
            threshold: 0.2,
            ..Sent::to(0)
        },
        Sent {
            mark: Some("1".to_owned()),
            ..Sent::to(0)
        },
    ];
    for mut sent in foreign {
        for outcome in ["OUTCOME_FALSE", "OUTCOME_FAILED", "OUTCOME_TRUE"] {
            sent.outcome = outcome;
            let body = body(std::slice::from_ref(&sent));
            gateway.answer(Operation::Evaluate, Answer::json(200, body));
            let request = clavata.evaluate(POLICY, contents(1)).threshold(THRESHOLD);
            let mut evaluation = request.send().await.unwrap();
            let (answers, error) = drain(&mut evaluation).await;
            let flagged = outcome == "OUTCOME_TRUE";
            assert_eq!(answers[0].verdict().as_str() == "flagged", flagged);
            assert!(flagged || error.is_some(), "{sent:?}");
        }
    }
    gateway.finish().await;
}

#[tokio::test]
async fn the_answer_of_one_request_is_not_taken_for_that_of_another() {
    let gateway = MockGateway::start().await;
    let first = Answer::json(200, body(&[Sent::to(0)]));
    gateway.on(Operation::Evaluate).always(first);
    let all = client(&gateway).evaluate_all(POLICY, stream::iter(contents(2)));
    let mut all = all.request_size(1).in_order();
    let mut decisions = Vec::new();
    while let Some((_, answer)) = all.next().await {
        decisions.push(answer.decide_or(Decision::Review));
    }
    assert_eq!(decisions, [Decision::Allow, Decision::Review]);
    gateway.finish().await;
}
