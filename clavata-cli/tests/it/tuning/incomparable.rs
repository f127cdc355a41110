//! `clavata compare` on what cannot be compared: it never counts as equal.

use std::fs;

use serde_json::{Value, json};

use super::{BEFORE, answers, written};
use crate::support::offline;

#[test]
fn an_answer_that_cannot_be_compared_fails_too() {
    let folder = tempfile::tempdir().unwrap();
    let before = answers(&folder, "before.jsonl", &BEFORE);
    let labels = r#"{"results":[{"labelId":"l","evaluation":{"outcome":"OUTCOME_TRUE"}}],"contentHash":"a"}"#;
    let more = format!("{}\n{labels}\n", fs::read_to_string(&before).unwrap());
    let after = written(&folder, "after.jsonl", &more);
    let shown = offline(&["compare", &before, &after, "--fail-on-flip"]);
    assert_eq!(shown.code, Some(22), "{}", shown.out);
    assert!(
        shown.out.contains("1 result without a name"),
        "{}",
        shown.out
    );
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
        let shown = offline(&["compare", one, other, "--fail-on-flip"]);
        assert_eq!(shown.code, Some(22));
        assert!(shown.out.contains(side), "{}", shown.out);
    }
    let other = answers(&folder, "other.jsonl", &[("x", "TRUE", 0.9)]);
    let nothing = offline(&["compare", &before, &other]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.err.contains("nothing to compare"),
        "{}",
        nothing.err
    );
    let unreadable = written(&folder, "unreadable.jsonl", "{\"job\":\n");
    for (file, code) in [("nowhere.json", 2), (unreadable.as_str(), 8)] {
        let unread = offline(&["compare", &before, file]);
        // Zeros would look like a comparison without flips.
        assert_eq!(
            (unread.code, unread.out.as_str()),
            (Some(code), ""),
            "{}",
            unread.err
        );
        assert!(unread.err.contains("error: "), "{}", unread.err);
    }
}

#[test]
fn a_content_without_a_result_fails_too() {
    let folder = tempfile::tempdir().unwrap();
    let job = |name: &str, sent: &[&str], judged: &[&str]| {
        let content = sent.iter().map(|hash| json!({"contentHash": hash}));
        let results = judged.iter().map(|hash| {
            let label = json!({"name": "Spam", "result": "OUTCOME_FALSE"});
            json!({"report": {"contentHash": hash, "result": "OUTCOME_FALSE", "sectionEvaluationReports": [label]}})
        });
        let (content, results): (Vec<_>, Vec<_>) = (content.collect(), results.collect());
        let job = json!({"jobUuid": "j", "status": "JOB_STATUS_COMPLETED", "contentData": content, "results": results});
        written(&folder, name, &job.to_string())
    };
    let before = job("before.json", &["a"], &["a"]);
    let part = job("part.json", &["a", "b"], &["a"]);
    let none = job("none.json", &["a", "b", "c"], &["a"]);
    for (one, other, said) in [
        (&before, &part, "1 piece of content without a result"),
        (&part, &before, "1 piece of content without a result"),
        (&part, &none, "3 pieces of content without a result"),
    ] {
        let shown = offline(&["compare", one, other, "--fail-on-flip"]);
        assert_eq!(shown.code, Some(22), "{}", shown.out);
        assert!(shown.out.contains(said), "{}", shown.out);
    }
    // As many results as pieces of content, but not about each of them.
    let twice = job("twice.json", &["a", "b"], &["a", "a"]);
    let shown = offline(&["compare", &twice, &twice]);
    let said = "2 pieces of content without a result";
    assert!(shown.out.contains(said), "{}", shown.out);
    let swept = offline(&["sweep", &twice]);
    assert!(
        swept.out.contains("1 of them has no result"),
        "{}",
        swept.out
    );
}

#[test]
fn no_label_says_no_in_an_answer_that_is_an_error_too() {
    let folder = tempfile::tempdir().unwrap();
    let job = |name: &str, outcome: &str, error: Value| {
        let said = json!({"outcome": format!("OUTCOME_{outcome}")});
        let report = json!({"contentHash": "a", "reviewResult": said,
            "sectionEvaluationReports": [{"name": "Spam", "reviewResult": said}]});
        let job = json!({"jobUuid": "j", "status": 3, "results": [{"report": report}]});
        written(
            &folder,
            name,
            &json!({"job": job, "error": error}).to_string(),
        )
    };
    let before = job(
        "before.json",
        "FALSE",
        json!({"code": 13, "message": "failed"}),
    );
    let after = job("after.json", "TRUE", json!(null));
    let shown = offline(&["compare", &before, &after]);
    assert!(shown.out.contains("undetermined"), "{}", shown.out);
    assert!(!shown.out.contains("clear"), "{}", shown.out);
}

#[test]
fn sides_that_cannot_be_compared_are_told_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = answers(&folder, "a.jsonl", &[("a", "TRUE", 0.9)]);
    for (arguments, said) in [
        (&["-", "-"][..], "error: stdin can be only one side\n"),
        (
            &[&file, &file, "--by-metadata", "nokey"],
            "hint: check the files, and the key of --by-metadata\n",
        ),
    ] {
        let wrong = offline(&[&["compare"], arguments].concat());
        assert_eq!(wrong.code, Some(2), "{}", wrong.err);
        assert!(wrong.err.contains(said), "{}", wrong.err);
    }
}
