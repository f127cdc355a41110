//! `clavata sweep`.

use std::fs;

use serde_json::{Value, json};

use super::{BEFORE, answers, written};
use crate::support::offline;

#[test]
fn a_sweep_suggests_a_threshold_and_says_what_it_cannot_know() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &BEFORE);
    let truth =
        "content_hash,label,truth\na,Spam,match\nb,Spam,no_match\nc,Spam,no_match\nz,Spam,match\n";
    let truth = written(&folder, "truth.csv", truth);
    let arguments = ["sweep", &file, "--truth", &truth, "--precision", "0.9"];
    let shown = offline(&arguments);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(shown.out.contains("3 of 3 agree"), "{}", shown.out);
    assert!(
        shown.out.contains("suggested: 0.9 with precision 1.000"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("flag 0 more and no longer flag 1"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("cannot know what exceptions and rules"),
        "{}",
        shown.out
    );
    assert!(
        shown
            .err
            .contains("no answer for content z and label \"Spam\""),
        "{}",
        shown.err
    );
    let json = offline(&[&arguments[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&json.out).unwrap();
    let label = &json["labels"][0];
    assert_eq!(
        (
            &label["suggested"]["at"]["threshold"],
            &label["suggested"]["lost"]
        ),
        (&json!(0.9), &json!(1))
    );
    assert_eq!(label["curve"].as_array().unwrap().len(), 19);
    assert_eq!(
        json["verdicts"][9],
        json!({"threshold": 0.5, "flagged": 2, "undetermined": 0, "clear": 1})
    );
}

#[test]
fn a_sweep_draws_no_curve_that_means_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(
        &folder,
        "a.jsonl",
        &[("a", "FALSE", 0.9), ("b", "TRUE", 0.2)],
    );
    let shown = offline(&["sweep", &file]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    let said =
        "0 of 2 agree; 1 reach the threshold without a match, 1 match below it; by at most 0.40";
    assert!(shown.out.contains(said), "{}", shown.out);
    assert!(
        shown.out.contains("a curve would be meaningless"),
        "{}",
        shown.out
    );
}

#[test]
fn a_sweep_shows_only_what_is_known_and_what_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &[("a", "TRUE", 0.62)]);
    let truth = written(
        &folder,
        "truth.csv",
        "content_hash,label,truth\nz,Spam,match\n",
    );
    let shown = offline(&["sweep", &file]).out;
    let lines = [
        "  1 score; 0 answers without a score, 0 failed or unknown\n",
        "  outcome against score and threshold: 1 of 1 agree\n",
        "     0.05         1             0         0\n     0.65         0             0         1\n\n",
        "       0.05         1\n       0.65         0\n\n",
        "One that is not listed has the values of the one above it.",
    ];
    for line in lines {
        assert!(shown.contains(line), "{line}{shown}");
    }
    let shown = offline(&["sweep", &file, "--truth", &truth]).out;
    let said = "  1 score, 0 with a known truth; 0 answers without";
    assert!(shown.contains(said), "{shown}");
}

/// The number of pieces of content that a sweep counts as flagged, undetermined and clear at 0.95, above all scores.
fn at_the_top(arguments: &[&str]) -> [Value; 3] {
    let shown = offline(&[&["sweep", "--format", "json"], arguments].concat());
    let json: Value = serde_json::from_str(&shown.out).unwrap();
    ["flagged", "undetermined", "clear"].map(|name| json["verdicts"][18][name].clone())
}

#[test]
fn an_answer_beside_an_error_is_not_clear_at_another_threshold() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &BEFORE[..1]);
    assert_eq!(at_the_top(&[&file]), [0, 0, 1]);
    let doubted = fs::read_to_string(&file).unwrap();
    let doubted = doubted.trim_end().strip_suffix('}').unwrap().to_owned();
    let doubted = doubted + ",\"error\":{\"code\":8,\"message\":\"busy\"}}";
    let doubted = written(&folder, "doubted.jsonl", &doubted);
    assert_eq!(at_the_top(&[&doubted]), [0, 1, 0]);
}

