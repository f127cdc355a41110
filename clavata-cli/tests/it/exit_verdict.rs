//! `--exit-verdict` gives the same result in every format and at every level.

use std::path::PathBuf;

use crate::support::{EXAMPLE_JOB, clavata, online, run, run_with, verdicts};
use mock_gateway::{Answer, MockGateway, Operation, fixture_jobs, fixtures_dir};

const FORMATS: [&str; 5] = ["table", "jsonl", "json", "csv", "verdict"];
const LEVELS: [&str; 4] = ["policy", "label", "rule", "all"];
const JOB: &str = "11111111-1111-4111-8111-111111111111";
const OTHER: &str = "22222222-2222-4222-8222-222222222222";

/// The exit code of `flatten`, which must not depend on the format.
fn code(input: &str) -> Option<i32> {
    code_with(&[], input)
}

fn code_with(more: &[&str], input: &str) -> Option<i32> {
    let mut first = None;
    for format in FORMATS {
        for level in LEVELS {
            let mut arguments = vec!["flatten", "-", "--exit-verdict"];
            arguments.extend(["--format", format, "--level", level]);
            arguments.extend(more);
            let ran = run_with(clavata(&arguments), input.as_bytes());
            let (code, ..) = *first.get_or_insert((ran.code, format, level));
            assert_eq!(
                code, ran.code,
                "{first:?}, but {format} {level}: {}{input}",
                ran.err
            );
        }
    }
    first.and_then(|(code, ..)| code)
}

