//! Refusals of several inputs, some of which cannot be sent again: a hit is never lost.

use clavata_api_ext::{Answer, Content, Decision, Refusals};
use futures_util::stream;
use mock_gateway::{Answer as Scripted, MockGateway, Operation};

use crate::evaluate::asking::{POLICY, contents, frame, uncounted};
use crate::support::client::hasty;

/// An error that refuses content for this reason, with the hash of the content if it has one.
pub(crate) fn refusal(reason: &str, hash: Option<&str>) -> String {
    let hash = hash.map_or(String::new(), |hash| format!(r#","details":"{hash}""#));
    format!(
        r#"{{"code":1,"details":[{{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_{reason}"{hash}}}]}}"#
    )
}

pub(crate) fn refused(said: &str) -> Scripted {
    Scripted::json(499, said.to_owned())
}

/// Evaluates these inputs in one request. Each answer of the gateway is for the next request; then the quota is used up.
pub(crate) async fn all(inputs: usize, answers: impl IntoIterator<Item = Scripted>) -> Vec<Answer> {
    let gateway = MockGateway::start().await;
    let mut evaluate = gateway.on(Operation::Evaluate);
    for answer in answers {
        evaluate = evaluate.next(answer);
    }
    evaluate.always(Scripted::json(
        429,
        r#"{"code":8,"message":"daily quota exceeded"}"#,
    ));
    let contents: Vec<_> = (0..inputs).map(|n| Content::text(n.to_string())).collect();
    let all = hasty(gateway.url()).evaluate_all(POLICY, stream::iter(contents));
    let mut all = all.in_order();
    let mut found = Vec::new();
    while let Some((_, answer)) = all.next().await {
        found.push(answer);
    }
    gateway.finish().await;
    found
}

pub(crate) fn is_failed_for_a_refusal(answer: &Answer) -> bool {
    matches!(answer, Answer::Failed(error) if error.is_content_refused())
}

#[tokio::test]
async fn a_refusal_of_two_may_be_about_the_one_that_failed_unless_its_hash_was_found() {
    let (a, b) = (Some("md5::a"), Some("md5::b"));
    let kinds = [
        ("NCMEC", None),
        ("NCMEC", a),
        ("INVALID_IMAGE", None),
        ("INVALID_IMAGE", b),
    ];
    let of_both = kinds.map(|(reason, hash)| refusal(reason, hash));
    // A response without details is suspected to be a refusal.
    for of_both in of_both.into_iter().chain([String::new()]) {
        for own in kinds {
            let own = refusal(own.0, own.1);
            let answers = all(2, [refused(&of_both), refused(&own)]);
            let answers = answers.await;
            assert!(matches!(answers[0], Answer::Refused(_)), "{of_both} {own}");
            let is_found = of_both.contains("md5") && of_both == own;
            let is_blamed = is_failed_for_a_refusal(&answers[1]);
            assert_eq!(is_blamed, !is_found, "{of_both} {own}: {:?}", answers[1]);
            if is_blamed {
                assert_eq!(answers[1].decide_or(Decision::Allow), Decision::Block);
            }
        }
    }
}

#[tokio::test]
async fn equal_refusals_without_a_hash_may_be_about_different_inputs() {
    for said in [refusal("NCMEC", None), r#"{"code":1}"#.to_owned()] {
        let frame = format!("{{\"error\":{said}}}\n");
        let stream = Scripted::raw(200, &[], frame.repeat(2));
        let answers = all(2, [stream, refused(&said)]).await;
        assert!(matches!(answers[0], Answer::Refused(_)), "{said}");
        assert!(is_failed_for_a_refusal(&answers[1]), "{said}");
    }
}

#[tokio::test]
async fn a_refusal_beside_as_many_answers_as_inputs_may_be_about_any_of_them() {
    for uncounted in &uncounted(1) {
        let refused = format!(r#"{{"error":{}}}"#, refusal("NCMEC", None));
        let stream = [frame(0), uncounted.clone(), refused.clone()].join("\n");
        let answers = all(2, [Scripted::json(200, stream)]).await;
        assert!(answers.iter().all(is_failed_for_a_refusal), "{answers:?}");
        let body = [frame(0), uncounted.clone(), refused].join("\n");
        let gateway = MockGateway::start().await;
        let stream = Scripted::json(200, body);
        // The second input is then sent alone, and not refused.
        gateway.on(Operation::Evaluate).next(stream);
        let clavata = hasty(gateway.url());
        let mut all = clavata.evaluate_all(POLICY, stream::iter(contents(2)));
        while let Some((_, answer)) = all.next().await {
            assert!(is_failed_for_a_refusal(&answer), "{uncounted}: {answer:?}");
        }
        gateway.finish().await;
    }
}

pub(crate) fn details(answers: &[Answer]) -> String {
    let refusals = answers.iter().filter_map(|answer| match answer {
        Answer::Refused(error) => error.refusals(),
        Answer::Failed(error) => error.refusals(),
        Answer::Evaluated(_) => None,
    });
    let hashes = refusals.flatten().filter_map(|one| one.content_hash());
    hashes.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn more_refusals_than_inputs_without_an_answer_leave_nothing_clear() {
    let [one, two] = ["md5::a", "md5::b"].map(|hash| refusal("NCMEC", Some(hash)));
    let [one, two] = [one, two].map(|one| format!(r#"{{"error":{one}}}"#));
    let body = [frame(0), frame(1), one, two].join("\n");
    let answers = all(3, [Scripted::json(200, body)]).await;
    assert!(answers.iter().all(is_failed_for_a_refusal), "{answers:?}");
}

#[tokio::test]
async fn each_of_several_refusals_is_told() {
    let hashes = ["md5::a", "md5::b", "md5::c"];
    for reasons in [["NCMEC"; 3], ["NCMEC", "INVALID_IMAGE", "NCMEC"]] {
        let each = reasons.iter().zip(hashes);
        let each = each.map(|(reason, hash)| refused(&refusal(reason, Some(hash))));
        let said = details(&all(8, each).await);
        assert!(hashes.iter().all(|hash| said.contains(hash)), "{said}");
    }
}

/// The first inputs are refused alone for what the rest of the request is not.
#[tokio::test]
async fn a_hit_is_told_although_every_input_is_refused_alone_for_less() {
    let image = refusal("INVALID_IMAGE", None);
    for hit in [
        refusal("NCMEC", Some("md5::a")),
        refusal("NCMEC", None),
        String::new(),
    ] {
        let answers = all(2, [&hit, &image, &image].map(|one| refused(one))).await;
        for answer in &answers {
            let Answer::Refused(error) = answer else {
                panic!("{answer:?}")
            };
            assert!(error.refusals().unwrap().has_csam(), "{hit}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_lesser_refusal_of_fewer_inputs_replaces_no_hit() {
    let [hit, image] = ["NCMEC", "INVALID_IMAGE"].map(|reason| refusal(reason, None));
    for refusals in [[&hit, &image], [&image, &hit]] {
        let answers = all(4, refusals.map(|one| refused(one))).await;
        let has_csam = |answer: &Answer| {
            let Answer::Failed(error) = answer else {
                return false;
            };
            error.refusals().is_some_and(Refusals::has_csam)
        };
        assert!(answers[..2].iter().all(has_csam), "{answers:?}");
        assert!(answers.iter().all(is_failed_for_a_refusal), "{answers:?}");
    }
}
