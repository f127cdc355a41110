//! HTML reports of what the gateway answers.

use mock_gateway::{Answer, MockGateway, Operation};

use super::*;
use crate::support::{EXAMPLE_JOB, POLICY, online, run};

#[tokio::test]
async fn a_job_of_the_gateway_becomes_a_page_by_the_name_of_its_output() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("job.html");
    let arguments = ["job", EXAMPLE_JOB, "--output", page.to_str().unwrap()];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let page = fs::read_to_string(page).unwrap();
    let data = data(&page);
    assert_eq!(text(&data, &data["jobs"][0]["id"]), EXAMPLE_JOB);
    assert_eq!(data["contents"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_shown_and_does_not_count_is_not_clear() {
    let gateway = MockGateway::start().await;
    let answer = |input: Option<&str>, outcome: &str| {
        let metadata = input.map_or(json!({}), |input| json!({"clavata.input": input}));
        let report = json!({"contentMetadata": metadata,
            "reviewResult": {"outcome": outcome, "score": 0.5}});
        json!({"result": {"policyEvaluationReport": report}}).to_string()
    };
    // The second answer may belong to either input, and arrives when the first is shown.
    let answers = answer(Some("0"), "OUTCOME_FALSE") + "\n" + &answer(None, "OUTCOME_TRUE");
    let answers = Answer::json(200, answers);
    gateway.on(Operation::Evaluate).always(answers);
    let arguments = ["evaluate", "--policy", POLICY, "--format", "html"];
    let arguments = [&arguments[..], &["--text", "one", "--text", "two"]].concat();
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    let data = data(&ran.out);
    let verdicts = [0, 1].map(|at| data["contents"][at]["verdict"].clone());
    assert_eq!(verdicts, ["undetermined", "flagged"]);
    let why = text(&data, &data["contents"][0]["reason"]);
    assert_eq!(why, "the input has no valid answer");
    assert_eq!(data["unread"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_of_a_list_that_cannot_be_read_is_told() {
    let gateway = MockGateway::start().await;
    let page = r#"{"jobs":[{"jobUuid":"44444444-4444-4444-8444-000000000001","status":"JOB_STATUS_COMPLETED",
        "results":[{"report":{"result":"OUTCOME_FALSE"}}]},{"results":7}]}"#;
    gateway
        .on(Operation::ListJobs)
        .always(Answer::json(200, page));
    let ran = run(online(&gateway, &["jobs", "--format", "html"])).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    let data = data(&ran.out);
    assert_eq!(
        (&data["unread"], data["jobs"].as_array().unwrap().len()),
        (&json!(1), 1)
    );
    let lines = run(online(&gateway, &["jobs", "--format", "verdict"])).await;
    assert_eq!(lines.out.lines().count(), 2, "{}", lines.out);
    assert!(
        lines.out.contains("one of the jobs cannot be read"),
        "{}",
        lines.out
    );
}
