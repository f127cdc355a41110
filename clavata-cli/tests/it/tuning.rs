//! `sweep` and `compare`. What they compute is tested in clavata-outcomes.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Ran, clavata, run_with};

/// A file of answers with one label each: hash, outcome, score.
fn answers(folder: &TempDir, name: &str, of: &[(&str, &str, f64)]) -> String {
    let lines: Vec<String> = of
        .iter()
        .map(|(hash, outcome, score)| {
            let said = json!({"outcome": format!("OUTCOME_{outcome}"), "score": score});
            let report = json!({
                "contentHash": hash, "contentMetadata": {"id": format!("id-{hash}")}, "threshold": 0.5,
                "policyId": "p", "reviewResult": said,
                "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}],
            });
            json!({"result": {"policyEvaluationReport": report}}).to_string()
        })
        .collect();
    written(folder, name, &lines.join("\n"))
}

fn written(folder: &TempDir, name: &str, text: &str) -> String {
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

fn ran(arguments: &[&str]) -> Ran {
    run_with(clavata(arguments), b"")
}

const BEFORE: [(&str, &str, f64); 3] =
    [("a", "TRUE", 0.9), ("b", "TRUE", 0.6), ("c", "FALSE", 0.1)];

#[test]
fn a_sweep_suggests_a_threshold_and_says_what_it_cannot_know() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &BEFORE);
    let truth =
        "content_hash,label,truth\na,Spam,match\nb,Spam,no_match\nc,Spam,no_match\nz,Spam,match\n";
    let truth = written(&folder, "truth.csv", truth);
    let arguments = ["sweep", &file, "--truth", &truth, "--precision", "0.9"];
    let shown = ran(&arguments);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(shown.out.contains("3 of 3 agree"), "{}", shown.out);
    assert!(
        shown.out.contains("suggested: 0.9 with precision 1.000"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("flag 0 more and 1 fewer"),
        "{}",
        shown.out
    );
    assert!(
        shown.out.contains("cannot know what exceptions and rules"),
        "{}",
        shown.out
    );
    assert!(
        shown.err.contains("the truth about z and label \"Spam\""),
        "{}",
        shown.err
    );
    let json = ran(&[&arguments[..], &["--format", "json"]].concat());
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
    let shown = ran(&["sweep", &file]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    let said = "0 of 2 agree; 1 reach it without a match, 1 match below it; farthest by 0.40";
    assert!(shown.out.contains(said), "{}", shown.out);
    assert!(
        shown.out.contains("a curve would mean nothing"),
        "{}",
        shown.out
    );
}

/// How many contents a sweep counts as flagged, undetermined and clear at 0.95, above all scores.
fn at_the_top(arguments: &[&str]) -> [Value; 3] {
    let shown = ran(&[&["sweep", "--format", "json"], arguments].concat());
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
fn contents_without_a_result_are_undetermined_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = json!({"outcome": "OUTCOME_FALSE", "score": 0.1});
    let report = json!({"contentHash": "a", "threshold": 0.5, "reviewResult": said,
        "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}]});
    let contents = ["a", "b", "c"].map(|hash| json!({"contentHash": hash}));
    let job = json!({"job": {"status": "JOB_STATUS_COMPLETED", "contentData": contents,
        "results": [{"report": report}]}});
    let file = written(&folder, "job.json", &job.to_string());
    assert_eq!(at_the_top(&[&file]), [0, 2, 1]);
    let shown = ran(&["sweep", &file]);
    let said = "3 contents; 2 of them have no result, and are undetermined";
    assert!(shown.out.contains(said), "{}", shown.out);
}

#[test]
fn a_wrong_input_of_a_sweep_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &BEFORE);
    for (truth, said) in [
        ("content_hash,label\na,Spam\n", "has no column truth"),
        (
            "content_hash,label,truth\na,Spam,maybe\n",
            "line 2: the truth is neither",
        ),
        (
            "content_hash,label,truth\na,Spam,match\na,Spam,no_match\n",
            "line 3: the opposite",
        ),
        ("content_hash,label,truth\n", "says nothing"),
    ] {
        let truth = written(&folder, "truth.csv", truth);
        let wrong = ran(&["sweep", &file, "--truth", &truth]);
        assert_eq!(wrong.code, Some(2), "{}", wrong.err);
        assert!(wrong.err.contains(said), "{}", wrong.err);
    }
    let truth = written(&folder, "truth.csv", "id,label,truth\nid-a,Spam,match\n");
    let known = ran(&["sweep", &file, "--truth", &truth, "--by-metadata", "id"]);
    assert_eq!((known.code, known.err.as_str()), (Some(0), ""));
    assert!(known.out.contains("1 with a truth"), "{}", known.out);
    assert_eq!(
        ran(&["sweep", &file, "--truth", &truth, "--precision", "1.5"]).code,
        Some(2)
    );
    let empty = written(&folder, "empty.json", r#"{"jobs": []}"#);
    let nothing = ran(&["sweep", &empty]);
    assert_eq!(nothing.code, Some(2), "{}", nothing.err);
    assert!(
        nothing.err.contains("no result to sweep"),
        "{}",
        nothing.err
    );
    let broken = written(&folder, "broken.json", "{\"job\":{\"results\":7}}");
    assert_eq!(ran(&["sweep", &file, &broken]).code, Some(8));
}

#[test]
fn a_flip_fails_until_it_is_reviewed() {
    let folder = tempfile::tempdir().unwrap();
    let before = answers(&folder, "before.jsonl", &BEFORE);
    let after = answers(
        &folder,
        "after.jsonl",
        &[("a", "TRUE", 0.8), ("b", "FALSE", 0.4), ("c", "FALSE", 0.1)],
    );
    let gate = ["compare", &before, &after, "--fail-on-flip"];
    let shown = ran(&gate);
    assert_eq!(shown.code, Some(22), "{}", shown.err);
    for said in [
        "3 contents on both sides; 1 verdicts and 1 labels flipped",
        "b  Spam: flagged → clear  0.6 → 0.4",
        "-0.100",
    ] {
        assert!(shown.out.contains(said), "{said}: {}", shown.out);
    }
    assert_eq!(ran(&gate[..3]).code, Some(0));
    assert_eq!(
        ran(&["compare", &before, &before, "--fail-on-flip"]).code,
        Some(0)
    );
    let half = written(
        &folder,
        "half.csv",
        "content,label,from,to\nb,,flagged,clear\n",
    );
    assert_eq!(
        ran(&[&gate[..], &["--allow", &half]].concat()).code,
        Some(22)
    );
    let all = "content,label,from,to\nb,,flagged,clear\nb,Spam,flagged,clear\nq,,clear,flagged\n";
    let all = written(&folder, "all.csv", all);
    let passed = ran(&[&gate[..], &["--allow", &all]].concat());
    assert_eq!(passed.code, Some(0), "{}", passed.err);
    assert!(
        passed.err.contains("1 reviewed flips are not among these"),
        "{}",
        passed.err
    );
    let wrong = written(
        &folder,
        "wrong.csv",
        "content,label,from,to\nb,,TRUE,FALSE\n",
    );
    assert_eq!(
        ran(&[&gate[..], &["--allow", &wrong]].concat()).code,
        Some(2)
    );
}

#[test]
fn a_content_with_two_results_fails_since_they_may_have_changed_places() {
    let folder = tempfile::tempdir().unwrap();
    let (flagged, clear) = (("a", "TRUE", 0.9), ("a", "FALSE", 0.1));
    let before = answers(&folder, "before.jsonl", &[flagged, clear]);
    let other = answers(&folder, "other.jsonl", &[clear, flagged]);
    let twice = answers(&folder, "twice.jsonl", &[flagged, flagged]);
    for after in [&other, &twice] {
        let shown = ran(&["compare", &before, after, "--fail-on-flip"]);
        assert_eq!(shown.code, Some(22), "{}", shown.out);
        assert!(shown.out.contains("the worst counts"), "{}", shown.out);
    }
}

#[test]
fn a_reviewed_verdict_is_no_reviewed_label_without_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, outcome: &str| {
        let said = json!({"outcome": format!("OUTCOME_{outcome}")});
        let report = json!({"contentHash": "a", "reviewResult": said,
            "sectionEvaluationReports": [{"reviewResult": said}]});
        let answer = json!({"result": {"policyEvaluationReport": report}});
        written(&folder, name, &answer.to_string())
    };
    let (before, after) = (file("before.jsonl", "TRUE"), file("after.jsonl", "FALSE"));
    let allowed = "content,label,from,to\na,,flagged,clear\n";
    let allowed = written(&folder, "allowed.csv", allowed);
    let gate = ["compare", &before, &after, "--fail-on-flip", "--allow"];
    let shown = ran(&[&gate[..], &[&allowed]].concat());
    assert_eq!((shown.code, shown.err.as_str()), (Some(22), ""));
    let lines = [
        "a  (verdict): flagged → clear  (reviewed)\n",
        "a  (label without a name): flagged → clear  0 → 0\n",
    ];
    for line in lines {
        assert!(shown.out.contains(line), "{line}{}", shown.out);
    }
}

#[test]
fn a_content_on_one_side_only_fails_too() {
    let folder = tempfile::tempdir().unwrap();
    let before = answers(&folder, "before.jsonl", &BEFORE);
    let after = answers(&folder, "after.jsonl", &BEFORE[..2]);
    for (one, other, side) in [
        (&before, &after, "Only before\n  c"),
        (&after, &before, "Only after\n  c"),
    ] {
        let shown = ran(&["compare", one, other, "--fail-on-flip"]);
        assert_eq!(shown.code, Some(22));
        assert!(shown.out.contains(side), "{}", shown.out);
    }
    let other = answers(&folder, "other.jsonl", &[("x", "TRUE", 0.9)]);
    let nothing = ran(&["compare", &before, &other]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.err.contains("nothing to compare"),
        "{}",
        nothing.err
    );
    assert_eq!(ran(&["compare", &before, "nowhere.json"]).code, Some(2));
}

#[test]
fn a_comparison_is_written_in_the_format_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let before = answers(&folder, "before.jsonl", &[("<img src=x>", "TRUE", 0.9)]);
    let after = answers(&folder, "after.jsonl", &[("<img src=x>", "FALSE", 0.3)]);
    let written = |name: &str| {
        let file = folder.path().join(name);
        let shown = ran(&["compare", &before, &after, "-o", file.to_str().unwrap()]);
        assert_eq!(shown.code, Some(0), "{}", shown.err);
        fs::read_to_string(Path::new(&file)).unwrap()
    };
    assert!(
        written("a.md").contains("| &lt;img src=x> | Spam | flagged | clear | 0.9 → 0.3 | no |")
    );
    let page = written("a.html");
    assert!(page.contains("&lt;img src=x&gt;") && !page.contains("<img"));
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    let json: Value = serde_json::from_str(&written("a.json")).unwrap();
    assert_eq!(
        json["flips"][0],
        json!({"content": "<img src=x>", "label": null, "from": "flagged", "to": "clear", "score_before": null, "score_after": null})
    );
    assert_eq!(json["unreviewed"].as_array().unwrap().len(), 2);
}
