//! Other thresholds: what they flag and pass, how right that is, and which one is best.

use clavata_outcomes::tuning::{KeyBy, Share, Sweep, Truth, Wanted};
use clavata_outcomes::{Doubt, Job, Reason, Verdict};
use serde_json::json;

use super::{job, near};

fn swept(job: &Job, truth: Truth, key: KeyBy) -> Sweep {
    let mut sweep = Sweep::default().with_key(key).with_truth(truth);
    for result in job.content_results() {
        sweep.see(&result, &result.verdict());
    }
    sweep
}

/// Ten contents, of which those at 0.9, 0.8, 0.6 and 0.4 truly match.
const TEN: [(&str, &str, f64); 10] = [
    ("a", "TRUE", 0.9),
    ("b", "TRUE", 0.8),
    ("c", "TRUE", 0.7),
    ("d", "TRUE", 0.6),
    ("e", "FALSE", 0.4),
    ("f", "FALSE", 0.3),
    ("g", "FALSE", 0.2),
    ("h", "FALSE", 0.1),
    ("i", "FALSE", 0.05),
    ("j", "FALSE", 0.0),
];

fn truth_of_ten() -> Truth {
    let mut truth = Truth::default();
    for (hash, _, _) in TEN {
        assert!(truth.say(hash, "Spam", ["a", "b", "d", "e"].contains(&hash)));
    }
    truth
}

#[test]
fn precision_recall_and_f1_are_those_worked_out_by_hand() {
    let sweep = swept(&job(&TEN), truth_of_ten(), KeyBy::Hash);
    let spam = &sweep.labels()[0];
    let at = spam.at(0.5);
    assert_eq!((at.flagged, at.passed), (4, 6));
    assert_eq!((at.right, at.wrong, at.missed), (3, 1, 1));
    assert_eq!(at.precision().value(), Some(0.75));
    assert_eq!(at.recall().value(), Some(0.75));
    assert_eq!(at.f1(), Some(0.75));
    // 3 of 5 are right: Wilson gives 0.2307 to 0.8824, and 2s/(1+s) turns both into these.
    let (low, high) = at.f1_interval();
    assert!(near(low, 0.3749) && near(high, 0.9375), "{low} {high}");
}

#[test]
fn an_interval_is_that_of_wilson() {
    for (part, whole, low, high) in [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
        (0, 0, 0.0, 1.0),
    ] {
        let (l, h) = Share { part, whole }.interval();
        assert!(near(l, low) && near(h, high), "{part} of {whole}: {l} {h}");
    }
}

#[test]
fn a_suggestion_reaches_what_is_wanted_and_most_of_the_rest() {
    let sweep = swept(&job(&TEN), truth_of_ten(), KeyBy::Hash);
    let spam = &sweep.labels()[0];
    let suggest = |precision, recall| {
        let wanted = Wanted { precision, recall };
        spam.suggest(wanted).map(|best| best.threshold)
    };
    // At 0.4, 4 of 5 are right and none is missed; at 0.8, 2 of 2 are right.
    assert_eq!(suggest(Some(0.8), None), Some(0.4));
    assert_eq!(suggest(Some(0.9), None), Some(0.8));
    assert_eq!(suggest(None, Some(0.75)), Some(0.4));
    assert_eq!(suggest(None, Some(0.5)), Some(0.8));
    assert_eq!(suggest(Some(0.9), Some(0.75)), None);
    assert_eq!(suggest(None, None), None);
    let change = spam.change(0.8);
    assert_eq!((change.gained, change.lost), (0, 2));
    let change = spam.change(0.4);
    assert_eq!((change.gained, change.lost), (1, 0));
}

#[test]
fn verdicts_move_with_the_threshold_and_what_failed_stays_undetermined() {
    let answers = [
        TEN.as_slice(),
        &[("x", "FAILED", -1.0), ("y", "MAYBE", 0.9)],
    ]
    .concat();
    let sweep = swept(&job(&answers), Truth::default(), KeyBy::Hash);
    for (threshold, flagged, clear) in [(0.5, 4, 6), (0.75, 2, 8), (1.0, 0, 10), (0.0, 10, 0)] {
        let at = sweep.verdicts(threshold);
        assert_eq!((at.flagged, at.undetermined, at.clear), (flagged, 2, clear));
    }
    assert_eq!(
        (sweep.labels()[0].scored(), sweep.labels()[0].unsure()),
        (10, 2)
    );
}

#[test]
fn what_is_doubted_or_missing_is_clear_at_no_threshold() {
    let job = job(&TEN[..1]);
    let doubt = Doubt::NoReport;
    let result = job.content_result(0).unwrap().doubted(Some(&doubt));
    let mut sweep = Sweep::default();
    sweep.see(&result, &result.verdict());
    let unanswered =
        json!({"contentData": [{"contentHash": "a"}, {"contentHash": "b"}], "results": []});
    sweep.see_missing(&serde_json::from_value(unanswered).unwrap());
    assert_eq!((sweep.contents(), sweep.missing()), (3, 2));
    for (threshold, flagged, undetermined) in [(0.5, 1, 2), (1.0, 0, 3)] {
        let at = sweep.verdicts(threshold);
        assert_eq!(
            (at.flagged, at.undetermined, at.clear),
            (flagged, undetermined, 0)
        );
    }
}

