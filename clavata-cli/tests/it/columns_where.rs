//! `--columns` and `--where`: which columns and rows are printed.

use mock_gateway::{MockGateway, Stage, example};

use crate::support::{EXAMPLE_JOB, flatten, online, run};

const JOB: &str = r#"{"job":{"jobUuid":"j","status":"JOB_STATUS_COMPLETED","results":[
    {"report":{"policyKey":"P","result":"OUTCOME_TRUE","contentMetadata":{"id":"1"},
        "tokenUsage":{"inputTokens":120,"billedTokens":60,"multiplier":0.5},
        "sectionEvaluationReports":[
        {"name":"Spam","reviewResult":{"outcome":"OUTCOME_TRUE","score":0.9}},
        {"name":"Scam","reviewResult":{"outcome":"OUTCOME_FALSE","score":0.25}},
        {"name":"Odd","reviewResult":{"outcome":"OUTCOME_FAILED","score":-1}}]}},
    {"report":{"policyKey":"P","result":"OUTCOME_FALSE","reviewResult":{"outcome":"OUTCOME_FALSE","score":0.5},
        "tokenUsage":{"inputTokens":8,"billedTokens":8,"multiplier":1}}}],
    "created":"2026-03-01T12:00:00Z","updated":"2026-03-01T12:00:01Z"}}"#;

/// The labels, or policies, of the rows that fit.
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
fn what_cannot_be_meant_is_refused_before_anything_is_read() {
    for (arguments, words) in [
        (&["--columns", "lable"][..], "did you mean label?"),
        (&["--columns", "label,label"], "--columns names label twice"),
        (
            &["--columns", "something"],
            "there are job_uuid, result_index",
        ),
        (&["--where", "scor>1"], "did you mean score?"),
        (&["--where", "score"], "there is no comparison"),
        (&["--where", "score!1"], "there is no comparison"),
        (
            &["--where", "score>high"],
            "score is a number, and \"high\" is none",
        ),
        (&["--where", "score>NaN"], "score is a number"),
        (&["--where", "matched=yes"], "matched is true or false"),
        (&["--where", "label>a"], "label has no order"),
        (
            &["--where", "verdict=flaged"],
            "verdict is one of clear, flagged, undetermined",
        ),
        (
            &["--where", "content_metadata=1"],
            "content_metadata cannot be compared",
        ),
        (&["--where", "job_created>soon"], "job_created"),
        (
            &["--table", "jobs", "--where", "label=a"],
            "there is no column \"label\"",
        ),
        (
            &["--format", "json", "--where", "label=a"],
            "this format prints whole answers",
        ),
        (
            &["--format", "verdict", "--columns", "label"],
            "this format prints whole answers",
        ),
    ] {
        let ran = flatten(arguments, JOB.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {}", ran.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_that_call_the_gateway_take_them() {
    let gateway = MockGateway::start().await;
    gateway.put_job(example("get_job.response.completed"), Stage::Done);
    let job = [
        "job",
        EXAMPLE_JOB,
        "--format",
        "csv",
        "--columns",
        "job_status,kind",
        "--where",
        "kind=policy",
    ];
    let ran = run(online(&gateway, &job)).await;
    assert_eq!(
        ran.out, "job_status,kind\r\nCOMPLETED,policy\r\nCOMPLETED,policy\r\n",
        "{}",
        ran.err
    );
    let jobs = [
        "jobs",
        "--columns",
        "status,verdict",
        "--where",
        "verdict=flagged",
        "--format",
        "csv",
    ];
    let ran = run(online(&gateway, &jobs)).await;
    assert!(
        ran.out
            .starts_with("status,verdict\r\nCOMPLETED,flagged\r\n"),
        "{}",
        ran.out
    );
    let wrong = ["jobs", "--columns", "label"];
    let ran = run(online(&gateway, &wrong)).await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    gateway.finish().await;
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

#[test]
fn one_empty_field_is_no_empty_line() {
    let ran = flatten(&["-f", "csv", "--columns", "label"], JOB.as_bytes());
    assert_eq!(ran.out, "label\r\n\"\"\r\nSpam\r\nScam\r\nOdd\r\n\"\"\r\n");
}
