//! CSV that no reader misinterprets: words for outcomes, null, line breaks and formulas.

use crate::support::{clavata, flatten, run_with};

/// One label for each outcome, known or unknown.
const OUTCOMES: &str = r#"{"results":[{"report":{"result":"OUTCOME_TRUE","sectionEvaluationReports":[
    {"result":"OUTCOME_FALSE"},{"result":"OUTCOME_FAILED"},{"result":"OUTCOME_UNSPECIFIED"},{"result":99},
    {"result":"OUTCOME_MAYBE"},{"result":"no_match"},{"result":"match"}]}}]}"#;

/// Texts that readers may misinterpret.
const HARD: &str = r#"{"results":[{"report":{"policyKey":"","result":"OUTCOME_TRUE","sectionEvaluationReports":[
    {"name":"=1+1","message":"one\ntwo\r\\n","result":"OUTCOME_TRUE"},
    {"name":"@me","message":"+1\t-1","result":"OUTCOME_TRUE"}]}}]}"#;

fn column(name: &str, options: &[&str], input: &str) -> Vec<String> {
    let arguments = [&["--format", "csv"], options].concat();
    let ran = flatten(&arguments, input.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = ran.out.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut columns = reader.headers().unwrap().iter();
    let at = columns.position(|column| column == name).unwrap();
    let records = reader.records();
    records
        .map(|record| record.unwrap()[at].to_owned())
        .collect()
}

#[test]
fn outcomes_are_words_that_no_reader_takes_for_booleans() {
    let words = [
        "match",
        "no_match",
        "failed",
        "unspecified",
        "99",
        "OUTCOME_MAYBE",
    ];
    let said = column("outcome", &[], OUTCOMES);
    assert_eq!(said[..6], words);
    for word in &said {
        let word = word.to_ascii_lowercase();
        let booleans = ["true", "false", "t", "f", "yes", "no", "y", "n", "1", "0"];
        assert!(!booleans.contains(&word.as_str()), "{word}");
    }
    let raw = column("outcome", &["--raw-outcomes"], OUTCOMES);
    assert_eq!(raw[..4], ["TRUE", "FALSE", "FAILED", "UNSPECIFIED"]);
    assert_eq!(raw[4..], ["99", "OUTCOME_MAYBE", "no_match", "match"]);
}

#[test]
fn a_column_says_what_matched_and_is_null_if_it_is_not_known() {
    let matched = column("matched", &[], OUTCOMES);
    assert_eq!(matched[..2], ["true", "false"]);
    assert!(matched[2..].iter().all(String::is_empty), "{matched:?}");
}

#[test]
fn what_is_not_known_never_reads_like_a_known_outcome() {
    assert_eq!(
        column("outcome", &[], OUTCOMES)[6..],
        ["unknown:no_match", "unknown:match"]
    );
}

#[test]
fn null_and_empty_text_are_told_apart_by_option() {
    for (options, null) in [(&[][..], ""), (&["--null", "NULL"][..], "NULL")] {
        assert_eq!(column("policy_key", options, HARD), ["", "", ""]);
        for name in ["job_uuid", "policy_id", "score"] {
            assert_eq!(column(name, options, HARD)[1], null, "{name}");
        }
        assert_eq!(column("label", options, HARD)[0], null);
        assert_eq!(column("index", options, HARD), [null, "0", "1"]);
    }
}

#[test]
fn quotes_keep_text_from_being_taken_for_null() {
    let input =
        r#"{"results":[{"report":{"policyKey":"","sectionEvaluationReports":[{"name":"NULL"}]}}]}"#;
    let out = flatten(&["--format", "csv", "--null", "NULL"], input.as_bytes()).out;
    let expected =
        ",NULL,NULL,\"\",0.0,label,\"NULL\",0,\"\",unspecified,NULL,NULL,undetermined,UNSPECIFIED,";
    assert!(out.contains(expected), "{out}");
}

#[test]
fn with_escaped_line_breaks_each_row_is_a_line() {
    let plain = flatten(&["--format", "csv"], HARD.as_bytes());
    assert!(plain.out.contains("\"one\ntwo\r\\n\""), "{}", plain.out);
    let escaped = flatten(&["--format", "csv", "--escape-newlines"], HARD.as_bytes());
    assert_eq!(escaped.out.split("\r\n").count(), 1 + 3 + 1);
    assert_eq!(escaped.out.matches(['\r', '\n']).count(), 2 * 4);
    assert_eq!(
        column("message", &["--escape-newlines"], HARD)[1],
        r"one\ntwo\r\\n"
    );
}

#[test]
fn excel_gets_a_byte_order_mark_and_no_formula() {
    let input = HARD.repeat(40_000); // more than one block
    for input in [HARD, &input] {
        let ran = flatten(&["--format", "csv", "--excel"], input.as_bytes());
        assert!(ran.out.starts_with("\u{feff}job_uuid,"));
        assert_eq!(ran.out.matches('\u{feff}').count(), 1);
        assert_eq!(ran.out.matches("job_uuid").count(), 1);
    }
    assert_eq!(column("label", &["--excel"], HARD)[1..], ["'=1+1", "'@me"]);
    assert_eq!(column("message", &["--excel"], HARD)[2], "'+1\t-1");
    let plain = flatten(&["--format", "csv"], HARD.as_bytes());
    assert!(plain.out.starts_with("job_uuid,"));
    assert_eq!(column("label", &[], HARD)[1..], ["=1+1", "@me"]);
}

#[test]
fn options_of_csv_are_refused_in_other_formats() {
    for option in [&["--raw-outcomes"][..], &["--null", "x"], &["--excel"]] {
        let ran = flatten(&[&["--format", "jsonl"], option].concat(), HARD.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{option:?}");
        assert!(ran.err.contains("add --format csv"), "{}", ran.err);
    }
    let help = run_with(clavata(&["flatten", "--help"]), b"");
    assert!(help.out.contains("CSV options:"), "{}", help.out);
}

#[test]
fn a_condition_takes_no_outcome_that_is_not_known_for_a_known_one() {
    let outcomes = ["OUTCOME_FALSE", "FALSE", "False", "no_match"];
    let labels = outcomes.map(|raw| format!(r#"{{"name":"{raw}","result":"{raw}"}}"#));
    let input = format!(
        r#"{{"results":[{{"report":{{"sectionEvaluationReports":[{}]}}}}]}}"#,
        labels.join(",")
    );
    for (condition, fitting) in [
        ("outcome=false", &["OUTCOME_FALSE"][..]),
        ("outcome=no_match", &["OUTCOME_FALSE"]),
        ("outcome!=false", &["FALSE", "False", "no_match"]),
        ("outcome=unknown:FALSE", &["FALSE", "False"]),
        ("matched=false", &["OUTCOME_FALSE"]),
    ] {
        let shown = ["--level", "label", "--columns", "label", "--format", "csv"];
        let ran = flatten(
            &[&shown[..], &["--where", "kind=label", "--where", condition]].concat(),
            input.as_bytes(),
        );
        let labels: Vec<&str> = ran.out.lines().skip(1).collect();
        assert_eq!(labels, fitting, "{condition}: {}", ran.err);
    }
}
