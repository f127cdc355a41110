//! `clavata flatten --news` names what the contract does not know, but none of its values.

use crate::support::{Ran, flatten};
use mock_gateway::fixtures_dir;

/// A job as a newer gateway may send it.
const NEWER: &str = r#"{"job":{"jobUuid":"j","status":"JOB_STATUS_PAUSED","jobType":99,"region":"secret-1",
    "contentData":[{"contentHash":"a","metadata":{"secretKey":"secret-2"}}],
    "results":[{"report":{"contentHash":"a","contentMetadata":{"secretKey":"secret-3"},"review_result":{"outcome":"secret-4"},"newField":{"deep":"secret-5"}}},
    {"report":{"contentHash":"b","newField":"secret-6","secret 7":1}}]}}"#;

const NAMES: [&str; 6] = [
    "news: job.jobType = an unknown value",
    "news: job.region",
    "news: job.results[].report.(an unknown field)",
    "news: job.results[].report.newField",
    "news: job.results[].report.reviewResult.outcome = an unknown value",
    "news: job.status = JOB_STATUS_PAUSED",
];

fn lines(ran: &Ran) -> Vec<&str> {
    ran.err.lines().collect()
}

#[test]
fn each_name_is_told_once_and_without_values() {
    let input = format!("{NEWER}\n{NEWER}\n");
    for format in ["jsonl", "csv", "table", "json", "verdict"] {
        let arguments = ["--format", format];
        let without = flatten(&arguments, input.as_bytes());
        let with = flatten(&["--format", format, "--news"], input.as_bytes());
        assert_eq!(lines(&with), NAMES, "{format}");
        assert!(!with.err.to_lowercase().contains("secret"), "{}", with.err);
        assert_eq!(
            (with.out, with.code),
            (without.out, without.code),
            "{format}"
        );
        assert_eq!(without.err, "", "{format}");
    }
}

#[test]
fn what_the_contract_knows_is_no_news() {
    let examples = fixtures_dir().join("../../openapi/examples");
    let mut read = 0;
    for entry in std::fs::read_dir(examples).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.contains(".response.") && !name.contains(".frame.") {
            continue;
        }
        let body = std::fs::read(&path).unwrap();
        let ran = flatten(&["--format", "jsonl", "--news"], &body);
        assert!(!ran.err.contains("news:"), "{name}: {}", ran.err);
        read += usize::from(ran.code == Some(0));
    }
    assert!(read > 15, "{read}");
}

#[test]
fn news_come_after_failures_and_leave_the_exit_code() {
    let input = format!("{NEWER}\n{{\"job\":{{\"results\":[{{\"cost\":1}},");
    let ran = flatten(&["--format", "jsonl", "--news"], input.as_bytes());
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    let told = lines(&ran);
    assert!(
        told[0].starts_with("error: cannot read stdin"),
        "{}",
        ran.err
    );
    assert_eq!(told[told.len() - NAMES.len()..], NAMES, "{}", ran.err);
}

#[test]
fn news_of_streams_and_pages_have_their_paths() {
    for (text, name) in [
        (
            r#"{"result":{"jobUuid":"j","policyEvaluationReport":{"extra":1}}}"#,
            "result.policyEvaluationReport.extra",
        ),
        (
            r#"{"jobs":[{"jobUuid":"j","extra":1}],"nextPageToken":""}"#,
            "jobs[].extra",
        ),
        (
            r#"{"contentHash":"h","results":[{"labelVersionId":"v","extra":null}]}"#,
            "results[].extra",
        ),
    ] {
        let ran = flatten(&["--format", "verdict", "--news"], text.as_bytes());
        assert_eq!(
            ran.err.lines().last(),
            Some(format!("news: {name}").as_str()),
            "{}",
            ran.err
        );
    }
}
