//! `clavata compare`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{BEFORE, answers, written};
use crate::support::offline;

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
    let shown = offline(&gate);
    assert_eq!(shown.code, Some(22), "{}", shown.err);
    for said in [
        "3 pieces of content on both sides; flipped: 1 verdict, 1 label",
        "b  Spam: flagged → clear  0.6 → 0.4",
        "-0.100",
    ] {
        assert!(shown.out.contains(said), "{said}: {}", shown.out);
    }
    assert_eq!(offline(&gate[..3]).code, Some(0));
    assert_eq!(
        offline(&["compare", &before, &before, "--fail-on-flip"]).code,
        Some(0)
    );
    let half = written(
        &folder,
        "half.csv",
        "content,label,from,to\nb,,flagged,clear\n",
    );
    assert_eq!(
        offline(&[&gate[..], &["--allow", &half]].concat()).code,
        Some(22)
    );
    let all = "content,label,from,to\nb,,flagged,clear\nb,Spam,flagged,clear\nq,,clear,flagged\n";
    let all = written(&folder, "all.csv", all);
    let passed = offline(&[&gate[..], &["--allow", &all]].concat());
    assert_eq!(passed.code, Some(0), "{}", passed.err);
    assert!(
        passed.err.contains("1 reviewed flip not found"),
        "{}",
        passed.err
    );
    let wrong = written(
        &folder,
        "wrong.csv",
        "content,label,from,to\nb,,TRUE,FALSE\n",
    );
    assert_eq!(
        offline(&[&gate[..], &["--allow", &wrong]].concat()).code,
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
    let once = answers(&folder, "once.jsonl", &[flagged]);
    let said_of_one = "1 result shares its content with another result; the worst counts\n";
    let said_of_two = "2 results share their content with another result; the worst counts\n";
    for (after, said) in [
        (&other, said_of_two),
        (&twice, said_of_two),
        (&once, said_of_one),
    ] {
        let shown = offline(&["compare", &before, after, "--fail-on-flip"]);
        assert_eq!(shown.code, Some(22), "{}", shown.out);
        assert!(shown.out.contains(said), "{}", shown.out);
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
    let shown = offline(&[&gate[..], &[&allowed]].concat());
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
fn labels_that_share_a_name_are_compared_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, outcomes: [&str; 2]| {
        let label = |outcome| json!({"name": "Spam", "result": format!("OUTCOME_{outcome}")});
        let report = json!({"contentHash": "a", "result": "OUTCOME_TRUE",
            "sectionEvaluationReports": outcomes.map(label)});
        let answer = json!({"result": {"policyEvaluationReport": report}});
        written(&folder, name, &answer.to_string())
    };
    let before = file("before.jsonl", ["TRUE", "TRUE"]);
    for (after, flips) in [
        (["TRUE", "TRUE"], 0),
        (["TRUE", "FALSE"], 1),
        (["FALSE", "TRUE"], 1),
    ] {
        let after = file("after.jsonl", after);
        let shown = offline(&["compare", &before, &after, "--fail-on-flip"]);
        let labels = if flips == 1 { "label" } else { "labels" };
        let said = format!("flipped: 0 verdicts, {flips} {labels}");
        assert!(shown.out.contains(&said), "{}", shown.out);
        assert_eq!(shown.code, Some(22 * flips));
    }
}

#[test]
fn a_name_stays_on_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a\n  b  (verdict): clear → clear  (reviewed)\u{1b}[2J";
    let before = answers(&folder, "before.jsonl", &[(name, "TRUE", 0.9)]);
    let mut more = vec![(name, "FALSE", 0.1)];
    let after = answers(&folder, "after.jsonl", &more);
    more.push(("c\nd", "FALSE", 0.1));
    let added = answers(&folder, "added.jsonl", &more);
    for after in [&after, &added] {
        let shown = offline(&["compare", &before, after]);
        assert_eq!(shown.code, Some(0), "{}", shown.err);
        for forged in ["\n  b", "\nd", "\u{1b}"] {
            assert!(!shown.out.contains(forged), "{}", shown.out);
        }
    }
}

#[test]
fn a_comparison_is_written_in_the_format_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let before = answers(&folder, "before.jsonl", &[("<img src=x>", "TRUE", 0.9)]);
    let after = answers(&folder, "after.jsonl", &[("<img src=x>", "FALSE", 0.3)]);
    let written = |name: &str| {
        let file = folder.path().join(name);
        let shown = offline(&["compare", &before, &after, "-o", file.to_str().unwrap()]);
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

#[test]
fn nothing_in_a_job_that_is_not_completed_is_clear() {
    let folder = tempfile::tempdir().unwrap();
    let no = json!({"outcome": "OUTCOME_FALSE", "score": 0.1});
    let yes = json!({"outcome": "OUTCOME_TRUE", "score": 0.9});
    let job = |status: &str, policy: &Value| {
        let labels = [("Spam", &no), ("Other", policy)];
        let labels = labels.map(|(name, said)| json!({"name": name, "reviewResult": said}));
        let report = json!({"contentHash": "a", "threshold": 0.5, "reviewResult": policy,
            "sectionEvaluationReports": labels});
        let job = json!({"job": {"jobUuid": "0195c3f0-0000-7000-8000-000000000001",
            "status": format!("JOB_STATUS_{status}"), "contentData": [{"contentHash": "a"}],
            "results": [{"report": report}]}});
        written(&folder, &format!("{status}.json"), &job.to_string())
    };
    // The verdict of flagged content stays, but its other labels are not clear either.
    for (policy, flipped) in [(&no, "a  (verdict)"), (&yes, "a  Spam")] {
        let before = job("COMPLETED", policy);
        for status in ["FAILED", "CANCELED", "RUNNING", "OTHER"] {
            let after = job(status, policy);
            let shown = offline(&["compare", &before, &after, "--fail-on-flip"]);
            assert_eq!(shown.code, Some(22), "{status}: {}", shown.err);
            let line = format!("{flipped}: clear → undetermined");
            assert!(shown.out.contains(&line), "{status}: {}", shown.out);
        }
    }
}
