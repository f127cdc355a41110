//! What failed was not judged: whatever reports it, and wherever, the content is not clear.

use std::fs;
use std::path::Path;

use clavata_outcomes::api::{EvaluateLabelsResponse, GetJobResponse};
use clavata_outcomes::flatten::{FlattenError, Flattener, Found};
use clavata_outcomes::{Basis, Job, LabelResult, Level};
use serde_json::{Value, json};

const JOB: &str = "11111111-1111-4111-8111-111111111111";
const LEVELS: [Level; 4] = [Level::Policy, Level::Label, Level::Rule, Level::All];

/// Scores on the wire that say that the evaluation failed.
fn failed_scores() -> [Value; 9] {
    [
        json!(-1),
        json!(-1.0),
        json!(-0.25),
        json!(-5e-324),
        json!("-1"),
        json!("-2e0"),
        json!("NaN"),
        json!("Infinity"),
        json!("-Infinity"),
    ]
}

fn no() -> Value {
    json!({"outcome": "OUTCOME_FALSE", "score": 0.1})
}

fn answer(report: &Value) -> Value {
    json!({"job": {"jobUuid": JOB, "status": 3, "results": [{"report": report}]}})
}

/// The verdict of a job with one report, from the decoded job and from its bytes at every level.
fn verdict(report: &Value) -> String {
    let sent = answer(report).to_string();
    said(&sent, |job| job.verdict().to_string(), false)
}

fn said(sent: &str, decoded: impl Fn(&Job) -> String, strict: bool) -> String {
    let answer: GetJobResponse = clavata_api::decode(sent.as_bytes()).unwrap();
    let decoded = decoded(&answer.job.unwrap_or_default().into());
    for level in LEVELS {
        let mut flattener = Flattener::new(level);
        if strict {
            flattener = flattener.strict();
        }
        let mut verdict = None;
        let read = flattener.flatten(sent.as_bytes(), |found| {
            if let Found::Job(job) = found {
                verdict = Some(job.verdict.to_string());
            }
            Ok::<(), FlattenError>(())
        });
        read.unwrap();
        assert_eq!(verdict.as_ref(), Some(&decoded), "{level:?}: {sent}");
    }
    decoded
}

fn with_label(label: &Value) -> Value {
    json!({"reviewResult": no(), "sectionEvaluationReports": [{"name": "Hate", "reviewResult": no()}, label]})
}

fn with_rule(rule: &Value) -> Value {
    with_label(&json!({
        "name": "Spam", "reviewResult": no(),
        "assertionEvaluationReports": [{"result": 1, "score": 0.1}, rule],
    }))
}

#[test]
fn a_failed_score_never_lets_a_policy_or_a_label_be_clear() {
    for score in failed_scores() {
        for (review, result) in [
            (
                json!({"outcome": "OUTCOME_FALSE", "score": score}),
                json!(null),
            ),
            (
                json!({"outcome": 1, "score": score}),
                json!("OUTCOME_FALSE"),
            ),
            // No outcome in the review: the deprecated one decides, and the score still counts.
            (
                json!({"outcome": 0, "score": score}),
                json!("OUTCOME_FALSE"),
            ),
            (json!({"score": score}), json!(1)),
        ] {
            let node = json!({"name": "Spam", "reviewResult": review, "result": result});
            assert_eq!(
                verdict(&node),
                "undetermined: result 0: the policy: the score says that the evaluation failed"
            );
            assert_eq!(
                verdict(&with_label(&node)),
                "undetermined: result 0: label \"Spam\": the score says that the evaluation failed"
            );
        }
    }
}

#[test]
fn true_stays_flagged_beside_a_failed_score() {
    for score in failed_scores() {
        let node = json!({"name": "Spam", "reviewResult": {"outcome": 2, "score": score}});
        assert_eq!(verdict(&node), "flagged");
        assert_eq!(verdict(&with_label(&node)), "flagged");
        let node = json!({"name": "Spam", "reviewResult": {"score": score}, "result": 2});
        assert_eq!(verdict(&with_label(&node)), "flagged");
    }
}

#[test]
fn a_rule_that_failed_or_is_unknown_never_lets_its_label_be_clear() {
    for (rule, why) in [
        (json!({"result": 3}), "the evaluation failed"),
        (
            json!({"result": "OUTCOME_FAILED", "score": 0.5}),
            "the evaluation failed",
        ),
        (json!({"result": 99}), "unknown outcome 99"),
        (
            json!({"result": "OUTCOME_MAYBE"}),
            "unknown outcome OUTCOME_MAYBE",
        ),
    ] {
        assert_eq!(
            verdict(&with_rule(&rule)),
            format!("undetermined: result 0: label \"Spam\", rule 1: {why}")
        );
    }
    for score in failed_scores() {
        for outcome in [json!(null), json!(1), json!(2)] {
            assert_eq!(
                verdict(&with_rule(&json!({"result": outcome, "score": score}))),
                "undetermined: result 0: label \"Spam\", rule 1: \
                 the score says that the evaluation failed"
            );
        }
    }
}

#[test]
fn a_rule_that_was_not_needed_or_that_holds_is_no_doubt() {
    for rule in [
        json!(null),
        json!({}),
        json!({"result": 0}),
        json!({"result": 2, "score": 1}),
    ] {
        assert_eq!(verdict(&with_rule(&rule)), "clear", "{rule}");
    }
}

