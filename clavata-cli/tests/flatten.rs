//! `clavata flatten`: answers in, rows and verdicts out, whatever the input looks like.

mod support;

use std::fs;

use mock_gateway::{FixtureJob, example, fixture_jobs, fixtures_dir};
use serde_json::Value;
use support::{clavata, flatten, run_with};

const COLUMNS: [&str; 14] = [
    "job_uuid",
    "result_index",
    "content_hash",
    "content_metadata",
    "policy_id",
    "policy_version_id",
    "policy_key",
    "threshold",
    "kind",
    "label",
    "index",
    "message",
    "outcome",
    "score",
];

fn lines(text: &str) -> Vec<Value> {
    let line = |line| serde_json::from_str(line).expect("each line is JSON");
    text.lines().map(line).collect()
}

fn all_jobs() -> Vec<FixtureJob> {
    let jobs = fixture_jobs();
    assert!(jobs.len() >= 22, "only {} fixtures", jobs.len());
    jobs
}

#[test]
fn every_fixture_job_yields_its_rows_and_its_verdict() {
    for job in all_jobs() {
        let file = fixtures_dir().join(format!("{}.json", job.name));
        let file = file.to_str().unwrap();
        let rows = run_with(clavata(&["flatten", file, "--format", "jsonl"]), b"");
        assert_eq!(
            (rows.code, rows.err.as_str()),
            (Some(0), ""),
            "{}",
            job.name
        );
        assert_eq!(lines(&rows.out), lines(&job.rows), "{}", job.name);
        let verdict = flatten(&["--format", "verdict"], job.body.as_bytes());
        let expected: Value = serde_json::from_str(&job.verdict).unwrap();
        assert_eq!(lines(&verdict.out), [expected], "{}", job.name);
    }
}

#[test]
fn a_verdict_is_written_without_spaces_results_first() {
    let ran = flatten(
        &["--format", "verdict"],
        example("get_job.response.completed").as_bytes(),
    );
    assert_eq!(
        ran.out,
        "{\"results\":[\"flagged\",\"clear\"],\"job\":\"flagged\"}\n"
    );
}

#[test]
fn rows_have_their_columns_in_order() {
    let ran = flatten(
        &["--format", "jsonl"],
        example("get_job.response.completed").as_bytes(),
    );
    for line in ran.out.lines() {
        let places: Vec<_> = COLUMNS
            .iter()
            .map(|name| line.find(&format!("\"{name}\":")))
            .collect();
        assert!(places.is_sorted() && places[0].is_some(), "{line}");
    }
    let csv = flatten(
        &["--format", "csv"],
        example("get_job.response.completed").as_bytes(),
    );
    assert_eq!(csv.out.lines().next().unwrap(), COLUMNS.join(","));
}

#[test]
fn all_shapes_may_be_mixed_in_one_input() {
    let job = r#"{"jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_COMPLETED","results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#;
    let frame = r#"{"result":{"jobUuid":"44444444-4444-4444-8444-444444444444","policyEvaluationReport":{"result":"OUTCOME_TRUE"}}}"#;
    let input = format!(
        "{{\"job\":{job}}}{job}\n\n{{\"jobs\":[{job},{job}],\"nextPageToken\":\"\"}}\n{frame}{frame}"
    );
    let ran = flatten(&["--format", "verdict"], input.as_bytes());
    let clear = "{\"results\":[\"clear\"],\"job\":\"clear\"}\n";
    let flagged = "{\"verdict\":\"flagged\"}\n";
    assert_eq!(
        ran.out,
        format!("{}{}", clear.repeat(4), flagged.repeat(2)),
        "{}",
        ran.err
    );
    assert_eq!(ran.code, Some(0));
    let rows = flatten(&["--format", "jsonl"], input.as_bytes());
    let indices: Vec<_> = lines(&rows.out)
        .iter()
        .map(|row| row["result_index"].clone())
        .collect();
    assert_eq!(indices, [0, 0, 0, 0, 0, 1]);
}

#[test]
fn what_json_prints_can_be_flattened_again() {
    for job in all_jobs() {
        let again = flatten(&["--format", "json"], job.body.as_bytes());
        let rows = flatten(&["--format", "jsonl"], again.out.as_bytes());
        assert_eq!(lines(&rows.out), lines(&job.rows), "{}", job.name);
    }
}

#[test]
fn levels_pick_rows() {
    let kinds = |level: &str| {
        let arguments = ["--format", "jsonl", "--level", level];
        let ran = flatten(&arguments, example("get_job.response.completed").as_bytes());
        let mut kinds: Vec<String> = Vec::new();
        for row in lines(&ran.out) {
            let kind = row["kind"].as_str().unwrap().to_owned();
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    };
    assert_eq!(kinds("policy"), ["policy"]);
    assert_eq!(kinds("label"), ["policy", "label"]);
    assert_eq!(kinds("rule"), ["policy", "label", "rule"]);
    assert_eq!(
        kinds("all"),
        ["policy", "label", "rule", "exception", "exception_rule"]
    );
}

#[test]
fn csv_holds_the_same_rows() {
    for job in all_jobs() {
        let ran = flatten(&["--format", "csv"], job.body.as_bytes());
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        let rows = lines(&job.rows);
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows.len(), "{}", job.name);
        for (record, row) in records.iter().zip(&rows) {
            for (field, name) in record.iter().zip(COLUMNS) {
                let expected = match &row[name] {
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    Value::Object(map) => {
                        let theirs: Value = serde_json::from_str(field).unwrap();
                        assert_eq!(theirs, Value::Object(map.clone()));
                        continue;
                    }
                    number => number.to_string(),
                };
                assert_eq!(field, expected, "{} {name}", job.name);
            }
        }
    }
}

