//! The program never prints the key or the content, whatever a gateway repeats and in whatever encoding.

use crate::support::{EXAMPLE_JOB, clavata, run};
use futures_util::future::join_all;
use mock_gateway::{Answer, MockGateway, Operation};

const KEY: &str = "canary-key-9f3b1c77d2";
const TEXT: &str = "canary-text-5d2e8a10f4";
const POLICY: &str = "22222222-2222-4222-8222-222222222222";

/// The ways in which words are repeated. Each is valid in a JSON string.
const DRESSES: [fn(&str) -> String; 5] = [
    str::to_owned,
    |words| each(words, |byte| format!("%{byte:02X}")),
    |words| each(words, |byte| format!("\\\\u00{byte:02x}")),
    |words| each(words, |byte| format!("&#{byte};")),
    |words| each(words, |byte| format!("{byte:02x}")),
];

fn each(words: &str, write: impl Fn(u8) -> String) -> String {
    words.bytes().map(write).collect::<Vec<_>>().concat()
}

/// Answers of every shape, with the same words in every text.
fn answers(said: &str) -> Vec<(u16, String)> {
    let detail = format!(
        r#"{{"@type":"type.googleapis.com/x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","message":"{said}","details":"{said}"}}"#
    );
    let broken = format!(r#"{{"@type":"x.PrecheckFailure","type":"{said}","{said}":"{said}"}}"#);
    let status = format!(r#"{{"code":3,"message":"{said}","details":[{detail},{broken}]}}"#);
    let error = format!(r#"{{"errorCode":"{said}","errorMessage":"{said}"}}"#);
    vec![
        (400, format!(r#"{{"code":3,"message":"{said}"}}"#)),
        (401, format!(r#"{{"code":16,"message":"{said}"}}"#)),
        (400, status.clone()),
        (499, status[..status.len() - 6].to_owned()),
        (200, format!(r#"{{"error":{status}}}"#)),
        (
            200,
            format!(r#"{{"error":{error},"results":[{{"error":"{said}"}}]}}"#),
        ),
        (404, format!("<html>{said}</html>")),
        (
            200,
            format!(r#"{{"job":{{"{said}":["{said}"],"created":"{said}"}}}}"#),
        ),
        (200, format!(r#"{{"result":{{"jobUuid":"{said}"}}}}"#)),
        (200, said.to_owned()),
    ]
}

fn commands() -> Vec<Vec<&'static str>> {
    let mut commands = vec![
        vec!["job", EXAMPLE_JOB],
        vec!["jobs"],
        vec!["api", "GET", "/v1/jobs"],
        vec!["doctor"],
        vec!["batch", "list"],
        vec!["batch", "cancel", "some-id"],
        vec!["create", "--policy", POLICY, "--text", TEXT],
        vec!["evaluate", "--policy", POLICY, "--text", TEXT],
        vec![
            "evaluate", "--policy", POLICY, "--text", TEXT, "--text", "b",
        ],
        vec!["labels", "--version", POLICY, "--text", TEXT],
    ];
    for format in ["table", "json", "jsonl", "csv", "verdict"] {
        commands.push(vec!["job", EXAMPLE_JOB, "--format", format]);
    }
    commands
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_printed_repeats_the_key_or_the_content() {
    let gateway = MockGateway::builder().key(KEY).start().await;
    let operations = [
        Operation::GetJob,
        Operation::ListJobs,
        Operation::CreateJob,
        Operation::Evaluate,
        Operation::EvaluateLabels,
        Operation::ListBatchJobs,
        Operation::CancelBatchJob,
    ];
    let mut printed = 0;
    for (nth, dress) in DRESSES.into_iter().enumerate() {
        // The last ones have no text, or are retried, so once is enough.
        let taken = if nth == 0 { usize::MAX } else { 6 };
        let said = dress(&format!("you sent {KEY} and {TEXT}"));
        for (status, body) in answers(&said).into_iter().take(taken) {
            for operation in operations {
                let answer = Answer::json(status, body.clone()).with_header("x-request-id", KEY);
                gateway.on(operation).reset().always(answer);
            }
            let runs = commands().into_iter().map(|arguments| {
                let mut command = clavata(&arguments);
                command
                    .env("CLAVATA_API_KEY", KEY)
                    .env("CLAVATA_BASE_URL", gateway.url());
                async move { (arguments, run(command).await) }
            });
            // Some wait before they try again.
            for (arguments, ran) in join_all(runs).await {
                let said = format!("{}{}", ran.out, ran.err);
                // What was not sent cannot be repeated.
                let sent = [KEY]
                    .into_iter()
                    .chain(arguments.contains(&TEXT).then_some(TEXT));
                for secret in sent {
                    for dress in DRESSES {
                        let shape = dress(secret).replace("\\\\", "\\");
                        assert!(
                            !said.contains(&shape),
                            "{arguments:?} {status} {body}: {said}"
                        );
                    }
                }
                printed += usize::from(!ran.err.is_empty());
            }
        }
    }
    assert!(printed > 300, "{printed}");
    gateway.allow_unexpected();
    gateway.finish().await;
}

/// Rows are data, but the key is masked in them.
#[tokio::test(flavor = "multi_thread")]
async fn rows_that_hold_the_key_do_not_show_it() {
    let gateway = MockGateway::builder().key(KEY).start().await;
    let body = format!(
        r#"{{"job":{{"jobUuid":"{EXAMPLE_JOB}","status":"JOB_STATUS_COMPLETED","results":[{{"contentHash":"{KEY}",
        "report":{{"policyKey":"{KEY}","result":"{KEY}","sectionEvaluationReports":[{{"name":"{KEY}","message":"{KEY}"}}]}}}}]}}}}"#
    );
    gateway
        .on(Operation::GetJob)
        .always(Answer::json(200, body));
    for format in ["table", "json", "jsonl", "csv", "verdict"] {
        let mut command = clavata(&["job", EXAMPLE_JOB, "--format", format]);
        command
            .env("CLAVATA_API_KEY", KEY)
            .env("CLAVATA_BASE_URL", gateway.url());
        let ran = run(command).await;
        assert!(!ran.out.is_empty(), "{format}: {}", ran.err);
        assert!(
            !format!("{}{}", ran.out, ran.err).contains(KEY),
            "{format}: {}",
            ran.out
        );
        if format != "verdict" {
            assert!(ran.out.contains('…'), "{format}: {}", ran.out);
        }
    }
    gateway.finish().await;
}

#[test]
fn a_key_that_stands_where_another_argument_should_is_not_repeated() {
    for arguments in [
        &["job", "sk-canary-key"][..],
        &["jobs", "--policy", "sk-canary-key"],
        &["labels", "--version", "sk-canary-key"],
        &["jobs", "--sk-canary-key"],
        &["sk-canary-key"],
    ] {
        let mut command = crate::support::clavata(arguments);
        command.env("CLAVATA_API_KEY", "sk-canary-key");
        let ran = crate::support::run_with(command, b"");
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        let said = format!("{}{}", ran.out, ran.err);
        assert!(
            said.contains("error:") && !said.contains("canary"),
            "{said}"
        );
    }
}

#[test]
fn what_is_said_of_a_proxy_variable_speaks_of_nothing_else() {
    let mut command = crate::support::clavata(&["jobs"]);
    command
        .env("CLAVATA_API_KEY", "test-key")
        .env("ALL_PROXY", "ftp://127.0.0.1");
    let ran = crate::support::run_with(command, b"");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("ALL_PROXY"), "{}", ran.err);
    assert!(
        ran.err.contains("hint: correct the proxy variable") && !ran.err.contains("BASE_URL"),
        "{}",
        ran.err
    );
}
