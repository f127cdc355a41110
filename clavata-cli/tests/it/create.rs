//! `clavata create`: content from anywhere, sent once.

use std::fs;

use crate::support::{EXAMPLE_JOB, online, quick_faults, run, run_with, verdicts};
use mock_gateway::{Answer, Fault, MockGateway, Operation, sample};
use serde_json::json;

const POLICY: &str = "11111111-1111-4111-8111-111111111111";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";

fn create<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["create", "--policy", POLICY], more].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn content_goes_out_in_the_order_of_the_arguments() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (text, image, lines) = (path("text.txt"), path("image.png"), path("lines.jsonl"));
    fs::write(&text, "from a file\n").unwrap();
    fs::write(&image, PNG).unwrap();
    fs::write(
        &lines,
        format!(
            "\u{feff}{{\"text\":\"line\",\"metadata\":{{\"id\":\"7\"}}}}\r\n\n{{\"image\":{}}}\n{{\"image\":\"iVBORw0KGgoAAAANSUhEUg==\"}}",
            json!(image)
        ),
    )
    .unwrap();
    let arguments = create(&[
        "--image-url",
        "https://example.com/a.png",
        "--text",
        "one",
        "--image",
        &image,
        "--input",
        &lines,
        "--text-file",
        &text,
        "--text",
        "two",
        "-",
        "--threshold",
        "0.7",
        "--expedited",
        "--webhook",
        "https://example.com/hook",
    ]);
    let command = online(&gateway, &arguments);
    let ran = tokio::task::spawn_blocking(|| run_with(command, b"from stdin"))
        .await
        .unwrap();
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains(": PENDING\n"), "{}", ran.out);
    let mut sent = gateway.requests()[0].json();
    for data in sent["contentData"].as_array_mut().unwrap() {
        let metadata = data["metadata"].as_object_mut().unwrap();
        assert!(metadata.remove("clavata.create").is_some());
        if metadata.is_empty() {
            data.as_object_mut().unwrap().remove("metadata");
        }
    }
    let image = "iVBORw0KGgoAAAANSUhEUg==";
    let expected = json!({
        "policyId": POLICY,
        "threshold": 0.7,
        "expedited": true,
        "webhook": {"url": "https://example.com/hook"},
        "contentData": [
            {"imageUrl": "https://example.com/a.png"},
            {"text": "one"},
            {"image": image},
            {"text": "line", "metadata": {"id": "7"}},
            {"image": image},
            {"image": image},
            {"text": "from a file\n"},
            {"text": "two"},
            {"text": "from stdin"},
        ],
    });
    assert_eq!(sent, expected);
    gateway.finish().await;
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
async fn content_that_cannot_be_used_is_refused_before_any_request() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let gif = path("canary.png", b"GIF89a canary");
    let latin = path("latin.txt", b"canary \xe9");
    let lines = path(
        "lines.jsonl",
        b"{\"text\":\"fine\"}\n{\"txt\":\"canary\"}\n\n[\"canary\"]\n",
    );
    let empty = path("empty.jsonl", b"\n\n");
    for (more, says) in [
        (&[][..], "no content given"),
        (&["canary"], "unexpected argument"),
        (&["--text", ""], "empty"),
        (&["--text-file", "/no/such/file"], "/no/such/file"),
        (&["--text-file", &latin], "not UTF-8"),
        (&["--image", &gif], "GIF"),
        (&["--image-url", "ftp://x"], "https or http"),
        (&["--input", &lines], "lines.jsonl line 4"),
        (&["--input", &lines], "lines.jsonl line 2"),
        (&["--input", &empty], "no content"),
        (&["-", "-"], "only once"),
        (&["--text", "canary", "--threshold", "2"], "between 0 and 1"),
        (
            &["--text", "canary", "--webhook", "http://example.com"],
            "https",
        ),
    ] {
        let ran = run(online(&gateway, &create(more))).await;
        assert_eq!(ran.code, Some(2), "{more:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
        let said = ran.err.replace("canary.png", "");
        assert!(
            !said.contains("canary") && ran.out.is_empty(),
            "{}",
            ran.err
        );
    }
    assert!(gateway.requests().is_empty());
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
    let said = "refused the content: its details cannot be read, it may be known child abuse";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert!(!ran.err.contains("NCMEC"), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_may_be_given_as_a_data_address_and_is_never_repeated() {
    let gateway = MockGateway::start().await;
    let image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";
    let ran = run(online(&gateway, &create(&["--image", image]))).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let broken = "data:image/png;base64,canary*";
    let ran = run(online(&gateway, &create(&["--image", broken]))).await;
    assert_eq!(ran.code, Some(2));
    assert!(!ran.err.contains("canary"), "{}", ran.err);
    assert_eq!(gateway.requests().len(), 1);
    gateway.finish().await;
}
