//! `clavata evaluate`, ended by a signal: what has arrived is printed, and the rest is reported as unanswered.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::time::Duration;

use crate::support::lines::{evaluate, verdicts};
use crate::support::{POLICY, Ran, online, run_with, signal, until};
use mock_gateway::{Answer, MockGateway, Operation};
use serde_json::{Value, json};

fn frame(input: usize) -> String {
    let report = json!({"contentMetadata": {"clavata.input": input.to_string()},
        "reviewResult": {"outcome": "OUTCOME_FALSE", "score": 0.5}});
    json!({"result": {"policyEvaluationReport": report}}).to_string() + "\n"
}

/// Ten answers, without those before `first`, and then silence.
async fn silent_after_ten(first: usize) -> MockGateway {
    let gateway = MockGateway::start().await;
    let answers: String = (first..first + 10).map(frame).collect();
    // Blanks keep arriving, but no answers.
    let blanks = std::iter::repeat_n(" ".to_owned(), 2000);
    let stream = std::iter::once(answers).chain(blanks);
    let stream = Answer::stream(stream, Duration::from_millis(10));
    gateway.on(Operation::Evaluate).always(stream);
    gateway
}

/// An answer now and then. Lines are sent in any number of requests, as they are read.
async fn slow() -> MockGateway {
    let gap = Duration::from_millis(400);
    let gateway = MockGateway::builder().frame_gap(gap).start().await;
    gateway.allow_unexpected();
    gateway
}

fn inputs(line: &str) -> u64 {
    serde_json::from_str::<Value>(line).unwrap()["input"]
        .as_u64()
        .unwrap()
}

fn texts() -> Vec<String> {
    let texts = (0..12).flat_map(|n| ["--text".to_owned(), format!("text {n}")]);
    texts.collect()
}

fn lines(folder: &std::path::Path) -> Vec<String> {
    let all: Vec<String> = (0..12)
        .map(|n| format!("{{\"text\":\"text {n}\"}}"))
        .collect();
    let file = folder.join("lines.jsonl");
    fs::write(&file, all.join("\n")).unwrap();
    vec!["--input".to_owned(), file.to_str().unwrap().to_owned()]
}

