//! Refusals of several pieces of content, or of content that also has an answer.

use clavata_api_ext::{Answer as Judged, Decision};
use futures_util::stream;
use mock_gateway::{Answer, MockGateway, Operation};

use super::asking::{POLICY, client, contents, drain, frame};

/// An error that refuses a piece of content for each hash.
fn refusal(hashes: &[&str]) -> String {
    let detail = |hash: &&str| {
        format!(
            r#"{{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"{hash}"}}"#
        )
    };
    let details: Vec<_> = hashes.iter().map(detail).collect();
    let details = details.join(",");
    format!(r#"{{"error":{{"code":1,"message":"precheck failed","details":[{details}]}}}}"#)
}

/// What to do with each of some inputs after these answers. Everything else that is asked is judged clear.
async fn decided(inputs: usize, answers: &[String]) -> Vec<Decision> {
    let gateway = MockGateway::start().await;
    let on = gateway.on(Operation::Evaluate);
    for answer in answers {
        on.next(Answer::json(200, answer.clone()));
    }
    let clavata = client(&gateway);
    let mut answers = clavata
        .evaluate_all(POLICY, stream::iter(contents(inputs)))
        .concurrency(1);
    let mut decisions = Vec::new();
    while let Some((input, answer)) = answers.next().await {
        assert_eq!(input, decisions.len());
        if let Judged::Failed(error) = &answer {
            assert!(error.refusals().unwrap().has_csam(), "{error}");
        }
        decisions.push(answer.decide_or(Decision::Allow));
    }
    gateway.finish().await;
    decisions
}

const BLOCK: Decision = Decision::Block;
const ALLOW: Decision = Decision::Allow;

#[tokio::test]
async fn a_refusal_blocks_the_content_that_it_names_though_another_has_no_answer() {
    let stream = format!("{}\n{}", frame(0), refusal(&["h0"]));
    assert_eq!(decided(2, &[stream]).await, [BLOCK, ALLOW]);
    // Which of the others is refused as well does not matter.
    let answers = [
        refusal(&["h3"]),
        refusal(&["md5::abc"]),
        refusal(&["md5::abc"]),
        frame(1),
        format!("{}\n{}", frame(2), frame(3)),
    ];
    assert_eq!(decided(4, &answers).await, [BLOCK, ALLOW, ALLOW, BLOCK]);
}

#[tokio::test]
async fn a_refusal_of_two_contents_is_not_settled_by_one() {
    let two = refusal(&["md5::abc", "md5::def"]);
    let stream = format!("{}\n{two}", frame(0));
    let one = refusal(&["md5::abc"]);
    assert_eq!(decided(2, &[stream.clone(), one.clone()]).await, [BLOCK; 2]);
    // Both are about this content.
    assert_eq!(decided(2, &[stream, two.clone()]).await, [ALLOW, BLOCK]);
    let answers = [two, one.clone(), one];
    assert_eq!(decided(4, &answers).await, [BLOCK; 4]);
}

#[tokio::test]
async fn a_refusal_counts_once_for_each_content_that_it_names() {
    // Two inputs with the same content are one that is refused. The other one may be the third input.
    let same = frame(1).replace("h1", "h0");
    let refused = refusal(&["h0", "md5::abc"]);
    let stream = [frame(0), same, frame(2), refused].join("\n");
    assert_eq!(decided(3, &[stream]).await, [BLOCK; 3]);
    // Two details with a hash in another algorithm may be about both inputs that were answered.
    let stream = [frame(0), frame(1), refusal(&["md5::a", "md5::a"])].join("\n");
    let alone = refusal(&["md5::c"]);
    assert_eq!(decided(3, &[stream, alone]).await, [BLOCK; 3]);
    // Two inputs with the same content, each refused alone, are one of the two that are refused.
    let both = refusal(&["sha::a", "sha::b"]);
    let same = refusal(&["md5::a"]);
    assert_eq!(decided(3, &[both, same.clone(), same]).await, [BLOCK; 3]);
    // Two details about one content leave none to be found.
    let stream = [frame(0), frame(1), refusal(&["h0", "h0"])].join("\n");
    assert_eq!(decided(2, &[stream]).await, [BLOCK, ALLOW]);
}

#[tokio::test]
async fn an_answer_about_content_that_is_refused_does_not_count() {
    let gateway = MockGateway::start().await;
    let stream = [frame(0), frame(1), refusal(&["h0", "md5::abc"])].join("\n");
    gateway.answer(Operation::Evaluate, Answer::json(200, stream));
    let clavata = client(&gateway);
    let mut evaluation = clavata.evaluate(POLICY, contents(3)).send().await.unwrap();
    let (answers, error) = drain(&mut evaluation).await;
    assert_eq!(answers.len(), 2);
    let error = error.unwrap();
    let seen = error.completeness().unwrap();
    assert_eq!((seen.answered(), seen.refused()), (1, 2));
    assert!(seen.unanswered().eq([0, 2]), "{seen}");
    gateway.finish().await;
}
