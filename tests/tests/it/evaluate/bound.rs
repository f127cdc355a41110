//! Answers are bound to their questions: whatever comes, no input passes without its own clear answer.

use clavata_api_ext::{Answer as Judged, Decision, Evaluation};
use futures_util::stream;
use mock_gateway::{Answer, MockGateway, Operation};
use serde_json::{Value, json};
use uuid::Uuid;

use super::asking::{POLICY, client, contents, drain};

const THRESHOLD: f64 = 0.7;
const VERSION: Uuid = Uuid::from_u128(2);

/// An answer as a gateway may send it.
#[derive(Clone, Debug)]
struct Sent {
    mark: Option<String>,
    outcome: &'static str,
    policy: Uuid,
    version: Uuid,
    threshold: f64,
    hash: String,
}

impl Sent {
    fn to(input: usize) -> Self {
        Self {
            mark: Some(input.to_string()),
            outcome: "OUTCOME_FALSE",
            policy: POLICY,
            version: VERSION,
            threshold: f64::from(0.7_f32),
            hash: format!("fnv1a128::{input}"),
        }
    }

    fn line(&self) -> String {
        let mut metadata = json!({"id": "x"});
        if let Some(mark) = &self.mark {
            metadata["clavata.input"] = Value::from(mark.as_str());
        }
        let review = json!({"outcome": self.outcome, "score": 0.5});
        let report = json!({
            "policyId": self.policy, "policyVersionId": self.version, "threshold": self.threshold,
            "contentHash": self.hash, "contentMetadata": metadata, "reviewResult": review,
        });
        json!({"result": {"contentHash": self.hash, "policyEvaluationReport": report}}).to_string()
    }

    fn is_clear(&self) -> bool {
        self.outcome == "OUTCOME_FALSE" && self.is_own()
    }

    fn is_flagged(&self) -> bool {
        self.outcome == "OUTCOME_TRUE"
    }

    fn is_own(&self) -> bool {
        self.policy == POLICY
            && self.version == VERSION
            && (self.threshold - THRESHOLD).abs() < 1e-6
    }

    fn is_for(&self, input: usize) -> bool {
        self.mark.as_deref() == Some(&*input.to_string())
    }

    fn is_stray(&self, inputs: usize) -> bool {
        !(0..inputs).any(|input| self.is_for(input))
    }
}

/// One answer for each input, and then whatever can go wrong with them.
fn stream_of(random: &mut fastrand::Rng, inputs: usize) -> Vec<Sent> {
    let mut sent: Vec<Sent> = (0..inputs).map(Sent::to).collect();
    for _ in 0..random.usize(0..4) {
        if sent.is_empty() {
            break;
        }
        let at = random.usize(0..sent.len());
        let outcomes = [
            "OUTCOME_TRUE",
            "OUTCOME_FAILED",
            "OUTCOME_FALSE",
            "OUTCOME_NEW",
        ];
        match random.u8(0..12) {
            0..=2 => sent[at].outcome = random.choice(outcomes).unwrap(),
            3 => sent[at].mark = None,
            4 => {
                let foreign = [
                    inputs.to_string(),
                    "+0".into(),
                    "00".into(),
                    "x".into(),
                    "-1".into(),
                ];
                sent[at].mark = random.choice(foreign);
            }
            5 => sent[at].policy = Uuid::from_u128(9),
            6 => sent[at].threshold = 0.5,
            7 => sent[at].version = Uuid::from_u128(9),
            8 => drop(sent.remove(at)),
            9 => sent.push(sent[at].clone()),
            10 => sent[at].hash = format!("fnv1a128::{}", random.usize(0..inputs)),
            _ => {
                let mut again = sent[at].clone();
                again.outcome = random.choice(outcomes).unwrap();
                sent.push(again);
            }
        }
    }
    random.shuffle(&mut sent);
    sent
}

/// Whether an answer may be believed that lets an input pass: it is its own, it is clear, it is the
/// only one, and no answer is left over that may be meant for it.
fn may_pass(sent: &[Sent], inputs: usize, input: usize) -> bool {
    let own: Vec<&Sent> = sent.iter().filter(|one| one.is_for(input)).collect();
    let unclear_stray = sent
        .iter()
        .any(|one| one.is_stray(inputs) && !one.is_clear());
    let shared_hash = own.iter().any(|own| {
        let same = |other: &&Sent| other.hash == own.hash && !other.is_stray(inputs);
        sent.iter().filter(same).any(|other| !other.is_for(input))
    });
    !own.is_empty() && own.iter().all(|one| one.is_clear()) && !unclear_stray && !shared_hash
}

fn body(sent: &[Sent]) -> String {
    let lines: Vec<String> = sent.iter().map(Sent::line).collect();
    lines.join("\n")
}

