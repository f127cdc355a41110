//! Verdicts fail closed, and give the reason.

use clavata_outcomes::api::EvaluateLabelsResponse;
use clavata_outcomes::{Decision, Doubt, Job, LabelResult, Place, Reason, Verdict};
use serde_json::{Value, json};

const JOB: &str = "11111111-1111-4111-8111-111111111111";

fn job(job: Value) -> Job {
    serde_json::from_value(job).unwrap()
}

fn completed(results: &Value) -> Job {
    job(json!({"jobUuid": JOB, "status": "JOB_STATUS_COMPLETED", "results": results}))
}

fn says(outcome: impl Into<Value>) -> Value {
    json!({"report": {"reviewResult": {"outcome": outcome.into()}}})
}

fn with_label(outcome: impl Into<Value>) -> Value {
    json!({"report": {
        "result": "OUTCOME_FALSE",
        "sectionEvaluationReports": [{"name": "Spam", "reviewResult": {"outcome": outcome.into()}}],
    }})
}

fn why(job: &Job) -> String {
    match job.verdict() {
        Verdict::Undetermined(reason) => reason.to_string(),
        other => panic!("{other}"),
    }
}

#[test]
fn a_job_is_clear_where_every_part_says_no() {
    let job = completed(&json!([says("OUTCOME_FALSE"), with_label(1)]));
    assert_eq!(job.verdict(), Verdict::Clear);
}

#[test]
fn a_failed_label_never_makes_a_verdict_clear() {
    let job = completed(&json!([says(1), with_label("OUTCOME_FAILED")]));
    let doubt = Doubt::Outcome {
        at: Place::Label {
            label: "Spam".to_owned(),
        },
        outcome: clavata_outcomes::api::Outcome::Failed,
    };
    let reason = Reason::Result { index: 1, doubt };
    assert_eq!(job.verdict(), Verdict::Undetermined(reason));
}

#[test]
fn every_doubt_is_said_in_plain_words() {
    for (result, words) in [
        (json!(null), "result 0: there is no report"),
        (
            says("OUTCOME_FAILED"),
            "result 0: the policy: the evaluation failed",
        ),
        (says(0), "result 0: the policy: no outcome was given"),
        (says(99), "result 0: the policy: unknown outcome 99"),
        (
            with_label("OUTCOME_MAYBE"),
            "result 0: label \"Spam\": unknown outcome OUTCOME_MAYBE",
        ),
    ] {
        assert_eq!(why(&completed(&json!([result]))), words);
    }
    for (status, words) in [
        (json!("JOB_STATUS_PENDING"), "the job has not started yet"),
        (json!("JOB_STATUS_RUNNING"), "the job is still running"),
        (json!("JOB_STATUS_FAILED"), "the job failed"),
        (json!("JOB_STATUS_CANCELED"), "the job was canceled"),
        (json!(null), "the job has no status"),
        (json!(42), "the job has the unknown status 42"),
    ] {
        assert_eq!(
            why(&job(json!({"status": status, "results": [says(1)]}))),
            words
        );
    }
    assert_eq!(
        why(&completed(&json!([]))),
        "the job is completed but has no results"
    );
}

#[test]
fn fewer_results_than_content_are_not_enough() {
    let short =
        job(json!({"jobUuid": JOB, "status": 3, "results": [says(1)], "contentData": [{}, null]}));
    assert_eq!(why(&short), "only 1 of 2 pieces of content have a result");
}

#[test]
fn a_failed_job_does_not_hide_a_flag() {
    let job = job(json!({"status": "JOB_STATUS_FAILED", "results": [null, says(2)]}));
    assert_eq!(job.verdict().as_str(), "flagged");
}

#[test]
fn a_review_without_an_outcome_leaves_the_deprecated_result_to_decide() {
    let report = json!({"result": "OUTCOME_TRUE", "reviewResult": {"outcome": 0, "score": 0.75}});
    let job = completed(&json!([{"report": report}]));
    assert_eq!(job.verdict().as_str(), "flagged");
    assert_eq!(job.rows().next().unwrap().score, Some(0.75));
}

