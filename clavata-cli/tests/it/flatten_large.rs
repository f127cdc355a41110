//! `clavata flatten` on more than one block: all cores, one order, nothing lost.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::support::{self, clavata, flatten, run_with};
use mock_gateway::fixture_jobs;

/// Many jobs, one per line, and their lines in `--format verdict`.
fn jobs(count: usize) -> (Vec<String>, Vec<String>) {
    let fixtures = fixture_jobs();
    let mut jobs = Vec::new();
    let mut verdicts = Vec::new();
    for job in fixtures.iter().cycle().take(count) {
        let value: serde_json::Value = serde_json::from_str(&job.body).unwrap();
        jobs.push(value.to_string());
        verdicts.push(job.verdict.replace(' ', ""));
    }
    (jobs, verdicts)
}

#[test]
fn many_blocks_keep_the_order_of_the_input() {
    let (jobs, verdicts) = jobs(800);
    let input = jobs.join("\n");
    assert!(input.len() > 3 << 20, "only {} bytes", input.len());
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), &input).unwrap();
    let from_file = [
        "flatten",
        file.path().to_str().unwrap(),
        "--format",
        "verdict",
    ];
    for ran in [
        run_with(clavata(&from_file), b""),
        flatten(&["--format", "verdict"], input.as_bytes()),
    ] {
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert_eq!(
            support::verdicts(&ran.out).lines().collect::<Vec<_>>(),
            verdicts
        );
    }
}

#[test]
fn large_and_small_inputs_yield_the_same_rows() {
    let (jobs, _) = jobs(200);
    for format in ["jsonl", "csv"] {
        for level in ["policy", "label", "rule", "all"] {
            let arguments = ["--format", format, "--level", level];
            let mut one_by_one = String::new();
            for (line, job) in (1..).zip(&jobs) {
                let ran = flatten(&arguments, job.as_bytes());
                let rows = match format {
                    "csv" => ran.out.replace(",stdin,1\r", &format!(",stdin,{line}\r")),
                    _ => ran.out.replace("_line\":1}", &format!("_line\":{line}}}")),
                };
                let headed = format == "csv" && !one_by_one.is_empty();
                one_by_one += if headed {
                    rows.split_once("\r\n").unwrap().1
                } else {
                    &rows
                };
                if one_by_one.len() > 100_000 {
                    break;
                }
            }
            let whole = flatten(&arguments, jobs.join("\n").as_bytes());
            assert!(whole.out.starts_with(&one_by_one), "{format} {level}");
        }
    }
}

#[test]
fn a_broken_line_in_a_large_input_costs_no_other_and_is_named() {
    let (mut jobs, mut verdicts) = jobs(600);
    let cut = jobs[400].len() / 2;
    let cut = (0..=cut)
        .rev()
        .find(|at| jobs[400].is_char_boundary(*at))
        .unwrap();
    jobs[400].truncate(cut);
    verdicts[400] = r#"{"verdict":"undetermined"}"#.to_owned();
    let ran = flatten(&["--format", "verdict"], jobs.join("\n").as_bytes());
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(
        ran.err.contains("cannot read stdin: line 401: "),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("error: ").count(), 1, "{}", ran.err);
    assert_eq!(
        support::verdicts(&ran.out).lines().collect::<Vec<_>>(),
        verdicts
    );
}

#[test]
fn results_of_a_long_stream_are_numbered_to_its_end() {
    let padding = "x".repeat(600);
    let frame = |job: usize| {
        format!(
            r#"{{"result":{{"jobUuid":"44444444-4444-4444-8444-{job:012}","policyEvaluationReport":{{"policyKey":"{padding}","result":"OUTCOME_FALSE"}}}}}}"#
        )
    };
    let mut input = String::new();
    for job in 0..2 {
        for _ in 0..2_000 {
            writeln!(input, "{}", frame(job)).unwrap();
        }
    }
    let ran = flatten(
        &["--format", "jsonl", "--level", "policy"],
        input.as_bytes(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let mut expected = (0..2_000).chain(0..2_000);
    for row in support::json_lines(&ran.out) {
        assert_eq!(row["result_index"].as_u64(), expected.next());
    }
    assert_eq!(expected.next(), None);
}

#[test]
fn rows_of_a_slow_input_come_with_its_lines() {
    let mut child = clavata(&["flatten", "-", "--format", "verdict"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let (jobs, verdicts) = jobs(5);
    for (job, verdict) in jobs.iter().zip(&verdicts) {
        writeln!(stdin, "{job}").unwrap();
        stdin.flush().unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(support::verdicts(&line).trim_end(), verdict);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_hit_in_a_value_that_is_too_long_is_reported_and_what_follows_is_read() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut out = file.as_file();
    let hit = r#"{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","details":"md5::abc"}"#;
    write!(
        out,
        r#"{{"error":{{"code":1,"message":"m","details":[{hit}]}},"x":""#
    )
    .unwrap();
    let piece = vec![b'a'; 1 << 20];
    for _ in 0..257 {
        out.write_all(&piece).unwrap();
    }
    let (jobs, mut verdicts) = jobs(1);
    verdicts.insert(0, r#"{"verdict":"undetermined"}"#.to_owned());
    write!(out, "\"}}\n{}\n", jobs[0]).unwrap();
    let path = file.path().to_str().unwrap();
    let ran = run_with(clavata(&["flatten", path, "--format", "verdict"]), b"");
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert!(
        ran.err
            .contains("refused: PRECHECK_FAILURE_TYPE_NCMEC, content md5::abc")
    );
    assert_eq!(
        support::verdicts(&ran.out).lines().collect::<Vec<_>>(),
        verdicts
    );
}