/// The worst that was brought for an input.
async fn brought(evaluation: &mut Evaluation, inputs: usize) -> (Vec<&'static str>, bool) {
    let (answers, error) = drain(evaluation).await;
    let mut last = vec!["unanswered"; inputs];
    for answer in &answers {
        if let Some(input) = answer.input() {
            last[input] = answer.verdict().as_str();
        }
    }
    (last, error.is_none())
}

#[tokio::test]
async fn no_input_is_ever_clear_without_its_own_answer_and_no_flag_is_lost() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway.url());
    let mut random = fastrand::Rng::with_seed(7);
    let mut whole = 0;
    for case in 0..1500 {
        let inputs = random.usize(1..6);
        let sent = stream_of(&mut random, inputs);
        gateway.answer(Operation::Evaluate, Answer::json(200, body(&sent)));
        let request = clavata.evaluate(POLICY, contents(inputs));
        let request = request.threshold(THRESHOLD).policy_version(VERSION);
        let mut evaluation = request.send().await.unwrap();
        let (last, is_whole) = brought(&mut evaluation, inputs).await;
        whole += usize::from(is_whole);
        let completeness = evaluation.completeness();
        let unanswered: Vec<usize> = completeness.unanswered().collect();
        assert_eq!(completeness.answered() + unanswered.len(), inputs);
        assert!(!is_whole || unanswered.is_empty(), "{case}");
        for (input, verdict) in last.iter().enumerate() {
            let counts = !unanswered.contains(&input);
            let alone = inputs == 1 && sent.len() == 1 && sent[0].mark.is_none();
            let may_pass = may_pass(&sent, inputs, input) || (alone && sent[0].is_clear());
            if *verdict == "clear" && (counts || is_whole) {
                assert!(may_pass, "case {case}, input {input}: {sent:#?}");
            }
            let flagged = sent.iter().any(|one| one.is_for(input) && one.is_flagged());
            let too_many = sent.len() > inputs;
            assert!(
                !flagged || *verdict == "flagged" || too_many,
                "{case}: {sent:#?}"
            );
            assert!(
                !flagged || *verdict != "clear" || !counts,
                "{case}: {sent:#?}"
            );
        }
        if is_whole {
            let right = |input| sent.iter().any(|one| one.is_for(input)) || inputs == 1;
            assert!((0..inputs).all(right), "case {case}: {sent:#?}");
        }
    }
    assert!(
        (200..1400).contains(&whole),
        "{whole} of the cases were whole"
    );
    gateway.finish().await;
}

#[tokio::test]
async fn many_inputs_are_allowed_only_by_their_own_answers() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway.url());
    let mut random = fastrand::Rng::with_seed(8);
    let mut allowed = 0;
    for case in 0..800 {
        let inputs = random.usize(2..6);
        let sent = stream_of(&mut random, inputs);
        // What is asked for again is judged clear: the mock knows no threshold but the one asked.
        gateway.answer(Operation::Evaluate, Answer::json(200, body(&sent)));
        let all = clavata.evaluate_all(POLICY, stream::iter(contents(inputs)));
        let mut all = all.threshold(THRESHOLD).policy_version(VERSION);
        let mut seen = 0;
        while let Some((input, answer)) = all.next().await {
            assert_eq!(input, seen);
            seen += 1;
            let own: Vec<&Sent> = sent.iter().filter(|one| one.is_for(input)).collect();
            if answer.decide_or(Decision::Block) == Decision::Allow {
                allowed += 1;
                // Asked for alone, it has another answer; nothing else clears a bad one.
                let bad = own.iter().any(|one| !one.is_clear());
                let stray = |one: &Sent| one.is_stray(inputs) && !one.is_clear();
                assert!(
                    !bad && !sent.iter().any(stray),
                    "case {case}, input {input}: {sent:#?}"
                );
                if let Judged::Evaluated(answer) = &answer {
                    assert_eq!(answer.input(), Some(input));
                }
            }
            if own.iter().any(|one| one.is_flagged()) && sent.len() <= inputs {
                let decision = answer.decide_or(Decision::Allow);
                assert_eq!(
                    decision,
                    Decision::Block,
                    "case {case}, input {input}: {sent:#?}"
                );
            }
        }
        assert_eq!(seen, inputs);
    }
    assert!(allowed > 500, "{allowed}");
    gateway.finish().await;
}

#[tokio::test]
async fn an_unmarked_true_beside_clear_answers_allows_nobody() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway.url());
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
async fn an_endless_flow_of_answers_is_an_error_and_not_an_endless_list() {
    let gateway = MockGateway::start().await;
    let clavata = client(&gateway.url());
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
    let clavata = client(&gateway.url());
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
