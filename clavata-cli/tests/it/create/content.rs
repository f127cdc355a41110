//! Content from any source is sent in order, or refused before anything is sent.

use std::fs;

use super::{POLICY, create};
use crate::support::{online, run, run_with};
use mock_gateway::MockGateway;
use serde_json::json;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR";

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
        (&["--input", &lines], "lines.jsonl:4: "),
        (&["--input", &lines], "lines.jsonl:2: "),
        (&["--input", &empty], "no content"),
        (&["-", "-"], "only once"),
        (
            &["--text", "canary", "--threshold", "2"],
            "must be above 0 and at most 1",
        ),
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

#[tokio::test(flavor = "multi_thread")]
async fn text_that_looks_like_an_option_is_sent_and_never_repeated() {
    let gateway = MockGateway::start().await;
    let texts = ["- canary", "-canary", "--canary or not", "-1", "--", "-"];
    let given: Vec<_> = texts.iter().flat_map(|text| ["--text", text]).collect();
    let ran = run(online(&gateway, &create(&given))).await;
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let sent = gateway.requests()[0].json();
    let sent = sent["contentData"].as_array().unwrap();
    let sent: Vec<_> = sent.iter().map(|data| data["text"].as_str()).collect();
    assert_eq!(sent, texts.map(Some));
    // A text that is missing is not replaced by the option behind it.
    for option in ["--wait", "-w"] {
        let ran = run(online(&gateway, &create(&["--text", option]))).await;
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        assert!(
            ran.err.contains("--text is followed by an option"),
            "{}",
            ran.err
        );
    }
    assert_eq!(gateway.requests().len(), 1);
    gateway.finish().await;
}
