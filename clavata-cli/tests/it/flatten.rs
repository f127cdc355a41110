//! `clavata flatten`: rows and verdicts of answers, in any input format.

use crate::support::{clavata, flatten, json_lines, run_with, verdicts};
use mock_gateway::{FixtureJob, example, fixture_jobs, fixtures_dir};
use serde_json::Value;

const COLUMNS: [&str; 28] = [
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
    "matched",
    "verdict",
    "job_status",
    "job_created",
    "job_updated",
    "job_completed",
    "result_created",
    "label_id",
    "label_version_id",
    "input_tokens",
    "billed_tokens",
    "multiplier",
    "source_file",
    "source_line",
];

/// The rows, without the place where they were read.
fn without_place(text: &str) -> Vec<Value> {
    let mut rows = json_lines(text);
    for row in &mut rows {
        assert!(
            row["source_file"].is_string() && row["source_line"].is_number(),
            "{row}"
        );
        row["source_file"].take();
        row["source_line"].take();
    }
    rows
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
        assert_eq!(
            without_place(&rows.out),
            json_lines(&job.rows),
            "{}",
            job.name
        );
        let verdict = flatten(&["--format", "verdict"], job.body.as_bytes());
        let expected: Value = serde_json::from_str(&job.verdict).unwrap();
        assert_eq!(
            json_lines(&verdicts(&verdict.out)),
            [expected],
            "{}",
            job.name
        );
    }
}

#[test]
fn a_verdict_names_its_job_and_the_content_of_each_result() {
    let ran = flatten(
        &["--format", "verdict"],
        example("get_job.response.completed").as_bytes(),
    );
    assert_eq!(
        ran.out,
        "{\"job_uuid\":\"55555555-5555-4555-8555-555555555555\",\"result_index\":null,\"content_hash\":null,\
         \"content_metadata\":null,\"verdict\":\"flagged\",\"reason\":null,\
         \"results\":[\"flagged\",\"clear\"],\"job\":\"flagged\",\"contents\":[\
         {\"result_index\":0,\"content_hash\":\"fnv1a128::00000000000000000000000000000001\",\
         \"content_metadata\":{\"id\":\"comment-1\"},\"verdict\":\"flagged\",\"reason\":null},\
         {\"result_index\":1,\"content_hash\":\"fnv1a128::00000000000000000000000000000002\",\
         \"content_metadata\":{\"id\":\"comment-2\"},\"verdict\":\"clear\",\"reason\":null}]}\n"
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
        verdicts(&ran.out),
        format!("{}{}", clear.repeat(4), flagged.repeat(2)),
        "{}",
        ran.err
    );
    assert_eq!(ran.code, Some(0));
    let rows = flatten(&["--format", "jsonl"], input.as_bytes());
    let indices: Vec<_> = json_lines(&rows.out)
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
        assert_eq!(
            without_place(&rows.out),
            json_lines(&job.rows),
            "{}",
            job.name
        );
    }
}

#[test]
fn levels_pick_rows() {
    let kinds = |level: &str| {
        let arguments = ["--format", "jsonl", "--level", level];
        let ran = flatten(&arguments, example("get_job.response.completed").as_bytes());
        let mut kinds: Vec<String> = Vec::new();
        for row in json_lines(&ran.out) {
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
