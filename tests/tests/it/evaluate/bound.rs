//! Answers are matched to their inputs: whatever the faults, no input passes without its own clear answer.

use clavata_api_ext::{Answer as Judged, Decision, Evaluation};
use futures_util::stream;
use mock_gateway::{Answer, MockGateway, Operation};
use uuid::Uuid;

use super::asking::{POLICY, client, contents, drain};
use super::sent::{Sent, THRESHOLD, VERSION, body};

/// One answer for each input, then any of the possible faults.
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

/// Whether an input may pass: it has an answer of its own, which is clear and the only one, and no other
/// answer may be meant for it.
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

/// The worst answer for each input.
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
    let clavata = client(&gateway);
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
    let clavata = client(&gateway);
    let mut random = fastrand::Rng::with_seed(8);
    let mut allowed = 0;
    for case in 0..800 {
        let inputs = random.usize(2..6);
        let sent = stream_of(&mut random, inputs);
        // A second request is judged clear, because the mock uses the requested threshold.
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
                // In its own request the input gets another answer. Nothing else clears a bad one.
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