/// Runs the program and sends a signal after a number of lines. Returns all lines, the exit code and stderr.
async fn signalled(
    gateway: &MockGateway,
    given: &[String],
    name: &'static str,
    after: usize,
) -> (Vec<u64>, Option<i32>, String) {
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let arguments = evaluate(&given);
    let mut child = online(gateway, &arguments).spawn().unwrap();
    let ran = tokio::task::spawn_blocking(move || {
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut seen = Vec::new();
        for line in out.lines() {
            seen.push(inputs(&line.unwrap()));
            if seen.len() == after {
                // They arrive before the stream ends.
                signal(name, &child);
            }
        }
        let ran = Ran::from(child.wait_with_output().unwrap());
        (seen, ran.code, ran.err)
    });
    ran.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_shown_as_they_arrive_and_a_signal_loses_none() {
    for (signal, code, first) in [("INT", 130, 0), ("TERM", 143, 0), ("HUP", 129, 2)] {
        let gateway = silent_after_ten(first).await;
        let (seen, ended, err) = signalled(&gateway, &texts(), signal, 10).await;
        assert!(seen.into_iter().eq(first as u64..first as u64 + 10));
        assert_eq!(ended, Some(code), "{err}");
        let summary = "12 inputs: 10 answered, 0 refused, 2 unanswered";
        assert!(err.contains(summary) && err.contains("partial"), "{err}");
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_lines_are_shown_as_they_arrive_and_a_signal_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let gateway = slow().await;
        let (seen, ended, err) = signalled(&gateway, &lines(folder.path()), signal, 3).await;
        assert_eq!(ended, Some(code), "{err}");
        let (came, rest) = (seen.len(), 12 - seen.len());
        let summary = format!("12 inputs: {came} answered, 0 refused, {rest} unanswered");
        assert!(err.contains(&summary) && err.contains("partial"), "{err}");
        assert!(rest > 0, "{err}");
        gateway.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_what_arrived_and_is_said_to_be_partial() {
    let source = tempfile::tempdir().unwrap();
    for format in ["verdict", "jsonl", "csv"] {
        for given in [texts(), lines(source.path())] {
            let folder = tempfile::tempdir().unwrap();
            let gateway = slow().await;
            let file = folder.path().join("rows");
            let mut arguments = vec!["evaluate", "--policy", POLICY, "--format", format];
            arguments.extend(["--level", "policy", "--output", file.to_str().unwrap()]);
            arguments.extend(given.iter().map(String::as_str));
            let child = online(&gateway, &arguments).spawn().unwrap();
            let path = folder.path().to_owned();
            let head = usize::from(format == "csv");
            let ran = tokio::task::spawn_blocking(move || {
                let rows = || {
                    let files = fs::read_dir(&path).unwrap();
                    let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
                    texts.map(|text| text.lines().count()).sum::<usize>()
                };
                until("rows come", || rows() >= 2 + head);
                signal("TERM", &child);
                let output = child.wait_with_output().unwrap();
                (Ran::from(output), rows() - head)
            });
            let (ran, rows) = ran.await.unwrap();
            assert_eq!(ran.code, Some(143), "{}", ran.err);
            let said = format!("12 inputs: {rows} answered");
            assert!(ran.err.contains(&said), "{rows}: {}", ran.err);
            assert!(
                ran.err.contains(".partial") && ran.err.contains("is partial"),
                "{}",
                ran.err
            );
            assert!(!file.exists());
            gateway.finish().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_behind_a_slow_request_is_told_and_archived_although_a_signal_comes() {
    let gateway = MockGateway::start().await;
    let silence = std::iter::repeat_n(" ".to_owned(), 6000);
    let silence = Answer::stream(silence, Duration::from_millis(10));
    // Without a hash, all refusals look alike.
    let hit = json!({"@type": "x.PrecheckFailure", "type": "PRECHECK_FAILURE_TYPE_NCMEC"});
    let refusal = json!({"code": 1, "details": [hit]}).to_string();
    let refusal = Answer::json(499, refusal);
    let evaluate = gateway.on(Operation::Evaluate);
    evaluate.next(refusal.clone()).next(silence).next(refusal);
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().to_str().unwrap();
    let mut arguments = vec!["evaluate", "--policy", POLICY, "--input", "-"];
    arguments.extend(["--archive", archive]);
    let mut child = online(&gateway, &arguments)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let notes = folder.path().join("journal/00000001.ends");
    let refused = || {
        let notes = fs::read_to_string(&notes).unwrap_or_default();
        let lines = notes.lines();
        lines.filter(|line| line.starts_with("refused ")).count()
    };
    let evaluated = || gateway.counts(Operation::Evaluate).bodies;
    stdin.write_all(b"{\"text\":\"settled\"}\n").unwrap();
    until("it is noted", || refused() == 1);
    stdin.write_all(b"{\"text\":\"slow\"}\n").unwrap();
    until("it is sent", || evaluated() == 2);
    stdin.write_all(b"{\"text\":\"unsettled\"}\n").unwrap();
    until("it is noted", || refused() == 2);
    signal("TERM", &child);
    let ran = tokio::task::spawn_blocking(|| child.wait_with_output());
    let ran = Ran::from(ran.await.unwrap().unwrap());
    assert_eq!(ran.code, Some(143), "{}", ran.err);
    let said = "refused: one of the inputs: PRECHECK_FAILURE_TYPE_NCMEC";
    assert_eq!(ran.err.matches(said).count(), 1, "{}", ran.err);
    let summary = "3 inputs: 0 answered, 2 refused, 1 unanswered";
    assert!(ran.err.contains(summary), "{}", ran.err);
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_a_stream_that_does_not_end_is_told_although_a_signal_comes() {
    let hit = json!({"@type": "type.googleapis.com/clavata.gateway.v1.PrecheckFailure",
        "type": "PRECHECK_FAILURE_TYPE_NCMEC", "message": "refused", "details": "md5::abc"});
    let refusal = json!({"error": {"code": 1, "message": "refused", "details": [hit]}});
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines.jsonl");
    fs::write(&lines, "{\"text\":\"a\"}\n{\"text\":\"b\"}\n").unwrap();
    for content in [
        ["--text", "a", "--text", "b"].as_slice(),
        &["--input", lines.to_str().unwrap()],
    ] {
        let gateway = MockGateway::start().await;
        // The answer comes after the refusal, so a line on stdout means that both have arrived.
        let frames = [refusal.to_string() + "\n", frame(0)].concat();
        let blanks = std::iter::repeat_n(" ".to_owned(), 6000);
        let stream = std::iter::once(frames).chain(blanks);
        let stream = Answer::stream(stream, Duration::from_millis(10));
        gateway.on(Operation::Evaluate).always(stream);
        let mut child = online(&gateway, &evaluate(content)).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let ran = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            out.read_line(&mut line).unwrap();
            assert_eq!(inputs(&line), 0);
            signal("INT", &child);
            Ran::from(child.wait_with_output().unwrap())
        });
        let ran = ran.await.unwrap();
        assert_eq!(ran.code, Some(130), "{}", ran.err);
        let said = "refused: one of the inputs: PRECHECK_FAILURE_TYPE_NCMEC, content md5::abc";
        assert_eq!(ran.err.matches(said).count(), 1, "{}", ran.err);
        let summary = "2 inputs: 1 answered, 1 refused, 0 unanswered";
        assert!(ran.err.contains(summary), "{}", ran.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_line_on_stdin_does_not_shift_the_numbers_behind_it() {
    let gateway = MockGateway::start().await;
    let arguments = evaluate(&["--input", "-"]);
    let lines = b"{\"text\":\"fine\"}\n{\"txt\":1}\n{\"text\":\"flag\"}\n{\"text\":\"fine\"}\n";
    let ran = run_with(online(&gateway, &arguments), lines);
    let expected = ["clear", "undetermined", "flagged", "clear"];
    assert_eq!(verdicts(&ran), expected);
    assert!(
        ran.err
            .contains("4 inputs: 3 answered, 0 refused, 1 unanswered"),
        "{}",
        ran.err
    );
    gateway.finish().await;
}
