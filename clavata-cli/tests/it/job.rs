//! `clavata job` against the gateway.

use std::time::{Duration, Instant};

use crate::support::{EXAMPLE_JOB, clavata, json_lines, online, run, signal, until, verdicts};
use mock_gateway::{Answer, Fault, MockGateway, Operation, Stage, example, sample};

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_printed_in_each_format() {
    let gateway = MockGateway::start().await;
    gateway.put_job(example("get_job.response.completed"), Stage::Done);
    for (format, begins) in [
        (
            "table",
            "job 55555555-5555-4555-8555-555555555555: COMPLETED\n",
        ),
        ("jsonl", "{\"job_uuid\":\"55555555-"),
        ("json", "{\"job\":{\"jobUuid\":\"55555555-"),
        ("csv", "job_uuid,result_index,"),
        (
            "verdict",
            "{\"job_uuid\":\"55555555-5555-4555-8555-555555555555\",\"result_index\":null,",
        ),
    ] {
        let ran = run(online(&gateway, &["job", EXAMPLE_JOB, "--format", format])).await;
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
        assert!(ran.out.starts_with(begins), "{}", ran.out);
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn waiting_polls_until_the_job_has_ended() {
    let gateway = MockGateway::start().await;
    gateway.put_job(
        example("get_job.response.completed"),
        [Stage::Pending, Stage::Running, Stage::Done],
    );
    let ran = run(online(
        &gateway,
        &["job", EXAMPLE_JOB, "--wait", "--format", "verdict"],
    ))
    .await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(
        verdicts(&ran.out),
        "{\"results\":[\"flagged\",\"clear\"],\"job\":\"flagged\"}\n"
    );
    assert_eq!(gateway.counts(Operation::GetJob).bodies, 3);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_a_job_that_has_ended_says_what_was_billed() {
    let gateway = MockGateway::start().await;
    let job = sample::job().clear("Spam", 0.1).billed(1234);
    let id = gateway.job(job.content().clear("Spam", 0.1));
    for (format, err) in [
        (
            "table",
            "billed: 1,234 tokens, and 1 of 2 results does not say\n",
        ),
        ("verdict", ""),
    ] {
        let ran = run(online(
            &gateway,
            &["job", &id, "--wait", "--format", format],
        ))
        .await;
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), err));
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_none_is_refused_before_any_request() {
    let gateway = MockGateway::start().await;
    for id in [
        "x",
        "..",
        "",
        "5555",
        "55555555-5555-4555-8555-55555555555g",
    ] {
        let ran = run(online(&gateway, &["job", id])).await;
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(ran.out.is_empty());
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_outage_is_waited_out() {
    let gateway = MockGateway::start().await;
    gateway.on(Operation::GetJob).times(3, Fault::Unavailable);
    let ran = run(online(
        &gateway,
        &["job", EXAMPLE_JOB, "--format", "verdict"],
    ))
    .await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(gateway.counts(Operation::GetJob).bodies, 4);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_is_over_says_how_long_it_was() {
    let gateway = MockGateway::start().await;
    gateway.put_job(example("get_job.response.completed"), Stage::Running);
    let ran = run(online(
        &gateway,
        &["job", EXAMPLE_JOB, "--wait", "--timeout", "900ms"],
    ))
    .await;
    assert_eq!(ran.code, Some(7), "{}", ran.err);
    assert!(ran.err.contains("has not ended"), "{}", ran.err);
    assert!(ran.err.contains("JOB_STATUS_RUNNING"), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_gateway_does_not_outlast_the_wait() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::GetJob)
        .always(Fault::StallBeforeHeaders);
    let begun = Instant::now();
    let ran = run(online(
        &gateway,
        &["job", EXAMPLE_JOB, "--wait", "--timeout", "1s"],
    ))
    .await;
    assert_eq!(ran.code, Some(7), "{}", ran.err);
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    gateway.finish().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_a_wait_at_once() {
    let gateway = MockGateway::start().await;
    gateway.put_job(example("get_job.response.completed"), Stage::Running);
    let child = online(&gateway, &["job", EXAMPLE_JOB, "--wait"])
        .spawn()
        .unwrap();
    until("it waits", || gateway.counts(Operation::GetJob).bodies > 0);
    let pressed = Instant::now();
    signal("INT", &child);
    let output = tokio::task::spawn_blocking(|| child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(
        pressed.elapsed() < Duration::from_secs(2),
        "{:?}",
        pressed.elapsed()
    );
    assert!(output.stdout.is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_to_another_machine_needs_a_word() {
    let mut command = clavata(&["job", EXAMPLE_JOB]);
    command
        .env("CLAVATA_API_KEY", "test-key")
        .env("CLAVATA_BASE_URL", "http://192.0.2.1:1");
    let ran = run(command).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("--insecure-http"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grpc_port_is_explained() {
    let mut command = clavata(&["job", EXAMPLE_JOB]);
    command
        .env("CLAVATA_API_KEY", "test-key")
        .env("CLAVATA_BASE_URL", "https://gateway.app.clavata.ai");
    let ran = run(command).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("8443"), "{}", ran.err);
}
#[tokio::test(flavor = "multi_thread")]
async fn a_status_that_is_no_name_is_not_repeated() {
    let gateway = MockGateway::start().await;
    let body = format!(r#"{{"job":{{"jobUuid":"{EXAMPLE_JOB}","status":"canary words"}}}}"#);
    gateway
        .on(Operation::GetJob)
        .always(Answer::json(200, body));
    let arguments = ["job", EXAMPLE_JOB, "--wait", "--timeout", "1s"];
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(7), "{}", ran.err);
    assert!(ran.err.contains("last status unknown"), "{}", ran.err);
    assert!(!ran.err.contains("canary"), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_jobs_each_is_printed_also_after_one_that_fails() {
    let gateway = MockGateway::start().await;
    let flagged = "44444444-4444-4444-8444-000000000001".to_owned();
    let clear = "44444444-4444-4444-8444-000000000002".to_owned();
    gateway.job(sample::job().id(&flagged).flagged("Spam", 0.9));
    gateway.job(sample::job().id(&clear).clear("Spam", 0.1));
    let missing = "44444444-4444-4444-8444-000000000000";
    let job = [
        "job",
        clear.as_str(),
        missing,
        flagged.as_str(),
        "--exit-verdict",
    ];
    let shown = ["--format", "verdict"];
    let ran = run(online(&gateway, &[&job[..], &shown].concat())).await;
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert!(
        ran.err
            .starts_with(&format!("error: cannot get job {missing}: ")),
        "{}",
        ran.err
    );
    let lines = json_lines(&ran.out);
    let ids: Vec<_> = lines.iter().map(|line| &line["job_uuid"]).collect();
    assert_eq!(ids, [&clear, &flagged]);
    let both = [
        "job",
        clear.as_str(),
        flagged.as_str(),
        "--exit-verdict",
        "--wait",
    ];
    assert_eq!(run(online(&gateway, &both)).await.code, Some(20));
    gateway.finish().await;
}
