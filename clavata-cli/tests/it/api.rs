//! `clavata api`: prints the JSON unchanged, and is as careful as the other commands.

use std::fs;

use crate::support::{EXAMPLE_JOB, online, run, run_with};
use mock_gateway::{Answer, Fault, MockGateway, Operation};

const REFUSED: &str = r#"{"error":{"code":3,"message":"no","details":[{"@type":"x.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC"}]}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn it_prints_the_json_as_it_came_and_retries_reads() {
    let gateway = MockGateway::start().await;
    let body = "{ \"job\":\t{\"new\": 1.50, \"jobUuid\": \"x\"}}";
    gateway
        .on(Operation::GetJob)
        .next(Fault::Unavailable)
        .next(Answer::json(200, body));
    let path = format!("/v1/jobs/{EXAMPLE_JOB}");
    let ran = run(online(&gateway, &["api", "get", &path])).await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), body), "{}", ran.err);
    let requests = gateway.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].header("authorization"), Some("Bearer test-key"));
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_is_sent_once_and_says_what_it_may_cost() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::CreateJob)
        .always(Fault::ResetBeforeHeaders);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    fs::write(&file, r#"{"policyId":"p","own":1}"#).unwrap();
    let arguments = ["api", "POST", "/v1/jobs", "--input", file.to_str().unwrap()];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!((ran.code, ran.out.as_str()), (Some(7), ""), "{}", ran.err);
    assert!(ran.err.contains("it may be billed"), "{}", ran.err);
    let requests = gateway.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].json()["own"], 1);
    gateway
        .on(Operation::CreateJob)
        .reset()
        .always(Answer::json(200, "{}"));
    let command = online(&gateway, &["api", "POST", "/v1/jobs", "--input", "-"]);
    let ran = tokio::task::spawn_blocking(|| run_with(command, b"{\"a\":2}"))
        .await
        .unwrap();
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "{}"), "{}", ran.err);
    assert_eq!(gateway.requests()[1].json()["a"], 2);
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_have_the_codes_of_the_other_commands() {
    let gateway = MockGateway::start().await;
    for (status, body, code) in [
        (401, r#"{"code":16,"message":"no"}"#, 3),
        (404, r#"{"code":5,"message":"no"}"#, 4),
        (400, r#"{"code":3,"message":"no"}"#, 2),
        (200, REFUSED, 6),
        (200, "<html>", 8),
        (200, "{\"job\":", 8),
        (501, r#"{"code":12,"message":"no"}"#, 9),
    ] {
        gateway
            .on(Operation::ListJobs)
            .reset()
            .always(Answer::json(status, body));
        let ran = run(online(&gateway, &["api", "GET", "/v1/jobs"])).await;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(code), ""),
            "{body}: {}",
            ran.err
        );
        assert!(ran.err.starts_with("error: "), "{}", ran.err);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_anywhere_else_than_to_the_path_as_it_is_written() {
    let gateway = MockGateway::start().await;
    for path in [
        "v1/jobs",
        "https://example.com/v1/jobs",
        "/v1/../x",
        "/v1/%2e%2E/x",
        "/v1/jobs#x",
        "/a b",
        "@h/",
    ] {
        let ran = run(online(&gateway, &["api", "GET", path])).await;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(2), ""),
            "{path}: {}",
            ran.err
        );
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), "no json").unwrap();
    let input = file.path().to_str().unwrap();
    for arguments in [
        &["api", "POST", "/v1/jobs", "--input", input][..],
        &["api", "POST", "/v1/jobs"],
        &["api", "GET", "/v1/jobs", "--input", input],
        &["api", "DELETE", "/v1/jobs"],
    ] {
        let ran = run(online(&gateway, arguments)).await;
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (Some(2), ""),
            "{arguments:?}: {}",
            ran.err
        );
    }
    assert_eq!(gateway.requests().len(), 0);
    gateway.finish().await;
}
