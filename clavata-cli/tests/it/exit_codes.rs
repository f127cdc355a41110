//! The causes of each exit code. No failure shows the key.

use crate::support::{EXAMPLE_JOB, Ran, clavata, online, quick_faults, run, verdicts};
use mock_gateway::{Answer, ClosedPort, Fault, MockGateway, Operation, Stage, example};

async fn after(fault: Fault) -> Ran {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).always(fault);
    let ran = run(online(&gateway, &["job", EXAMPLE_JOB])).await;
    gateway.finish().await;
    assert!(ran.out.is_empty(), "{}", ran.out);
    assert!(
        ran.err.starts_with("error: cannot get job 55555555-"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("\nhint: "), "{}", ran.err);
    ran
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_gateway_have_their_codes() {
    for (fault, code) in [
        (Fault::InvalidArgument, 2),
        (Fault::Forbidden, 3),
        (Fault::NotFound, 4),
        (Fault::RateLimitedAbsurd, 5),
        (Fault::QuotaExceeded, 5),
        (Fault::RefusedThree, 6),
        (Fault::PreconditionRefused, 6),
        (Fault::PreconditionPlain, 2),
        (Fault::DeadlineExceeded504, 7),
        (Fault::CloseBeforeHeaders, 7),
        (Fault::JsonNull, 8),
        (Fault::Html200, 8),
        (Fault::TruncatedJson, 8),
        (Fault::NestedBrackets, 8),
        (Fault::InvalidUtf8, 8),
        (Fault::Redirect302, 8),
        (Fault::Json500, 9),
        (Fault::Html502, 9),
    ] {
        let ran = after(fault).await;
        assert_eq!(ran.code, Some(code), "{fault:?}: {}", ran.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_lists_every_hit_the_gravest_first() {
    let ran = after(Fault::RefusedThree).await;
    let refused: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.starts_with("refused: "))
        .collect();
    assert!(refused.len() >= 3, "{}", ran.err);
    assert!(refused[0].contains("NCMEC"), "{}", ran.err);
    // Neither the message nor the hint repeats the other.
    assert_eq!(ran.err.matches("report").count(), 1, "{}", ran.err);
    assert!(
        ran.err.contains("\nhint: do not publish the content\n"),
        "{}",
        ran.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_pause_is_told_and_not_waited_for() {
    let ran = after(Fault::RateLimitedAbsurd).await;
    assert!(ran.err.contains("86400 s"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_missing_broken_or_unknown_is_code_3() {
    let gateway = MockGateway::start().await;
    for key in [
        None,
        Some(""),
        Some("   "),
        Some("two words"),
        Some("wrong-canary-key"),
    ] {
        let mut command = clavata(&["job", EXAMPLE_JOB]);
        command.env("CLAVATA_BASE_URL", gateway.url());
        if let Some(key) = key {
            command.env("CLAVATA_API_KEY", key);
        }
        let ran = run(command).await;
        assert_eq!(ran.code, Some(3), "{key:?}: {}", ran.err);
        assert!(ran.err.contains("CLAVATA_API_KEY"), "{}", ran.err);
        assert!(
            !ran.err.contains("canary") && !ran.err.contains("two words"),
            "{}",
            ran.err
        );
    }
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_at_the_address_is_code_7() {
    let closed = ClosedPort::reserve().unwrap();
    for arguments in [&["job", EXAMPLE_JOB][..], &["job", EXAMPLE_JOB, "--wait"]] {
        let mut command = clavata(arguments);
        command.env("CLAVATA_API_KEY", "test-key");
        command.env("CLAVATA_BASE_URL", closed.url());
        let ran = run(command).await;
        assert_eq!(ran.code, Some(7), "{}", ran.err);
        assert!(ran.err.contains("not sent"), "{}", ran.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_ended_badly_is_code_10_once_it_is_waited_for() {
    for (stage, said) in [(Stage::Failed, "FAILED"), (Stage::Canceled, "CANCELED")] {
        let gateway = MockGateway::start().await;
        gateway.put_job(example("get_job.response.completed"), stage);
        for more in [&["--wait"][..], &["--wait", "--exit-verdict"]] {
            let arguments = [&["job", EXAMPLE_JOB, "--format", "verdict"], more].concat();
            let ran = run(online(&gateway, &arguments)).await;
            assert_eq!(ran.code, Some(10), "{}", ran.err);
            assert!(ran.err.contains(said), "{}", ran.err);
            assert_eq!(
                verdicts(&ran.out),
                "{\"results\":[],\"job\":\"undetermined\"}\n"
            );
        }
        let ran = run(online(&gateway, &["job", EXAMPLE_JOB])).await;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_becomes_the_code_where_asked_for() {
    let gateway = MockGateway::start().await;
    for (status, outcome, code) in [
        ("COMPLETED", "FALSE", 0),
        ("COMPLETED", "TRUE", 20),
        ("COMPLETED", "FAILED", 21),
        ("RUNNING", "FALSE", 21),
    ] {
        let id = gateway.put_job(
            format!(
                r#"{{"jobUuid":"44444444-4444-4444-8444-444444444444","status":"JOB_STATUS_{status}",
                "results":[{{"report":{{"result":"OUTCOME_{outcome}"}}}}]}}"#
            ),
            Stage::Done,
        );
        let ran = run(online(&gateway, &["job", &id, "--exit-verdict"])).await;
        assert_eq!(ran.code, Some(code), "{}", ran.err);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_arguments_are_code_2() {
    for arguments in [
        &[][..],
        &["jobless"],
        &["job"],
        &["job", EXAMPLE_JOB, "--format", "xml"],
        &["job", EXAMPLE_JOB, "--timeout", "5m"],
        &["job", EXAMPLE_JOB, "--wait", "--timeout", "5"],
        &["flatten"],
    ] {
        let ran = run(clavata(arguments)).await;
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(ran.out.is_empty());
    }
    let ran = run(clavata(&["--help"])).await;
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("Exit codes:"));
}

const CANARY_KEY: &str = "canary-key-7f3a";

async fn with_canary_key(gateway: &MockGateway) -> Ran {
    let mut command = online(gateway, &["job", EXAMPLE_JOB]);
    command.env("CLAVATA_API_KEY", CANARY_KEY);
    let ran = run(command).await;
    let all = format!("{}{}", ran.out, ran.err);
    assert!(!all.contains("canary"), "{all}");
    ran
}

#[tokio::test(flavor = "multi_thread")]
async fn no_fault_makes_the_program_tell_the_key() {
    let mut runs = tokio::task::JoinSet::new();
    for fault in quick_faults() {
        runs.spawn(async move {
            let gateway = MockGateway::builder().key(CANARY_KEY).start().await;
            gateway.on(Operation::GetJob).always(*fault);
            with_canary_key(&gateway).await;
            gateway.finish().await;
        });
    }
    assert!(runs.len() > 40, "only {} faults", runs.len());
    runs.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_cannot_be_read_is_not_quoted() {
    let gateway = MockGateway::builder().key(CANARY_KEY).start().await;
    let body = r#"{"job":{"results":[{"created":"canary-content-91"}]}}"#;
    let rule = gateway.on(Operation::GetJob);
    rule.always(Answer::json(200, body));
    assert_eq!(with_canary_key(&gateway).await.code, Some(8));
    gateway.finish().await;
}
