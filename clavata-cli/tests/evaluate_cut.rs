//! `clavata evaluate`, ended by a signal: what came is printed, and the rest is said to be missing.
#![cfg(unix)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use mock_gateway::{Answer, MockGateway, Operation};
use serde_json::{Value, json};
use support::online;

const POLICY: &str = "11111111-1111-4111-8111-111111111111";

fn frame(input: usize) -> String {
    let report = json!({"contentMetadata": {"clavata.input": input.to_string()},
        "reviewResult": {"outcome": "OUTCOME_FALSE", "score": 0.5}});
    json!({"result": {"policyEvaluationReport": report}}).to_string() + "\n"
}

/// Ten answers, the first of which is missing at first, and then silence.
async fn silent_after_ten(first: usize) -> MockGateway {
    let gateway = MockGateway::start().await;
    let answers: String = (first..first + 10).map(frame).collect();
    // Blanks keep coming; answers do not.
    let blanks = std::iter::repeat_n(" ".to_owned(), 2000);
    let stream = Answer::stream(
        std::iter::once(answers).chain(blanks),
        Duration::from_millis(10),
    );
    gateway.on(Operation::Evaluate).always(stream);
    gateway
}

fn send(signal: &str, child: &Child) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-s", signal, &id])
            .status()
            .unwrap()
            .success()
    );
}

fn inputs(line: &str) -> u64 {
    serde_json::from_str::<Value>(line).unwrap()["input"]
        .as_u64()
        .unwrap()
}

/// The arguments for twelve inputs, given as texts or as lines of a file.
fn twelve(lines: &std::path::Path) -> [Vec<String>; 2] {
    let texts = (0..12).flat_map(|n| ["--text".to_owned(), format!("text {n}")]);
    let all: Vec<String> = (0..12)
        .map(|n| format!("{{\"text\":\"text {n}\"}}"))
        .collect();
    fs::write(lines, all.join("\n")).unwrap();
    [
        texts.collect(),
        vec!["--input".to_owned(), lines.to_str().unwrap().to_owned()],
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_shown_as_they_arrive_and_a_signal_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    for (signal, code, first) in [("INT", 130, 0), ("TERM", 143, 0), ("INT", 130, 2)] {
        for given in twelve(&folder.path().join("lines.jsonl")) {
            let gateway = silent_after_ten(first).await;
            let mut arguments = vec!["evaluate", "--policy", POLICY, "--format", "verdict"];
            arguments.extend(given.iter().map(String::as_str));
            let mut child = online(&gateway, &arguments).spawn().unwrap();
            let ran = tokio::task::spawn_blocking(move || {
                let mut out = BufReader::new(child.stdout.take().unwrap());
                // They are there before the stream ends.
                let mut seen = Vec::new();
                for _ in 0..10 {
                    let mut line = String::new();
                    out.read_line(&mut line).unwrap();
                    seen.push(inputs(&line));
                }
                send(signal, &child);
                let mut err = String::new();
                child
                    .stderr
                    .take()
                    .unwrap()
                    .read_to_string(&mut err)
                    .unwrap();
                (seen, child.wait().unwrap().code(), err)
            });
            let (seen, ended, err) = ran.await.unwrap();
            assert!(seen.into_iter().eq(first as u64..first as u64 + 10));
            assert_eq!(ended, Some(code), "{err}");
            assert!(
                err.contains("12 inputs: 10 answered, 0 refused, 2 unanswered"),
                "{err}"
            );
            assert!(err.contains("partial"), "{err}");
            gateway.finish().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_what_arrived_and_is_said_to_be_partial() {
    for format in ["verdict", "jsonl", "csv"] {
        let lines = tempfile::tempdir().unwrap();
        for given in twelve(&lines.path().join("lines.jsonl")) {
            let folder = tempfile::tempdir().unwrap();
            let gateway = silent_after_ten(0).await;
            let file = folder.path().join("rows");
            let mut arguments = vec!["evaluate", "--policy", POLICY, "--format", format];
            arguments.extend(["--output", file.to_str().unwrap()]);
            arguments.extend(given.iter().map(String::as_str));
            let child = online(&gateway, &arguments).spawn().unwrap();
            let path = folder.path().to_owned();
            let ran = tokio::task::spawn_blocking(move || {
                let begun = Instant::now();
                let rows = || {
                    let files = fs::read_dir(&path).unwrap();
                    let texts = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
                    texts.map(|text| text.lines().count()).sum::<usize>()
                };
                let head = usize::from(format == "csv");
                while rows() < 10 + head {
                    assert!(begun.elapsed() < Duration::from_secs(20), "they never came");
                    std::thread::sleep(Duration::from_millis(10));
                }
                send("TERM", &child);
                let output = child.wait_with_output().unwrap();
                assert_eq!(rows(), 10 + head);
                support::Ran::from(output)
            });
            let ran = ran.await.unwrap();
            assert_eq!(ran.code, Some(143), "{}", ran.err);
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
async fn a_wrong_line_on_stdin_does_not_shift_the_numbers_behind_it() {
    let gateway = MockGateway::start().await;
    let arguments = [
        "evaluate", "--policy", POLICY, "--format", "verdict", "--input", "-",
    ];
    let mut child = online(&gateway, &arguments)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let ran = tokio::task::spawn_blocking(move || {
        let mut stdin = child.stdin.take().unwrap();
        stdin
            .write_all(
                b"{\"text\":\"fine\"}\n{\"txt\":1}\n{\"text\":\"flag\"}\n{\"text\":\"fine\"}\n",
            )
            .unwrap();
        drop(stdin);
        support::Ran::from(child.wait_with_output().unwrap())
    })
    .await
    .unwrap();
    let mut verdicts: Vec<(u64, String)> = ran
        .out
        .lines()
        .map(|line| {
            let verdict = serde_json::from_str::<Value>(line).unwrap()["verdict"].to_string();
            (inputs(line), verdict)
        })
        .collect();
    verdicts.sort();
    let expected = ["clear", "undetermined", "flagged", "clear"].map(|word| format!("\"{word}\""));
    assert!(verdicts.into_iter().eq((0..).zip(expected)), "{}", ran.out);
    assert!(
        ran.err
            .contains("4 inputs: 3 answered, 0 refused, 1 unanswered"),
        "{}",
        ran.err
    );
    gateway.finish().await;
}
