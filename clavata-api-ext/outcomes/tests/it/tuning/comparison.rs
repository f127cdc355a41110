//! Two sets of answers about the same contents: what flipped, and how far scores moved.

use clavata_outcomes::tuning::{Judged, KeyBy, Said, compare};
use clavata_outcomes::{Job, Verdict};
use serde_json::json;

use super::{job, near};

fn judged(job: &Job) -> Judged {
    let mut judged = Judged::new(KeyBy::Hash);
    for result in job.content_results() {
        judged.see(&result, &result.verdict());
    }
    judged
}

#[test]
fn a_comparison_is_what_was_worked_out_by_hand() {
    let before = job(&[
        ("a", "TRUE", 0.9),
        ("b", "FALSE", 0.2),
        ("c", "FALSE", 0.4),
        ("gone", "TRUE", 0.8),
    ]);
    let after = job(&[
        ("new", "FALSE", 0.1),
        ("c", "TRUE", 0.6),
        ("b", "FALSE", 0.3),
        ("a", "FAILED", -1.0),
    ]);
    let found = compare(&judged(&before), &judged(&after));
    assert_eq!(found.compared, 3);
    let flips: Vec<_> = found
        .flips
        .iter()
        .map(|flip| {
            (
                flip.content.as_str(),
                flip.label.as_deref(),
                flip.from,
                flip.to,
            )
        })
        .collect();
    assert_eq!(
        flips,
        [
            ("a", None, Said::Yes, Said::Unsure),
            ("a", Some("Spam"), Said::Yes, Said::Unsure),
            ("c", None, Said::No, Said::Yes),
            ("c", Some("Spam"), Said::No, Said::Yes),
        ]
    );
    assert_eq!(
        (found.flips[3].score_before, found.flips[3].score_after),
        (Some(0.4), Some(0.6))
    );
    assert_eq!(found.only_before, ["gone"]);
    assert_eq!(found.only_after, ["new"]);
    // b moved by 0.1 and c by 0.2; a has no score any more.
    let shift = &found.shifts[0];
    assert_eq!(shift.scores, 2);
    assert!(near(shift.mean, 0.15) && near(shift.highest, 0.2) && near(shift.lowest, 0.0));
}

#[test]
fn a_content_that_came_twice_has_the_worst_that_was_said() {
    let twice = judged(&job(&[
        ("a", "FALSE", 0.2),
        ("a", "TRUE", 0.9),
        ("", "TRUE", 0.9),
    ]));
    assert_eq!((twice.len(), twice.repeated(), twice.nameless()), (1, 1, 1));
    let found = compare(&twice, &judged(&job(&[("a", "TRUE", 0.9)])));
    assert_eq!(
        (found.flips.len(), found.nameless, found.repeated),
        (0, 1, 1)
    );
}

#[test]
fn a_label_on_one_side_only_is_told() {
    let with = job(&[("a", "FALSE", 0.2)]);
    let without: Job = serde_json::from_value(json!({"results": [{"report": {
        "contentHash": "a", "result": "OUTCOME_FALSE",
        "sectionEvaluationReports": [{"name": "Scam", "result": "OUTCOME_FALSE"}]}}]}))
    .unwrap();
    let found = compare(&judged(&with), &judged(&without));
    assert!(found.flips.is_empty());
    assert_eq!(found.labels_only_before["Spam"], 1);
    assert_eq!(found.labels_only_after["Scam"], 1);
    assert_eq!(
        with.content_result(0).map(|one| one.verdict()),
        Some(Verdict::Clear)
    );
}