#[test]
fn a_strict_sweep_takes_nothing_for_clear_that_no_review_says() {
    let folder = tempfile::tempdir().unwrap();
    let said = json!({"outcome": "OUTCOME_TRUE", "score": 0.6});
    let report = json!({"contentHash": "a", "threshold": 0.5, "reviewResult": said,
        "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said},
            {"name": "Scam", "result": "OUTCOME_FALSE", "reviewResult": {"score": 0.1}}]});
    let answer = json!({"result": {"policyEvaluationReport": report}});
    let file = written(&folder, "a.jsonl", &answer.to_string());
    assert_eq!(at_the_top(&[&file]), [0, 0, 1]);
    assert_eq!(at_the_top(&[&file, "--strict"]), [0, 1, 0]);
}

#[test]
fn content_without_a_result_is_undetermined_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = json!({"outcome": "OUTCOME_FALSE", "score": 0.1});
    let report = json!({"contentHash": "a", "threshold": 0.5, "reviewResult": said,
        "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}]});
    let contents = ["a", "b", "c"].map(|hash| json!({"contentHash": hash}));
    let job = json!({"job": {"status": "JOB_STATUS_COMPLETED", "contentData": contents,
        "results": [{"report": report}]}});
    let file = written(&folder, "job.json", &job.to_string());
    assert_eq!(at_the_top(&[&file]), [0, 2, 1]);
    let shown = offline(&["sweep", &file]);
    let said = "3 pieces of content; 2 of them have no result, and are undetermined\n";
    assert!(shown.out.starts_with(said), "{}", shown.out);
    let job = job.to_string().replace(r#"{"contentHash":"c"}"#, "");
    let file = written(&folder, "fewer.json", &job.replace(",]", "]"));
    let shown = offline(&["sweep", &file]);
    let said = "2 pieces of content; 1 of them has no result, and is undetermined\n";
    assert!(shown.out.starts_with(said), "{}", shown.out);
}

#[test]
fn a_wrong_input_of_a_sweep_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &BEFORE);
    for (truth, said) in [
        ("content_hash,label\na,Spam\n", "has no column truth"),
        (
            "content_hash,label,truth,truth\na,Spam,match,no_match\n",
            "has two columns named truth",
        ),
        (
            "content_hash,label,truth\na,Spam,maybe\n",
            "line 2: the truth is neither",
        ),
        (
            "content_hash,label,truth\na,Spam,match\na,Spam,no_match\n",
            "line 3: an earlier line",
        ),
        ("content_hash,label,truth\n", "has no rows"),
        (
            "content_hash,label,truth\na,Spam\n",
            "line 2: it has more or fewer",
        ),
        (
            "content_hash,label,truth,note\na,Spam,match,x\nb,Spam,match,\"cut\nc,Spam,match,x\n",
            "line 3: a quote is opened",
        ),
        (
            "content_hash,label,truth,\"note\na,Spam,match,x\n",
            "line 1: a quote is opened",
        ),
    ] {
        let truth = written(&folder, "truth.csv", truth);
        let wrong = offline(&["sweep", &file, "--truth", &truth]);
        assert_eq!(wrong.code, Some(2), "{}", wrong.err);
        assert!(wrong.err.contains(said), "{}", wrong.err);
    }
    let truth = written(&folder, "truth.csv", "id,label,truth\nid-a,Spam,match\n");
    let known = offline(&["sweep", &file, "--truth", &truth, "--by-metadata", "id"]);
    assert_eq!((known.code, known.err.as_str()), (Some(0), ""));
    assert!(known.out.contains("1 with a known truth"), "{}", known.out);
    let wrong = offline(&["sweep", &file, "--truth", &truth, "--precision", "1.5"]);
    assert_eq!(wrong.code, Some(2));
    let said = "must be above 0 and at most 1";
    assert!(wrong.err.contains(said), "{}", wrong.err);
    let empty = written(&folder, "empty.json", r#"{"jobs": []}"#);
    let nothing = offline(&["sweep", &empty]);
    assert_eq!(nothing.code, Some(2), "{}", nothing.err);
    assert!(
        nothing
            .err
            .contains("these answers have no results\nhint: wait until the jobs complete"),
        "{}",
        nothing.err
    );
    let broken = written(&folder, "broken.json", "{\"job\":{\"results\":7}}");
    assert_eq!(offline(&["sweep", &file, &broken]).code, Some(8));
}
