//! `--where`: which rows are printed.

use super::*;

/// The labels, or policies, of the matching rows.
fn fitting(conditions: &[&str]) -> Vec<String> {
    let mut arguments = vec!["--format", "csv", "--columns", "policy_key,label"];
    for condition in conditions {
        arguments.extend(["--where", condition]);
    }
    let ran = flatten(&arguments, JOB.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let rows = ran.out.lines().skip(1);
    rows.map(|row| row.trim_start_matches("P,").to_owned())
        .collect()
}

#[test]
fn each_comparison_picks_its_rows() {
    for (condition, rows) in [
        ("label=Spam", &["Spam"][..]),
        ("label!=Spam", &["Scam", "Odd"]),
        ("score>0.25", &["Spam", ""]),
        ("score>=0.25", &["Spam", "Scam", ""]),
        ("score < 0.5", &["Scam"]),
        ("score<=0.5", &["Scam", ""]),
        ("score!=0.5", &["Spam", "Scam"]),
        ("outcome=match", &["", "Spam"]),
        ("outcome=TRUE", &["", "Spam"]),
        ("outcome=failed", &["Odd"]),
        ("matched=true", &["", "Spam"]),
        ("matched!=true", &["Scam", ""]),
        ("matched=false", &["Scam", ""]),
        ("verdict=clear", &[""]),
        ("kind=label", &["Spam", "Scam", "Odd"]),
        ("billed_tokens>=60", &[""]),
        ("job_created<2026-03-02", &["", "Spam", "Scam", "Odd", ""]),
        ("job_created>2026-03-02", &[]),
        ("job_completed!=2026-03-02", &[]),
    ] {
        assert_eq!(fitting(&[condition]), rows, "{condition}");
    }
    assert_eq!(
        fitting(&["kind=label", "score>0.1", "matched=false"]),
        ["Scam"]
    );
}

#[test]
fn a_condition_changes_no_verdict_and_no_exit_code() {
    for format in ["csv", "jsonl", "table"] {
        let arguments = [
            "--format",
            format,
            "--where",
            "label=Nothing",
            "--exit-verdict",
        ];
        let ran = flatten(&arguments, JOB.as_bytes());
        assert_eq!(ran.code, Some(20), "{format}");
        assert!(
            !ran.out.contains("Spam") || format == "table",
            "{}",
            ran.out
        );
    }
    let table = flatten(&["--where", "label=Scam"], JOB.as_bytes());
    assert!(table.out.contains("Scam"), "{}", table.out);
    assert!(
        table.out.ends_with("verdict: flagged by Spam\n"),
        "{}",
        table.out
    );
    assert_eq!(table.out.lines().count(), 5, "{}", table.out);
}

#[test]
fn words_of_the_gateway_and_of_this_program_fit_in_any_case() {
    for condition in [
        "outcome=true",
        "outcome=MATCH",
        "job_status=completed",
        "job_status=COMPLETED",
    ] {
        assert!(!fitting(&[condition]).is_empty(), "{condition}");
    }
    let ran = flatten(&["-f", "csv", "--where", "outcome=flagged"], JOB.as_bytes());
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("outcome is one of match"), "{}", ran.err);
}

#[test]
fn a_table_shows_each_row_that_fits_whatever_its_level() {
    let job = br#"{"job":{"jobUuid":"j","results":[{"report":{"sectionEvaluationReports":[
        {"name":"Spam","assertionEvaluationReports":[{"message":"buy now","result":"OUTCOME_TRUE"}]}]}}]}}"#;
    let table = flatten(&["--where", "kind=rule"], job);
    assert!(table.out.contains("buy now"), "{}", table.out);
}
