//! `clavata evaluate --input`: any number of lines, each with its own answer.

use std::fs;
use std::io::{BufRead, BufReader, Write};

use crate::support::lines::{evaluate, of_lines, verdicts};
use crate::support::{Ran, online, run, run_with};
use mock_gateway::MockGateway;

#[tokio::test(flavor = "multi_thread")]
async fn lines_have_one_verdict_each_in_their_order_whatever_is_refused() {
    let gateway = MockGateway::start().await;
    let mut lines = String::new();
    let mut expected = Vec::new();
    for number in 0..60 {
        let (word, verdict) = match number % 7 {
            0 => ("flag", "flagged"),
            3 => ("csam", "undetermined"),
            _ => ("fine", "clear"),
        };
        // Blank lines count as lines, but are not inputs.
        lines.extend(["{\"text\":\"", word, " ", &number.to_string(), "\"}\n\n"]);
        expected.push(verdict);
    }
    let ran = of_lines(&gateway, &lines, &[]).await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    assert_eq!(verdicts(&ran), expected);
    assert!(
        ran.err
            .contains("60 inputs: 51 answered, 9 refused, 0 unanswered"),
        "{}",
        ran.err
    );
    // The fourth input is on the seventh line.
    assert!(
        ran.err.contains(":7: PRECHECK_FAILURE_TYPE_NCMEC"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("refused: ").count(), 9);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_line_keeps_everything_from_being_sent() {
    let gateway = MockGateway::start().await;
    let ran = of_lines(&gateway, "{\"text\":\"a\"}\n{\"txt\":\"canary\"}\n", &[]).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains(":2: it has a key other"), "{}", ran.err);
    assert!(!ran.err.contains("canary"), "{}", ran.err);
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_no_json_is_told_in_short() {
    let gateway = MockGateway::start().await;
    let ran = of_lines(&gateway, "a\nb\n", &[]).await;
    let said = "error: nothing was sent; 2 lines are invalid: ";
    assert!(ran.err.starts_with(said), "{}", ran.err);
    let said = ":2: not valid JSON at column 1\nhint: correct these lines and try again\n";
    assert!(ran.err.ends_with(said), "{}", ran.err);
    let ran = of_lines(&gateway, "a\n", &[]).await;
    assert!(ran.err.contains("; 1 line is invalid: "), "{}", ran.err);
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_on_stdin_are_judged_as_they_come() {
    let gateway = MockGateway::start().await;
    let mut child = online(&gateway, &evaluate(&["--input", "-"]))
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let ran = tokio::task::spawn_blocking(move || {
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut answer = String::new();
        for word in ["flag", "fine", "flag"] {
            writeln!(stdin, "{{\"text\":\"{word}\"}}").unwrap();
            // Its answer arrives before the next line is written.
            stdout.read_line(&mut answer).unwrap();
        }
        writeln!(stdin, "{{\"txt\":\"wrong\"}}").unwrap();
        drop(stdin);
        std::io::Read::read_to_string(&mut stdout, &mut answer).unwrap();
        let output = child.wait_with_output().unwrap();
        Ran {
            out: answer,
            ..output.into()
        }
    })
    .await
    .unwrap();
    assert_eq!(
        verdicts(&ran),
        ["flagged", "clear", "flagged", "undetermined"]
    );
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("unanswered: stdin:4"), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_refused_is_told_once() {
    let gateway = MockGateway::start().await;
    let lines = "{\"text\":\"canary\"}\n".repeat(100);
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), lines).unwrap();
    let mut command = online(
        &gateway,
        &evaluate(&["--input", file.path().to_str().unwrap()]),
    );
    command.env("CLAVATA_API_KEY", "wrong");
    let ran = run(command).await;
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.lines().count() < 30, "{}", ran.err);
    assert!(
        ran.err
            .contains("100 inputs: 0 answered, 0 refused, 100 unanswered"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("canary"));
    gateway.allow_unexpected();
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_with_a_key_twice_is_not_sent() {
    let gateway = MockGateway::start().await;
    for line in [
        r#"{"text":"canary one","text":"canary two"}"#,
        r#"{"text":"canary","te\u0078t":"canary"}"#,
        r#"{"text":"canary","metadata":{"id":"canary","id":"2"}}"#,
    ] {
        let ran = of_lines(&gateway, &format!("{{\"text\":\"fine\"}}\n{line}\n"), &[]).await;
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.err);
        assert!(ran.err.contains(":2: it"), "{}", ran.err);
        assert!(ran.err.contains("a duplicate key"), "{}", ran.err);
        assert!(!ran.err.contains("canary"), "{}", ran.err);
        // Stdin is read only once, so only that line is omitted.
        let command = online(&gateway, &evaluate(&["--input", "-"]));
        let bytes = line.to_owned().into_bytes();
        let ran = tokio::task::spawn_blocking(move || run_with(command, &bytes));
        let ran = ran.await.unwrap();
        assert_eq!(
            (ran.code, verdicts(&ran)),
            (Some(2), vec!["undetermined".to_owned()])
        );
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_that_cannot_be_read_is_no_abuse_and_hides_none() {
    let gateway = MockGateway::start().await;
    let ran = run(online(&gateway, &evaluate(&["--text", "badimage"]))).await;
    assert_eq!(ran.code, Some(6), "{}", ran.err);
    let said = "error: cannot evaluate the input: the gateway refused the content (PRECHECK_FAILURE_TYPE_INVALID_IMAGE)";
    assert!(ran.err.contains(said), "{}", ran.err);
    let image = "hint: the gateway could not read the image; send a PNG, JPEG or WebP";
    assert!(ran.err.contains(image), "{}", ran.err);
    let report = "hint: do not publish the content";
    for words in [["badimage", "csam"], ["csam", "badimage"]] {
        let lines = words
            .map(|word| format!("{{\"text\":\"{word}\"}}\n"))
            .concat();
        let ran = of_lines(&gateway, &lines, &[]).await;
        assert_eq!(ran.code, Some(6), "{}", ran.err);
        assert!(ran.err.contains(report), "{}", ran.err);
        assert!(!ran.err.contains(image), "{}", ran.err);
        let texts = ["--text", words[0], "--text", words[1]];
        let ran = run(online(&gateway, &evaluate(&texts))).await;
        assert!(ran.err.contains(report), "{}", ran.err);
        assert!(
            ran.err.contains("cannot evaluate every input: "),
            "{}",
            ran.err
        );
    }
    gateway.finish().await;
}
