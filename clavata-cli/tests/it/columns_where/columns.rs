//! `--columns`: which columns are printed, and in which order.

use super::*;

#[test]
fn columns_are_printed_in_the_order_of_their_names() {
    let csv = flatten(
        &["--format", "csv", "--columns", "score,label,verdict"],
        JOB.as_bytes(),
    );
    assert_eq!(
        csv.out,
        "score,label,verdict\r\n,,flagged\r\n0.9,Spam,flagged\r\n0.25,Scam,flagged\r\n,Odd,flagged\r\n0.5,,clear\r\n"
    );
    let jsonl = flatten(
        &["--format", "jsonl", "--columns", "label, score"],
        JOB.as_bytes(),
    );
    assert_eq!(
        jsonl.out.lines().nth(1),
        Some(r#"{"label":"Spam","score":0.9}"#)
    );
    let table = flatten(&["--columns", "label,outcome,score"], JOB.as_bytes());
    let line = table.out.lines().nth(3).unwrap();
    let cells: Vec<_> = line.split_whitespace().collect();
    assert_eq!(cells, ["Spam", "TRUE", "0.900"], "{}", table.out);
    assert!(
        table.out.ends_with("verdict: flagged by Spam\n"),
        "{}",
        table.out
    );
}

#[test]
fn jobs_and_usage_have_columns_too() {
    let jobs = flatten(
        &[
            "--table",
            "jobs",
            "--format",
            "csv",
            "--columns",
            "results,verdict",
        ],
        JOB.as_bytes(),
    );
    assert_eq!(jobs.out, "results,verdict\r\n2,flagged\r\n");
    let usage = flatten(&["--table", "usage", "--format", "csv"], JOB.as_bytes());
    assert_eq!(
        usage.out,
        "job_uuid,result_index,content_hash,policy_id,policy_version_id,policy_key,label_id,label_version_id,day,\
         input_tokens,billed_tokens,multiplier,source_file,source_line\r\n\
         j,0,,,,P,,,2026-03-01,120,60,0.5,stdin,1\r\nj,1,,,,P,,,2026-03-01,8,8,1.0,stdin,1\r\n"
    );
    let few = [
        "--table",
        "usage",
        "--format",
        "jsonl",
        "--where",
        "billed_tokens>8",
        "--columns",
        "day,multiplier",
    ];
    let few = flatten(&few, JOB.as_bytes());
    assert_eq!(few.out, "{\"day\":\"2026-03-01\",\"multiplier\":0.5}\n");
    let table = flatten(&["--table", "usage"], JOB.as_bytes());
    assert_eq!(table.out.lines().count(), 3, "{}", table.out);
    assert!(
        table.out.lines().nth(1).unwrap().contains("2026-03-01  j"),
        "{}",
        table.out
    );
}

#[test]
fn usage_is_that_of_evaluations_and_labels_as_well() {
    let report = r#"{"tokenUsage":{"inputTokens":5,"billedTokens":5,"multiplier":1}}"#;
    let input = format!(
        r#"{{"result":{{"jobUuid":"e","policyEvaluationReport":{report}}}}}
        {{"results":[{{"labelId":"l","evaluation":{{"outcome":1,"report":{report}}}}},{{"evaluation":{{"outcome":1}}}}],"contentHash":"h"}}"#
    );
    let ran = flatten(
        &[
            "--table",
            "usage",
            "--format",
            "csv",
            "--columns",
            "job_uuid,label_id,day,billed_tokens",
        ],
        input.as_bytes(),
    );
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (
            Some(0),
            "job_uuid,label_id,day,billed_tokens\r\ne,,,5\r\n,l,,5\r\n"
        ),
        "{}",
        ran.err
    );
}

#[test]
#[cfg(feature = "arrow")]
fn table_files_have_the_columns_that_were_chosen() {
    for format in ["parquet", "arrow"] {
        let choice = [
            "--format",
            format,
            "--columns",
            "score,label",
            "--where",
            "label=Spam",
        ];
        for table in [&[][..], &["--table", "jobs"], &["--table", "usage"]] {
            let choice = match table {
                [] => &choice[..],
                _ => &["--format", format, "--columns", "job_uuid"],
            };
            let arguments = ["flatten", "-"].iter().chain(table).chain(choice);
            let arguments: Vec<&str> = arguments.copied().collect();
            let output = crate::support::clavata(&arguments)
                .stdin(std::process::Stdio::from(input()))
                .output()
                .unwrap();
            assert_eq!(output.status.code(), Some(0));
            let file = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(!file.contains("policy_key"), "{format}");
            let has = if table.is_empty() {
                "score"
            } else {
                "job_uuid"
            };
            assert!(file.contains(has), "{format}");
        }
    }
}

#[cfg(feature = "arrow")]
fn input() -> std::fs::File {
    use std::io::{Seek as _, Write as _};

    let mut file = tempfile::tempfile().unwrap();
    file.write_all(JOB.as_bytes()).unwrap();
    file.rewind().unwrap();
    file
}

#[test]
fn one_empty_field_is_no_empty_line() {
    let ran = flatten(&["-f", "csv", "--columns", "label"], JOB.as_bytes());
    assert_eq!(ran.out, "label\r\n\"\"\r\nSpam\r\nScam\r\nOdd\r\n\"\"\r\n");
}
