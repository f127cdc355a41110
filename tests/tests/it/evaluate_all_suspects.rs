//! Refusals of several inputs, one of which is refused alone: which refusals that accounts for, and for which content.

use clavata_api_ext::Answer;
use futures_util::stream;
use mock_gateway::{Answer as Scripted, MockGateway, Operation};

use crate::evaluate::asking::{POLICY, contents};
use crate::evaluate_all_refusals::{all, details, is_failed_for_a_refusal, refusal, refused};
use crate::support::client::hasty;

#[tokio::test]
async fn a_hit_of_two_is_not_explained_by_a_lesser_refusal_of_one() {
    let hit = refusal("NCMEC", Some("md5::a"));
    let bad = refusal("INVALID_IMAGE", Some("md5::b"));
    let nested = bad.replace(
        "}]}",
        r#","related":[{"type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}]}"#,
    );
    let unknown =
        r#"{"code":1,"message":"CSAM","details":[{"@type":"x.PrecheckFailure","type":7}]}"#;
    for (of_both, own) in [
        (hit.as_str(), refusal("INVALID_IMAGE", None)),
        (&hit, refusal("INVALID_IMAGE", Some("md5::a"))),
        (&nested, bad.clone()),
        (unknown, refusal("INVALID_IMAGE", None)),
    ] {
        let gateway = MockGateway::start().await;
        // The second input is then answered.
        let evaluate = gateway.on(Operation::Evaluate);
        evaluate.next(refused(of_both)).next(refused(&own));
        let clavata = hasty(gateway.url());
        let all = clavata.evaluate_all(POLICY, stream::iter(contents(2)));
        let mut all = all.in_order();
        // It may be either, whatever the first was refused for alone.
        for is_refused in [true, false] {
            let (_, answer) = all.next().await.unwrap();
            let error = match &answer {
                Answer::Refused(error) if is_refused => &**error,
                Answer::Failed(error) if !is_refused => error,
                other => panic!("{of_both} {own}: {other:?}"),
            };
            assert!(error.refusals().unwrap().has_csam(), "{of_both} {own}");
        }
        gateway.finish().await;
    }
}

#[tokio::test]
async fn the_hash_of_a_hit_stays_although_it_is_not_told_again() {
    let hit = refusal("NCMEC", Some("md5::a"));
    for own in [refusal("NCMEC", None), String::new()] {
        let gateway = MockGateway::start().await;
        let evaluate = gateway.on(Operation::Evaluate);
        evaluate.next(refused(&hit)).next(refused(&own));
        let clavata = hasty(gateway.url());
        let all = clavata.evaluate_all(POLICY, stream::iter(contents(2)));
        let mut all = all.in_order();
        let (_, first) = all.next().await.unwrap();
        assert!(matches!(first, Answer::Refused(_)));
        assert_eq!(details(&[first]), "md5::a", "{own}");
        let (_, second) = all.next().await.unwrap();
        assert!(matches!(second, Answer::Evaluated(_)), "{second:?}");
        gateway.finish().await;
    }
}

#[tokio::test]
async fn a_hit_is_told_about_the_input_with_its_hash_and_no_image_is_told_as_one() {
    let hit = refusal("NCMEC", Some("md5::a"));
    let bad = refusal("INVALID_IMAGE", Some("md5::a"));
    let answers = all(2, [&hit, &bad].map(|one| refused(one))).await;
    assert_eq!(details(&answers[..1]), "md5::a md5::a");

    let image = refusal("INVALID_IMAGE", Some("md5::b"));
    let both = format!(
        "{},{}",
        hit.trim_end_matches("]}"),
        image.split_once('[').unwrap().1
    );
    let own = ["NCMEC", "INVALID_IMAGE"].map(|reason| refusal(reason, None));
    let answers = all(2, [&both, &own[0], &own[1]].map(|one| refused(one))).await;
    let has_csam = answers.iter().map(|answer| match answer {
        Answer::Refused(error) => error.refusals().unwrap().has_csam(),
        other => panic!("{other:?}"),
    });
    assert!(has_csam.eq([true, false]));
    assert_eq!(details(&answers), "md5::a md5::b");
}

#[tokio::test]
async fn an_input_is_not_accused_of_a_hit_that_was_found() {
    let hit = refusal("NCMEC", Some("md5::a"));
    let image = refusal("INVALID_IMAGE", Some("md5::b"));
    let both = format!(
        "{},{}",
        hit.trim_end_matches("]}"),
        image.split_once('[').unwrap().1
    );
    let answers = all(2, [&both, &hit].map(|one| refused(one))).await;
    assert!(matches!(answers[0], Answer::Refused(_)));
    let Answer::Failed(error) = &answers[1] else {
        panic!("{:?}", answers[1])
    };
    assert!(!error.refusals().unwrap().has_csam(), "{error}");
    assert_eq!(details(&answers[1..]), "md5::b");
}

#[tokio::test]
async fn a_hit_and_a_lesser_refusal_without_a_hash_block_no_other_input() {
    let hit = refusal("NCMEC", Some("md5::a"));
    let image = refusal("INVALID_IMAGE", None);
    let both = format!(
        "{},{}",
        hit.trim_end_matches("]}"),
        image.split_once('[').unwrap().1
    );
    // Of two inputs, and two details of one.
    for (first, own, clear) in [(&both, vec![&hit, &image], 2), (&both, vec![&both], 3)] {
        let gateway = MockGateway::start().await;
        let mut evaluate = gateway.on(Operation::Evaluate);
        evaluate = evaluate.next(refused(first));
        // Both halves of four inputs, and then each.
        evaluate = evaluate.next(refused(first));
        for own in &own {
            evaluate = evaluate.next(refused(own));
        }
        let clavata = hasty(gateway.url());
        let mut all = clavata.evaluate_all(POLICY, stream::iter(contents(4)));
        let mut judged = 0;
        while let Some((_, answer)) = all.next().await {
            judged += usize::from(matches!(answer, Answer::Evaluated(_)));
            assert!(!is_failed_for_a_refusal(&answer), "{answer:?}");
        }
        assert_eq!(judged, clear);
        gateway.finish().await;
    }
}

#[tokio::test]
async fn an_input_that_is_refused_twice_explains_no_second_hit() {
    let hit = refusal("NCMEC", None);
    let detail = hit.split_once('[').unwrap().1;
    let both = format!("{},{detail}", hit.trim_end_matches("]}"));
    let twice = format!("{{\"error\":{}}}\n", r#"{"code":1}"#).repeat(2);
    let gateway = MockGateway::start().await;
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate
        .next(refused(&both))
        .next(Scripted::raw(200, &[], twice));
    let clavata = hasty(gateway.url());
    let mut all = clavata
        .evaluate_all(POLICY, stream::iter(contents(2)))
        .in_order();
    assert!(matches!(all.next().await, Some((0, Answer::Refused(_)))));
    let (_, second) = all.next().await.unwrap();
    assert!(is_failed_for_a_refusal(&second), "{second:?}");
    gateway.finish().await;
}