fn job(results: &str) -> String {
    format!(r#"{{"job":{{"jobUuid":"{JOB}","status":3,"results":[{results}]}}}}"#)
}

#[test]
fn a_job_ends_with_its_verdict_in_every_format_and_at_every_level() {
    let label = |label: &str| {
        job(&format!(
            r#"{{"report":{{"result":1,"sectionEvaluationReports":[{{"name":"a","result":1,{label}}}]}}}}"#
        ))
    };
    let page = |jobs: &str| format!(r#"{{"jobs":[{jobs}]}}"#);
    let clear =
        format!(r#"{{"jobUuid":"{JOB}","status":3,"results":[{{"report":{{"result":1}}}}]}}"#);
    let running = |result: u8| {
        format!(
            r#"{{"jobUuid":"{JOB}","status":2,"results":[{{"report":{{"result":{result}}}}}]}}"#
        )
    };
    for (input, expected) in [
        (clear.clone(), 0),
        (running(2), 20),
        (format!("{}{clear}{}", running(1), running(2)), 20),
        (format!("{clear}{}", running(1)), 21),
        (format!("{clear}garbage"), 8),
        (page(&clear), 0),
        (page(&format!("{clear},{clear}")), 0),
        (page(""), 21),
        (page("null"), 21),
        (page(&format!("{clear},{{}}")), 21),
        (format!("{clear}\n{}", page("")), 0),
        (label(r#""message":"""#), 0),
        (label(r#""reviewResult":{"score":-1}"#), 21),
        (label(r#""reviewResult":{"outcome":2,"score":-1}"#), 20),
        (label(r#""assertionEvaluationReports":[{"result":3}]"#), 21),
        (
            label(r#""assertionEvaluationReports":[{"result":1,"score":"NaN"}]"#),
            21,
        ),
        (label(r#""assertionEvaluationReports":[{"result":0}]"#), 0),
        (label(r#""exceptionEvaluationReport":{"result":3}"#), 0),
        (
            label(r#""exceptionEvaluationReport":{"assertionEvaluationReports":[{"result":3}]}"#),
            0,
        ),
        (
            job(&format!(
                r#"{{"jobUuid":"{OTHER}","report":{{"result":1}}}}"#
            )),
            21,
        ),
        (clear.replace(JOB, ""), 21),
        (
            clear.replace(
                "3,",
                r#"3,"contentData":[{"contentHash":"a"},{"contentHash":"b"}],"#,
            ),
            21,
        ),
        (
            r#"{"result":{"policyEvaluationReport":{"result":1}}}"#.to_owned(),
            0,
        ),
        (
            r#"{"result":{"policyEvaluationReport":{"reviewResult":{"outcome":1,"score":-1}}}}"#
                .to_owned(),
            21,
        ),
        (
            r#"{"result":{"policyEvaluationReport":{"result":2}}}"#.to_owned(),
            20,
        ),
        (r#"{"result":{}}"#.to_owned(), 21),
        (
            format!(
                "{clear}\n{}",
                r#"{"result":{"policyEvaluationReport":{"result":2}}}"#
            ),
            20,
        ),
    ] {
        assert_eq!(code(&input), Some(expected), "{input}");
    }
}

#[test]
fn a_strict_verdict_is_clear_by_reviews_alone() {
    let reviewed = r#""reviewResult":{"outcome":1,"score":0.1}"#;
    let report = |report: &str| job(&format!(r#"{{"report":{{{report}}}}}"#));
    let answer =
        |report: &str| format!(r#"{{"result":{{"policyEvaluationReport":{{{report}}}}}}}"#);
    for (said, usual, strict) in [
        (reviewed, 0, 0),
        (r#""result":1"#, 0, 21),
        (r#""result":1,"reviewResult":{"score":0.1}"#, 0, 21),
        (
            &format!(r#"{reviewed},"sectionEvaluationReports":[{{"result":1}}]"#),
            0,
            21,
        ),
        (r#""result":2"#, 20, 20),
    ] {
        for input in [report(said), answer(said)] {
            assert_eq!(code(&input), Some(usual), "{input}");
            assert_eq!(code_with(&["--strict"], &input), Some(strict), "{input}");
        }
    }
    let printed = ["flatten", "-", "--format", "verdict", "--strict"];
    let ran = run_with(clavata(&printed), report(r#""result":1"#).as_bytes());
    assert_eq!(
        verdicts(&ran.out),
        "{\"results\":[\"undetermined\"],\"job\":\"undetermined\"}\n"
    );
}

#[test]
fn the_fixtures_end_with_their_verdicts() {
    for job in fixture_jobs() {
        let expected = match serde_json::from_str::<serde_json::Value>(&job.verdict).unwrap()["job"]
            .as_str()
        {
            Some("clear") => 0,
            Some("flagged") => 20,
            _ => 21,
        };
        assert_eq!(code(&job.body), Some(expected), "{}", job.body);
    }
    for name in ["neg_both.json", "neg_label.json"] {
        let file: PathBuf = fixtures_dir().join("faults").join(name);
        assert_eq!(
            code(&std::fs::read_to_string(file).unwrap()),
            Some(21),
            "{name}"
        );
    }
}

#[test]
fn an_answer_that_is_wrong_where_no_row_shows_it_is_unreadable_in_every_format() {
    let clear =
        format!(r#"{{"jobUuid":"{JOB}","status":3,"results":[{{"report":{{"result":1}}}}]}}"#);
    for (place, wrong) in [
        ("\"status\"", r#""created":"yesterday","status""#),
        ("\"status\"", r#""jobType":{},"status""#),
        ("\"status\"", r#""threshold":"much","status""#),
        ("\"status\"", r#""customerId":7,"status""#),
        (
            "\"status\"",
            r#""contentData":[{"metadata":{"a":1}}],"status""#,
        ),
        ("\"status\"", r#""contentData":[7],"status""#),
        ("\"report\"", r#""created":7,"report""#),
        ("\"result\"", r#""labelId":7,"result""#),
        ("\"result\"", r#""tokenUsage":7,"result""#),
        ("\"result\"", r#""exceptionEvaluationReport":7,"result""#),
        (
            "\"result\"",
            r#""sectionEvaluationReports":[{"exceptionEvaluationReport":7}],"result""#,
        ),
        (
            "\"result\"",
            r#""sectionEvaluationReports":[{"assertionEvaluationReports":[{"message":7}]}],"result""#,
        ),
        (
            "\"result\"",
            r#""sectionEvaluationReports":[{"assertionEvaluationReports":[{"score":"x"}]}],"result""#,
        ),
    ] {
        let input = clear.replacen(place, wrong, 1);
        assert_eq!(code(&input), Some(8), "{input}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_answers_ends_with_its_verdict_in_every_format() {
    let gateway = MockGateway::start().await;
    let failed = r#"{"jobUuid":"55555555-5555-4555-8555-555555555555","status":3,"results":[{"report":{"reviewResult":{"outcome":1,"score":-1}}}]}"#;
    gateway
        .on(Operation::GetJob)
        .always(Answer::json(200, format!(r#"{{"job":{failed}}}"#)));
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, format!(r#"{{"jobs":[{failed}]}}"#)));
    gateway.on(Operation::Evaluate).always(Answer::json(
        200,
        r#"{"result":{"jobUuid":"55555555-5555-4555-8555-555555555555","policyEvaluationReport":{"reviewResult":{"outcome":1,"score":-1}}}}"#,
    ));
    for format in FORMATS {
        for arguments in [
            &["job", EXAMPLE_JOB][..],
            &["jobs"],
            &["jobs", "--level", "policy"],
            &["evaluate", "--policy", JOB, "--text", "x"],
        ] {
            let mut arguments = arguments.to_vec();
            arguments.extend(["--format", format, "--exit-verdict"]);
            let ran = run(online(&gateway, &arguments)).await;
            assert_eq!(ran.code, Some(21), "{arguments:?}: {}", ran.err);
        }
    }
    gateway.finish().await;
}
