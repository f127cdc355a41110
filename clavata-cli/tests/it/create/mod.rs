//! `clavata create`: a job is created once, and every outcome is reported.

mod content;

use crate::support::{EXAMPLE_JOB, POLICY, online, quick_faults, run, verdicts};
use mock_gateway::{Answer, Fault, MockGateway, Operation, sample};

fn create<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["create", "--policy", POLICY], more].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_created_job_can_be_waited_for() {
    let gateway = MockGateway::start().await;
    let arguments = create(&[
        "--text",
        "flag this",
        "--wait",
        "--format",
        "verdict",
        "--exit-verdict",
    ]);
    let ran = run(online(&gateway, &arguments)).await;
    assert_eq!(ran.code, Some(20), "{}", ran.err);
    assert_eq!(
        verdicts(&ran.out),
        "{\"results\":[\"flagged\"],\"job\":\"flagged\"}\n"
    );
    assert!(ran.err.starts_with("created job "), "{}", ran.err);
    assert_eq!(gateway.counts(Operation::CreateJob).bodies, 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_lacks_a_text_is_not_clear() {
    for (texts, code) in [
        (&["--text", "a"][..], 0),
        (&["--text", "a", "--text", "b"], 21),
    ] {
        let gateway = MockGateway::start().await;
        let done = sample::job().clear("Spam", 0.1).id(EXAMPLE_JOB);
        gateway
            .on(Operation::CreateJob)
            .next(done.clone().status("JOB_STATUS_PENDING"));
        gateway.on(Operation::GetJob).next(done);
        let arguments = create(&[texts, &["--wait", "--exit-verdict"]].concat());
        let ran = run(online(&gateway, &arguments)).await;
        assert_eq!(ran.code, Some(code), "{} {}", ran.out, ran.err);
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_cannot_be_waited_for_is_an_error() {
    let gateway = MockGateway::start().await;
    let pending = sample::job().id("job-1").status("JOB_STATUS_PENDING");
    gateway.on(Operation::CreateJob).next(pending);
    let ran = run(online(&gateway, &create(&["--text", "x", "--wait"]))).await;
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(ran.err.contains("cannot wait for job job-1"), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_fails_says_which_job_is_there() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::GetJob)
        .always(Fault::NotImplemented501);
    let ran = run(online(&gateway, &create(&["--text", "x", "--wait"]))).await;
    assert_eq!(ran.code, Some(9), "{}", ran.err);
    let id = ran
        .err
        .lines()
        .next()
        .unwrap()
        .strip_prefix("created job ")
        .unwrap();
    assert!(
        ran.err.contains(&format!(
            "hint: the job was created: run `clavata job {id} --wait`"
        )),
        "{}",
        ran.err
    );
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_that_may_have_arrived_is_never_sent_again() {
    let gateway = MockGateway::start().await;
    gateway
        .on(Operation::CreateJob)
        .always(Fault::CloseBeforeHeaders);
    let ran = run(online(&gateway, &create(&["--text", "canary-text"]))).await;
    assert_eq!(ran.code, Some(7), "{}", ran.err);
    assert!(ran.err.contains("may have been carried out"), "{}", ran.err);
    assert_eq!(gateway.counts(Operation::CreateJob).bodies, 1);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_failure_of_a_create_tells_the_content_or_the_key() {
    let mut runs = tokio::task::JoinSet::new();
    for fault in quick_faults() {
        runs.spawn(async move {
            let gateway = MockGateway::builder().key("canary-key").start().await;
            gateway.on(Operation::CreateJob).always(*fault);
            let mut command = online(&gateway, &create(&["--text", "canary-text csam"]));
            command.env("CLAVATA_API_KEY", "canary-key");
            let ran = run(command).await;
            let all = format!("{}{}", ran.out, ran.err);
            assert!(!all.contains("canary"), "{fault:?}: {all}");
            gateway.finish().await;
        });
    }
    runs.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_id_of_a_created_job_is_on_stdout_in_every_format() {
    let gateway = MockGateway::start().await;
    for format in ["table", "jsonl", "json", "csv", "verdict"] {
        let arguments = [
            "create", "--policy", POLICY, "--text", "a", "--format", format,
        ];
        let ran = run(online(&gateway, &arguments)).await;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let job = gateway.jobs().last().cloned().unwrap();
        assert!(ran.out.contains(&job), "{format}: {}", ran.out);
        assert_eq!(ran.err, "", "{format}");
    }
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_a_successful_answer_does_not_prove_that_nothing_was_created() {
    for code in [2, 4, 8, 13, 14] {
        let gateway = MockGateway::start().await;
        let body = format!(r#"{{"error":{{"code":{code},"message":"m","details":[]}}}}"#);
        gateway.answer(Operation::CreateJob, Answer::json(200, body));
        let ran = run(online(
            &gateway,
            &["create", "--policy", POLICY, "--text", "a"],
        ))
        .await;
        let sent = gateway.requests().len();
        assert_eq!(sent, 1, "{code}: {}", ran.err);
        assert!(
            ran.err.contains("it may have been carried out, and billed")
                && ran.err.contains("hint: the job may exist, and be billed")
                && !ran.err.contains("try again"),
            "{code}: {}",
            ran.err
        );
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_cannot_be_read_is_called_so() {
    let gateway = MockGateway::start().await;
    gateway.answer(Operation::CreateJob, Answer::json(499, ""));
    let ran = run(online(
        &gateway,
        &["create", "--policy", POLICY, "--text", "a"],
    ))
    .await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    let said = "refused the content: its details cannot be read; it may be known child abuse";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert!(!ran.err.contains("NCMEC"), "{}", ran.err);
    gateway.finish().await;
}