#[test]
fn an_error_behind_results_loses_none_of_them() {
    let result = r#"{"result":{"policyEvaluationReport":{"result":"OUTCOME_FALSE"}}}"#;
    let refused = r#"{"error":{"code":1,"message":"precheck","details":[{"@type":"t/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}]}}"#;
    let ran = flatten(
        &["--format", "verdict"],
        format!("{result}\n{result}\n{refused}\n").as_bytes(),
    );
    assert_eq!(ran.out, "{\"verdict\":\"clear\"}\n".repeat(2));
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err.contains("refused: PRECHECK_FAILURE_TYPE_NCMEC"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("md5::abc"), "{}", ran.err);

    let broke = r#"{"error":{"code":13,"message":"boom"}}"#;
    let ran = flatten(
        &["--format", "verdict"],
        format!("{result}{broke}").as_bytes(),
    );
    assert_eq!(ran.out, "{\"verdict\":\"clear\"}\n");
    assert_eq!(ran.code, Some(8), "{}", ran.err);
}

#[test]
fn bad_input_is_named_by_file_value_line_and_path_and_costs_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mixed.ndjson");
    let good = r#"{"jobUuid":"","status":"JOB_STATUS_COMPLETED","results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#;
    let bad = r#"{"job":{"results":[{"created":"yesterday"}]}}"#;
    fs::write(
        &file,
        format!("{good}\n{bad}\n{{\"job\": {{\"jobUuid\"\n{good}\n<html>\n{good}\n"),
    )
    .unwrap();
    let file = file.to_str().unwrap();
    let ran = run_with(clavata(&["flatten", file, "--format", "verdict"]), b"");
    assert_eq!(ran.out.lines().count(), 3, "{}", ran.err);
    assert_eq!(ran.code, Some(8));
    for said in [
        &format!("cannot read {file}: value 2, line 2: at job.results[0].created"),
        "value 3, line 3: at job: not JSON: EOF",
        "value 5, line 5: not JSON",
    ] {
        assert!(ran.err.contains(said), "{said}\n{}", ran.err);
    }
    assert!(!ran.err.contains("yesterday"), "{}", ran.err);
}

#[test]
fn nothing_that_is_no_answer_yields_a_verdict() {
    let brackets = "[".repeat(100_000);
    let nested = format!("{{\"job\":{brackets}");
    let inputs: [&[u8]; 12] = [
        b"",
        b"  \n",
        b"{}",
        b"null",
        b"{\"job\":null}",
        b"[]",
        b"\"job\"",
        b"{\"job\":{\"jobUuid\":",
        b"{\"job\":{\"policyKey\":\"\xff\xfe\"}}",
        b"<html>502</html>",
        brackets.as_bytes(),
        nested.as_bytes(),
    ];
    for input in inputs {
        let ran = flatten(&["--format", "verdict", "--exit-verdict"], input);
        assert_eq!((ran.code, ran.out.as_str()), (Some(8), ""), "{}", ran.err);
        assert!(
            ran.err.starts_with("error: cannot read stdin: "),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("\nhint: "), "{}", ran.err);
        assert!(ran.err.len() < 1000, "{}", ran.err);
    }
}

#[test]
fn a_missing_file_is_wrong_input_and_the_others_are_read() {
    let there = fixtures_dir().join("jobs-go/00000.json");
    let ran = run_with(
        clavata(&[
            "flatten",
            "/no/such/file",
            there.to_str().unwrap(),
            "--format",
            "verdict",
        ]),
        b"",
    );
    assert_eq!(ran.code, Some(2));
    assert_eq!(ran.out.lines().count(), 1);
    assert!(ran.err.contains("/no/such/file"));
}

#[test]
fn the_exit_code_can_be_the_verdict() {
    let job = |status: &str, outcome: &str| {
        format!(
            r#"{{"status":"JOB_STATUS_{status}","results":[{{"report":{{"result":"OUTCOME_{outcome}"}}}}]}}"#
        )
    };
    let code =
        |input: String| flatten(&["--format", "verdict", "--exit-verdict"], input.as_bytes()).code;
    let (clear, flagged) = (job("COMPLETED", "FALSE"), job("RUNNING", "TRUE"));
    let undetermined = job("RUNNING", "FALSE");
    assert_eq!(code(clear.clone()), Some(0));
    assert_eq!(code(flagged.clone()), Some(20));
    assert_eq!(code(undetermined.clone()), Some(21));
    assert_eq!(code(format!("{undetermined}{clear}{flagged}")), Some(20));
    assert_eq!(code(format!("{clear}{undetermined}")), Some(21));
    assert_eq!(
        code(format!("{clear}{{\"jobs\":[],\"nextPageToken\":\"\"}}")),
        Some(0)
    );
    assert_eq!(
        code("{\"jobs\":[],\"nextPageToken\":\"\"}".to_owned()),
        Some(21)
    );
    assert_eq!(code(format!("{clear}garbage")), Some(8));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    use std::io::Read;
    let input = r#"{"results":[{"report":{"result":"OUTCOME_FALSE"}}]}"#.repeat(20_000);
    let mut child = clavata(&["flatten", "-", "--format", "jsonl"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    });
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