#[test]
fn a_match_without_a_score_stays_flagged_and_a_no_without_one_is_not_known() {
    let job: Job = serde_json::from_value(json!({"results": [
        {"report": {"result": "OUTCOME_TRUE", "sectionEvaluationReports": [{"name": "Spam", "result": "OUTCOME_TRUE"}]}},
        {"report": {"result": "OUTCOME_TRUE"}},
        {"report": {"result": "OUTCOME_FALSE", "sectionEvaluationReports": [{"name": "Spam", "result": "OUTCOME_FALSE"}]}},
        {}
    ]}))
    .unwrap();
    let sweep = swept(&job, Truth::default(), KeyBy::Hash);
    let at = sweep.verdicts(1.0);
    assert_eq!((at.flagged, at.undetermined, at.clear), (2, 2, 0));
}

#[test]
fn a_flagged_content_with_a_failed_rule_is_not_clear_above_its_score() {
    let said = json!({"outcome": "OUTCOME_TRUE", "score": 0.6});
    let rule = json!({"result": "OUTCOME_FAILED", "score": -1});
    let job: Job = serde_json::from_value(json!({"results": [{"report": {
        "threshold": 0.5, "reviewResult": said,
        "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said, "assertionEvaluationReports": [rule]}],
    }}]}))
    .unwrap();
    let at = swept(&job, Truth::default(), KeyBy::Hash).verdicts(0.9);
    assert_eq!((at.flagged, at.undetermined, at.clear), (0, 1, 0));
}

#[test]
fn a_label_that_its_score_does_not_decide_gets_no_suggestion_and_says_by_how_much() {
    let mut answers = TEN;
    answers[0].1 = "FALSE";
    answers[4].1 = "TRUE";
    let sweep = swept(&job(&answers), truth_of_ten(), KeyBy::Hash);
    let spam = &sweep.labels()[0];
    let agreement = spam.agreement();
    assert_eq!(agreement.compared, 10);
    assert_eq!(
        (agreement.above_without_match, agreement.below_with_match),
        (1, 1)
    );
    assert!(near(agreement.farthest, 0.4) && !agreement.holds());
    let wanted = Wanted {
        precision: Some(0.5),
        recall: None,
    };
    assert_eq!(spam.suggest(wanted), None);
}

#[test]
fn without_a_threshold_nothing_is_known_to_agree() {
    let said = json!({"outcome": "OUTCOME_TRUE", "score": 0.6});
    let job: Job = serde_json::from_value(json!({"results": [{"report": {
        "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}]}}]}))
    .unwrap();
    let sweep = swept(&job, Truth::default(), KeyBy::Hash);
    assert_eq!(sweep.labels()[0].agreement().compared, 0);
    assert!(!sweep.labels()[0].agreement().holds());
}

#[test]
fn truth_is_found_by_metadata_and_what_is_about_nothing_is_told() {
    let mut truth = Truth::default();
    assert!(truth.say("id-a", "Spam", true));
    assert!(truth.say("id-zz", "Spam", true));
    assert!(truth.say("id-a", "Other", true));
    assert!(!truth.say("id-a", "Spam", false));
    let sweep = swept(&job(&TEN), truth, KeyBy::Metadata("id".into()));
    assert_eq!(sweep.labels()[0].told(), 1);
    assert_eq!(sweep.labels()[0].at(0.5).right, 1);
    assert_eq!(
        sweep.truth().unused(),
        [("id-a", "Other"), ("id-zz", "Spam")]
    );
}

/// Whoever doubts a result, and however: the no of a label in it is neither passed nor missed.
#[test]
fn no_label_of_a_doubted_result_is_passed_or_missed() {
    let job = job(&TEN);
    let own = Doubt::TwoContents;
    let beside = Verdict::Undetermined(Reason::BesideError);
    for (doubted, (hash, outcome, _)) in TEN.into_iter().enumerate() {
        for is_own in [true, false] {
            let mut sweep = Sweep::default().with_truth(truth_of_ten());
            for (index, result) in job.content_results().enumerate() {
                if index != doubted {
                    sweep.see(&result, &result.verdict());
                } else if is_own {
                    let result = result.doubted(Some(&own));
                    sweep.see(&result, &result.verdict());
                } else {
                    sweep.see(&result, &beside);
                }
            }
            let is_no = outcome == "FALSE";
            let spam = &sweep.labels()[0];
            assert_eq!(spam.unsure(), usize::from(is_no), "{doubted}");
            let at = spam.at(1.0);
            assert_eq!(at.flagged + at.passed, TEN.len() - usize::from(is_no));
            let is_missed = hash == "e";
            assert_eq!(spam.at(0.5).missed, usize::from(!is_missed));
        }
    }
}
