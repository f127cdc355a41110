//! `--columns` and `--where`: which columns and rows are printed.

mod columns;
mod conditions;

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

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_read() {
    for (arguments, words) in [
        (&["--columns", "lable"][..], "did you mean label?"),
        (&["--columns", "label,label"], "--columns names label twice"),
        (
            &["--columns", "something"],
            "the columns are job_uuid, result_index",
        ),
        (&["--columns", "line"], "the columns are job_uuid"),
        (&["--where", "scor>1"], "did you mean score?"),
        (&["--where", "score"], "no comparison operator"),
        (&["--where", "score!1"], "no comparison operator"),
        (
            &["--where", "score>high"],
            "score is a number, but \"high\" is not",
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
            "this table has no column \"label\"",
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