#[test]
fn a_flagged_job_says_which_labels_did_it_and_each_action_once() {
    let label = |name: &str, message: &str, outcome: i32| json!({"name": name, "message": message, "result": outcome});
    let report = json!({"report": {"sectionEvaluationReports": [
        label("a", "review", 2), label("b", "ban", 1), label("a", "", 2),
        label("c", "block", 2), label("d", "review", 2),
    ]}});
    let job = completed(&json!([null, report]));
    assert_eq!(job.verdict(), Verdict::Flagged);
    let found: Vec<_> = job
        .matches()
        .map(|one| (one.result_index, one.index, one.label))
        .collect();
    assert_eq!(found, [(1, 0, "a"), (1, 2, "a"), (1, 3, "c"), (1, 4, "d")]);
    assert_eq!(job.actions(), ["review", "block"]);
}

#[test]
fn the_caller_says_what_becomes_of_the_undetermined() {
    let unknown = Job::default();
    assert_eq!(
        unknown.verdict().decide_or(Decision::Block),
        Decision::Block
    );
    assert_eq!(
        unknown.verdict().decide_or(Decision::Allow),
        Decision::Allow
    );
    assert_eq!(
        unknown.verdict().decide_or(Decision::Review),
        Decision::Review
    );

    let flagged = completed(&json!([says(2)]));
    assert_eq!(
        flagged.verdict().decide_or(Decision::Allow),
        Decision::Block
    );
}

#[test]
fn an_end_is_an_end_and_an_unknown_status_is_none() {
    let done = |status: i32| job(json!({"status": status})).is_done();
    assert_eq!(
        [0, 1, 2, 3, 4, 5, 6].map(done),
        [false, false, false, true, true, true, false]
    );
}

#[test]
fn a_label_fails_closed_by_its_outcome_its_report_and_its_error() {
    let evaluation = |outcome: Value, report: Value| json!({"evaluation": {"outcome": outcome, "report": report}});
    for (result, verdict) in [
        (evaluation(json!(1), json!(null)), "clear"),
        (evaluation(json!(1), json!({"result": 1})), "clear"),
        (evaluation(json!(2), json!(null)), "flagged"),
        (evaluation(json!(1), json!({"result": 2})), "flagged"),
        (evaluation(json!(2), json!({"result": 1})), "flagged"),
        (evaluation(json!(1), json!({"result": 3})), "undetermined"),
        (evaluation(json!(0), json!({"result": 1})), "undetermined"),
        (evaluation(json!(7), json!(null)), "undetermined"),
        (
            json!({"evaluation": {"outcome": 1}, "error": "late"}),
            "undetermined",
        ),
        (
            json!({"evaluation": {"outcome": 2}, "error": "late"}),
            "flagged",
        ),
        (json!({"error": "no such label"}), "undetermined"),
        (json!(null), "undetermined"),
    ] {
        let answer: EvaluateLabelsResponse =
            serde_json::from_value(json!({"contentHash": "h", "results": [result]})).unwrap();
        let label = LabelResult::all(&answer).next().unwrap();
        assert_eq!(label.verdict().as_str(), verdict, "{answer:?}");
        assert!(label.rows().all(|row| row.content_hash == "h"));
    }
}

#[test]
fn flagged_is_worse_than_undetermined_and_undetermined_than_clear() {
    let undetermined = || Verdict::Undetermined(Reason::NoId);
    let other = Verdict::Undetermined(Reason::JobFailed);
    let ordered = [Verdict::Clear, undetermined(), Verdict::Flagged];
    for (at, one) in ordered.iter().enumerate() {
        for (than, other) in ordered.iter().enumerate() {
            assert_eq!(one.is_worse_than(other), at > than, "{one} {other}");
        }
    }
    assert!(!other.is_worse_than(&undetermined()) && !undetermined().is_worse_than(&other));
}

#[test]
fn a_flagged_label_says_what_did_it() {
    let section = json!({"name": "Spam", "message": "block", "result": 2});
    let report = json!({"result": 2, "sectionEvaluationReports": [section]});
    let evaluation = json!({"evaluation": {"outcome": 2, "report": report}});
    let answer: EvaluateLabelsResponse =
        serde_json::from_value(json!({"results": [evaluation]})).unwrap();
    let label = LabelResult::all(&answer).next().unwrap();
    assert_eq!(label.verdict(), Verdict::Flagged);
    let found: Vec<_> = label.matches().map(|one| one.label).collect();
    assert_eq!(found, ["", "Spam"]);
    assert_eq!(label.actions(), ["block"]);
}