#[test]
fn exceptions_have_no_say() {
    let failed = json!({
        "result": 3, "reviewResult": {"outcome": 3, "score": -1},
        "assertionEvaluationReports": [{"result": 3, "score": -1}],
    });
    let label = json!({"name": "a", "reviewResult": no(), "exceptionEvaluationReport": failed});
    let mut report = with_label(&label);
    report["exceptionEvaluationReport"] = failed;
    assert_eq!(verdict(&report), "clear");
}

#[test]
fn an_exception_block_that_comes_first_moves_no_doubt_to_another_label() {
    // No gateway writes the keys in this order.
    let report = r#"{"exceptionEvaluationReport": {"assertionEvaluationReports": [{}, {}]},
        "result": 1, "sectionEvaluationReports": [
        {"exceptionEvaluationReport": {}, "name": "a", "result": 1},
        {"exceptionEvaluationReport": {}, "assertionEvaluationReports": [{"result": 3}], "name": "b", "result": 1}]}"#;
    let sent = format!(
        r#"{{"job": {{"results": [{{"report": {report}}}], "status": 3, "jobUuid": "{JOB}"}}}}"#
    );
    assert_eq!(
        said(&sent, |job| job.verdict().to_string(), false),
        "undetermined: result 0: label \"b\", rule 0: the evaluation failed"
    );
}

#[test]
fn a_strict_verdict_is_clear_by_reviews_alone() {
    let strict = |report: &Value| {
        let sent = answer(report).to_string();
        said(&sent, |job| job.strict_verdict().to_string(), true)
    };
    assert_eq!(
        strict(&with_label(&json!({"name": "Spam", "reviewResult": no()}))),
        "clear"
    );
    for label in [
        json!({"name": "Spam", "result": 1}),
        json!({"name": "Spam", "result": 1, "reviewResult": {"score": 0.1}}),
    ] {
        assert_eq!(verdict(&with_label(&label)), "clear");
        assert_eq!(
            strict(&with_label(&label)),
            "undetermined: result 0: label \"Spam\": there is no review"
        );
    }
    assert_eq!(
        strict(&json!({"result": 1})),
        "undetermined: result 0: the policy: there is no review"
    );
    // A strict verdict never weakens a match.
    assert_eq!(strict(&json!({"result": 2})), "flagged");
}

#[test]
fn a_row_says_which_field_decided() {
    let report = json!({
        "result": 1,
        "sectionEvaluationReports": [
            {"reviewResult": no(), "result": 2, "assertionEvaluationReports": [{"result": 1}]},
            {"reviewResult": {"score": -1}, "result": 1},
        ],
    });
    let sent = answer(&report).to_string();
    let decoded: GetJobResponse = clavata_api::decode(sent.as_bytes()).unwrap();
    let decoded = Job::from(decoded.job.unwrap());
    let expected = [
        (Some(Basis::Result), false),
        (Some(Basis::Review), false),
        (None, false),
        (Some(Basis::Result), true),
    ];
    let decoded: Vec<_> = decoded
        .rows()
        .map(|row| (row.basis(), row.has_failed_score()))
        .collect();
    assert_eq!(decoded, expected);
    let mut read = Vec::new();
    clavata_outcomes::flatten::for_each_row(sent.as_bytes(), Level::All, |row| {
        read.push((row.basis(), row.has_failed_score()));
    })
    .unwrap();
    assert_eq!(read, expected);
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/faults");
    fs::read_to_string(folder.join(name)).unwrap()
}

#[test]
fn failed_evaluations_of_the_fixtures_are_undetermined() {
    for (name, node) in [
        ("neg_both.json", "the policy"),
        ("neg_label.json", "label \"Spam\""),
    ] {
        assert_eq!(
            said(&fixture(name), |job| job.verdict().to_string(), false),
            format!("undetermined: result 0: {node}: the score says that the evaluation failed")
        );
    }
    let answer: EvaluateLabelsResponse = serde_json::from_str(&fixture("labels_neg.json")).unwrap();
    let verdicts: Vec<_> = LabelResult::all(&answer)
        .map(|one| one.verdict().to_string())
        .collect();
    assert_eq!(
        verdicts,
        ["undetermined: result 0: the label: the score says that the evaluation failed"]
    );
}

#[test]
fn a_label_by_itself_is_not_clear_where_its_score_or_its_report_failed() {
    let says = |evaluation: Value| {
        let answer = json!({"results": [{"evaluation": evaluation}]});
        let answer: EvaluateLabelsResponse = serde_json::from_value(answer).unwrap();
        let label = LabelResult::all(&answer).next().unwrap();
        label.verdict().as_str()
    };
    for score in failed_scores() {
        assert_eq!(says(json!({"outcome": 1, "score": score})), "undetermined");
        assert_eq!(says(json!({"outcome": 2, "score": score})), "flagged");
        let report = json!({"reviewResult": {"outcome": 1, "score": score}});
        assert_eq!(
            says(json!({"outcome": 1, "report": report})),
            "undetermined"
        );
        let report = with_rule(&json!({"result": 1, "score": score}));
        assert_eq!(
            says(json!({"outcome": 1, "report": report})),
            "undetermined"
        );
        assert_eq!(says(json!({"outcome": 2, "report": report})), "flagged");
    }
    assert_eq!(
        says(json!({"outcome": 1, "score": 0, "report": with_rule(&json!({}))})),
        "clear"
    );
}
