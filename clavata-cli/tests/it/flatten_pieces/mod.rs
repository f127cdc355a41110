//! `clavata flatten` on one long value: a list of jobs, or a job, is read in pieces with the same result as a
//! whole.
//!
//! With `--news`, nothing is read in pieces.

mod refusals;
mod rows_ahead;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::support::{Ran, clavata, flatten, run_with};

const JOB: &str = "55555555-5555-4555-8555-555555555555";

/// A result, whose outcome and texts depend on its number.
fn result(index: usize) -> String {
    let outcome = match index % 1000 {
        500 => "OUTCOME_TRUE",
        700 => "OUTCOME_FAILED",
        _ => "OUTCOME_FALSE",
    };
    let message = "é \\\"quoted\\\" ".repeat(index % 7);
    format!(
        r#"{{"uuid":"","jobUuid":"{JOB}","report":{{"policyKey":"P","result":"OUTCOME_FALSE","sectionEvaluationReports":[{{"name":"L","message":"{message}","result":"{outcome}","assertionEvaluationReports":[{{"result":"OUTCOME_FALSE","message":"{{}}[],","score":0.25}}],"reviewResult":{{"outcome":"{outcome}","score":0.{index}}}}}],"contentHash":"h{index}","contentMetadata":{{"id":"{index}","verdict":"clear"}},"threshold":0.5}},"created":"2026-01-01T00:00:00.123456Z"}}"#
    )
}

fn bare_job(results: &[String]) -> String {
    let mut content = String::new();
    for index in 0..results.len() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(content, r#"{comma}{{"contentHash":"h{index}"}}"#);
    }
    format!(
        r#"{{"jobUuid":"{JOB}", "status":"JOB_STATUS_COMPLETED","contentData":[{content}],"results":[{}],"created":"2026-01-01T00:00:00Z","updated":"2026-01-02T00:00:00.5Z","completed":"2026-01-02T00:00:00.5Z","threshold":0.5}}"#,
        results.join(", ")
    )
}

/// Whether a result is not clear, given its number.
fn is_hit(index: u64) -> bool {
    matches!(index % 1000, 500 | 700)
}

fn results(count: usize) -> Vec<String> {
    (0..count).map(result).collect()
}

/// Jobs of ten results each, some of them flagged.
fn jobs(count: usize) -> Vec<String> {
    let jobs = (0..count)
        .map(|job| bare_job(&(0..10).map(|at| result(job * 10 + at)).collect::<Vec<_>>()));
    jobs.collect()
}

fn list(jobs: &[String], more: &str) -> String {
    format!(r#"{{"jobs": [{}]{more}}}"#, jobs.join(", "))
}

/// Runs the program on a file, whose name is replaced by `stdin`.
fn flatten_file(arguments: &[&str], input: &str) -> Ran {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), input).unwrap();
    let name = file.path().to_str().unwrap();
    let all: Vec<&str> = ["flatten", name].iter().chain(arguments).copied().collect();
    let mut ran = run_with(clavata(&all), b"");
    (ran.out, ran.err) = (
        ran.out.replace(name, "stdin"),
        ran.err.replace(name, "stdin"),
    );
    ran
}

/// Runs the program so that it reads the value as a whole.
fn whole(arguments: &[&str], input: &str) -> Ran {
    let mut ran = flatten(&[arguments, &["--news"]].concat(), input.as_bytes());
    let told = ran.err.split_inclusive('\n');
    ran.err = told.filter(|line| !line.starts_with("news: ")).collect();
    ran
}

/// Runs the program in pieces, from a file and from a pipe, and as a whole. All must print the same.
fn same(input: &str) -> Ran {
    same_in(&["jsonl", "csv", "verdict"], input)
}

fn same_in(formats: &[&str], input: &str) -> Ran {
    assert!(input.len() > 2 << 20, "only {} bytes", input.len());
    let mut last = None;
    for format in formats {
        let arguments = ["--format", *format];
        let whole = whole(&arguments, input);
        for ran in [
            flatten(&arguments, input.as_bytes()),
            flatten_file(&arguments, input),
        ] {
            assert!(
                ran.out == whole.out,
                "{format}: {} but {}",
                ran.err,
                whole.err
            );
            assert_eq!((ran.code, &ran.err), (whole.code, &whole.err), "{format}");
            last = Some(ran);
        }
    }
    last.unwrap()
}

