//! `flatten --table jobs`: one row for each job, including jobs without results.

use std::fs;

use crate::support::{clavata, flatten, json_lines, run_with};
use serde_json::{Value, json};

/// A job in each shape. Only the first has rows.
const INPUT: &str = r#"
{"job":{"jobUuid":"a","customerId":"c","policyId":"p","policyVersionId":"v","status":3,"jobType":2,"threshold":0.5,
 "created":"2026-03-01T12:34:56.000001Z","updated":"2026-03-01T12:35:00.5Z","completed":"2026-03-01T12:35:00Z",
 "contentData":[{},{},{}],"results":[{"report":{"result":2}},{"report":{"result":3}},{}]}}
{"jobUuid":"b","status":4}
{"jobs":[{"jobUuid":"c","status":"JOB_STATUS_COMPLETED"},{"jobUuid":"d","status":"JOB_STATUS_ODD","jobType":77}]}
"#;

fn rows(arguments: &[&str], input: &str) -> Vec<Value> {
    let arguments = [&["--table", "jobs", "--format", "jsonl"], arguments].concat();
    let ran = flatten(&arguments, input.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    json_lines(&ran.out)
}

#[test]
fn each_job_is_a_row_also_without_results() {
    let rows = rows(&[], INPUT);
    let said: Vec<_> = rows
        .iter()
        .map(|row| ["job_uuid", "status", "verdict", "reason"].map(|name| row[name].clone()))
        .collect();
    assert_eq!(
        json!(said),
        json!([
            ["a", "COMPLETED", "flagged", null],
            ["b", "FAILED", "undetermined", "the job failed"],
            [
                "c",
                "COMPLETED",
                "undetermined",
                "the job is completed but has no results"
            ],
            [
                "d",
                "ODD",
                "undetermined",
                "the job has the unknown status JOB_STATUS_ODD"
            ],
        ])
    );
    assert_eq!(
        rows[0],
        json!({"job_uuid": "a", "status": "COMPLETED", "policy_id": "p", "policy_version_id": "v",
            "created": "2026-03-01T12:34:56.000001Z", "updated": "2026-03-01T12:35:00.500Z",
            "completed": "2026-03-01T12:35:00Z", "content": 3, "results": 3, "verdict": "flagged", "reason": null,
            "failed_results": 2, "job_type": "BATCH", "customer_id": "c", "label_id": null,
            "label_version_id": null, "threshold": 0.5, "source_file": "stdin", "source_line": 2,
            "input_tokens": null, "billed_tokens": null, "silent_results": 3})
    );
    assert_eq!(rows[3]["job_type"], "77");
    let lines: Vec<_> = rows.iter().map(|row| row["source_line"].clone()).collect();
    assert_eq!(lines, [2, 5, 6, 6]);
}

#[test]
fn strict_verdicts_count_in_every_column() {
    let job = r#"{"jobUuid":"a","status":3,"results":[{"report":{"result":1}}]}"#;
    for (arguments, verdict, failed) in [(&[][..], "clear", 0), (&["--strict"], "undetermined", 1)]
    {
        let row = &rows(arguments, job)[0];
        assert_eq!(
            (&row["verdict"], &row["failed_results"]),
            (&json!(verdict), &json!(failed))
        );
    }
}

#[test]
fn csv_has_the_same_rows() {
    let ran = flatten(&["--table", "jobs", "--format", "csv"], INPUT.as_bytes());
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    let expected = rows(&[], INPUT);
    assert_eq!(records.len(), expected.len());
    for (record, row) in records.iter().zip(&expected) {
        assert_eq!(columns.len(), row.as_object().unwrap().len());
        for (column, field) in columns.iter().zip(record) {
            let value = match &row[column] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(field, value, "{column}");
        }
    }
    let nothing = flatten(&["--table", "jobs", "--format", "csv"], br#"{"jobs":[]}"#);
    assert_eq!(nothing.out.lines().count(), 1);
}

#[test]
fn a_row_names_the_file_that_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (
        folder.path().join("one.json"),
        folder.path().join("two.json"),
    );
    let names = [one.to_str().unwrap(), two.to_str().unwrap()];
    fs::write(&one, r#"{"jobUuid":"a","status":2}"#).unwrap();
    fs::write(&two, "\n\n{\"jobUuid\":\"b\",\"status\":2}").unwrap();
    let arguments = [
        "flatten", names[0], names[1], "--table", "jobs", "--format", "jsonl",
    ];
    let ran = run_with(clavata(&arguments), b"");
    let places: Vec<_> = json_lines(&ran.out)
        .into_iter()
        .map(|row| (row["source_file"].clone(), row["source_line"].clone()))
        .collect();
    assert_eq!(
        places,
        [(json!(names[0]), json!(1)), (json!(names[1]), json!(3))]
    );
}

#[cfg(feature = "arrow")]
#[test]
fn the_table_of_jobs_is_a_table_file_too() {
    for (format, mark) in [("parquet", &b"PAR1"[..]), ("arrow", b"ARROW1")] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jobs");
        let name = file.to_str().unwrap();
        let arguments = [
            "flatten", "-", "--table", "jobs", "--format", format, "--output", name,
        ];
        let ran = run_with(clavata(&arguments), INPUT.as_bytes());
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.starts_with(mark) && bytes.ends_with(mark), "{format}");
        let has = |text: &str| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        };
        assert!(has("failed_results") && has("the job failed"), "{format}");
    }
}

#[test]
fn a_row_has_what_the_job_cost() {
    let report = |tokens: u32| {
        format!(
            r#"{{"report":{{"tokenUsage":{{"inputTokens":{tokens},"billedTokens":{}}}}}}}"#,
            tokens / 2
        )
    };
    let job = format!(
        r#"{{"job":{{"results":[{},{},{{"report":{{}}}}]}}}}"#,
        report(200),
        report(10)
    );
    let ran = flatten(&["--table", "jobs", "--format", "jsonl"], job.as_bytes());
    let row: Value = serde_json::from_str(&ran.out).unwrap();
    let cost = ["input_tokens", "billed_tokens", "silent_results"].map(|name| row[name].clone());
    assert_eq!(json!(cost), json!([210, 105, 1]));
}