/// Runs the program in pieces, for its rows.
fn rows(input: &str) -> [Ran; 2] {
    let arguments = ["--format", "jsonl", "--columns", ROWS];
    [
        flatten(&arguments, input.as_bytes()),
        flatten_file(&arguments, input),
    ]
}

const ROWS: &str = "verdict,result_index,job_status,job_updated";

#[test]
fn a_long_job_is_read_result_by_result() {
    let job = bare_job(&results(5000));
    for input in [format!(r#"{{"job":{job}}}"#), job.clone() + "\n"] {
        let ran = same(&input);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert!(ran.out.contains(r#""verdict":"flagged""#));
        assert_eq!(ran.out.lines().count(), 1);
    }
    let short = bare_job(&results(2));
    let ran = same(&format!("{short}\n{{\"job\":{job}}}\n{short}\n{job}\n"));
    assert_eq!(ran.out.lines().count(), 4);
}

#[test]
fn a_long_list_is_read_job_by_job() {
    for more in ["", r#", "nextPageToken": """#] {
        let ran = same(&list(&jobs(600), more));
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert_eq!(ran.out.lines().count(), 600);
        assert!(ran.out.contains(r#""verdict":"clear","reason":null"#));
    }
}

#[test]
fn nothing_is_clear_in_a_long_list_or_job_that_comes_with_an_error() {
    let error = r#","error":{"code":13,"message":"internal"}"#;
    let ran = same(&list(&jobs(600), error));
    assert_eq!(ran.code, Some(8));
    assert!(!ran.out.contains(r#""reason":null,"results":["clear""#));
    assert!(
        !ran.out.contains(r#""verdict":"clear","reason""#),
        "{}",
        ran.out
    );
    // What is next to a job is known only after its rows.
    let job = bare_job(&results(5000));
    let ran = flatten(
        &["--format", "verdict"],
        format!(r#"{{"job":{job}{error}}}"#).as_bytes(),
    );
    assert_eq!(ran.code, Some(8));
    assert!(!ran.out.contains("clear\""), "{}", ran.out);
}

#[test]
fn a_job_of_a_long_list_that_cannot_be_read_costs_no_other_and_is_named() {
    let mut jobs = jobs(600);
    jobs[431] = jobs[431].replacen("0.25", "\"much\"", 1);
    let ran = same(&list(&jobs, ""));
    assert_eq!(ran.code, Some(8));
    assert!(
        ran.err.contains("jobs[431].results[0].report"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out.lines().count(), 600);
}

#[test]
fn a_long_job_that_cannot_be_read_to_its_end_has_no_verdict() {
    let good = bare_job(&results(5000));
    let mut results = results(5000);
    results[4000] = results[4000].replacen("0.25", "\"much\"", 1);
    let broken = bare_job(&results);
    let cut = good[..good.len() * 4 / 5].to_owned();
    for (job, why) in [(&broken, "byte "), (&cut, "ends before")] {
        let input = format!("{job}\n{}\n", bare_job(&[]));
        let ran = flatten(&["--format", "verdict"], input.as_bytes());
        assert_eq!(ran.code, Some(8));
        assert!(
            ran.err.contains("line 1: ") && ran.err.contains(why),
            "{}",
            ran.err
        );
        let lines: Vec<&str> = ran.out.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains(r#""verdict":"undetermined""#) && !lines[0].contains("clear"));
    }
}

#[test]
fn a_long_stream_is_read_like_its_answers_one_by_one() {
    let mut input = String::new();
    for index in 0..5000 {
        let report = result(index);
        let (_, report) = report.split_once("\"report\":").unwrap();
        let (report, _) = report.rsplit_once(",\"created\"").unwrap();
        let job = index / 3000;
        let _ = writeln!(
            input,
            r#"{{"result":{{"jobUuid":"55555555-5555-4555-8555-{job:012}","policyEvaluationReport":{report}}}}}"#
        );
    }
    let ran = same(&input);
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 5000));
    let broken = input.replacen("\"score\":0.4000}", "\"score\":\"much\"}", 1);
    assert_ne!(input, broken);
    let ran = same(&broken);
    assert_eq!(ran.code, Some(8));
}
