//! INT, TERM and HUP: what has arrived is written, and marked as partial.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use crate::support::{POLICY, Ran, clavata, entries, online, signal, until};
use mock_gateway::MockGateway;

const JOB: &str = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#;

/// `clavata flatten -` after it has read a job, while it waits for more.
fn waiting(arguments: &[&str]) -> (Child, ChildStdin) {
    let all: Vec<&str> = ["flatten", "-"].iter().chain(arguments).copied().collect();
    let mut child = clavata(&all).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(JOB.as_bytes()).unwrap();
    stdin.write_all(b"\n").unwrap();
    (child, stdin)
}

const SIGNALS: [(&str, i32); 3] = [("HUP", 129), ("INT", 130), ("TERM", 143)];

#[test]
fn a_page_that_a_signal_has_cut_says_that_it_is_partial() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    let (child, stdin) = waiting(&["--output", file.to_str().unwrap()]);
    until("it starts", || !entries(folder.path()).is_empty());
    // The report is written at the end, so give the program time to read.
    std::thread::sleep(Duration::from_millis(300));
    signal("INT", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    drop(stdin);
    assert_eq!(ran.code, Some(130), "{}", ran.err);
    let partial = entries(folder.path()).pop().unwrap();
    let page = fs::read_to_string(folder.path().join(partial)).unwrap();
    assert!(page.contains("</html>") && page.contains("this is incomplete"));
}

#[test]
fn what_arrived_before_a_signal_is_in_a_file_that_says_it_is_partial() {
    for (name, code) in SIGNALS {
        for format in ["jsonl", "csv", "json", "verdict", "table"] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("rows");
            fs::write(&file, "before").unwrap();
            let to = file.to_str().unwrap();
            let (child, stdin) = waiting(&["--format", format, "--output", to]);
            let partial = || {
                let mut names = entries(folder.path());
                names.retain(|name| name != "rows");
                names.pop().map(|name| folder.path().join(name))
            };
            until("it starts", || partial().is_some());
            if ["table", "json"].contains(&format) {
                // These are written in large pieces, so give the program time to read.
                std::thread::sleep(Duration::from_millis(300));
            } else {
                until("rows are written as they arrive", || {
                    fs::metadata(partial().unwrap()).unwrap().len() > 0
                });
            }
            signal(name, &child);
            let ran: Ran = child.wait_with_output().unwrap().into();
            drop(stdin);
            assert_eq!(ran.code, Some(code), "{}", ran.err);
            let file_name = partial().unwrap().file_name().unwrap().to_owned();
            let file_name = file_name.to_str().unwrap();
            assert!(file_name.starts_with("rows.") && file_name.ends_with(".partial"));
            assert!(
                ran.err.contains(file_name) && ran.err.contains("partial"),
                "{}",
                ran.err
            );
            let arrived = fs::read_to_string(partial().unwrap()).unwrap();
            let is_there = ["TRUE", ",match,"]
                .iter()
                .any(|word| arrived.contains(word))
                || arrived.contains("flagged");
            assert!(is_there, "{format}: {arrived}");
            assert_eq!(fs::read_to_string(&file).unwrap(), "before");
            assert_eq!(entries(folder.path()).len(), 2);
        }
    }
}

#[test]
fn a_signal_before_anything_came_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    let arguments = [
        "flatten",
        "-",
        "--format",
        "csv",
        "--output",
        file.to_str().unwrap(),
    ];
    let mut child = clavata(&arguments).stdin(Stdio::piped()).spawn().unwrap();
    let stdin = child.stdin.take();
    until("it starts", || !entries(folder.path()).is_empty());
    signal("TERM", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    drop(stdin);
    assert_eq!(ran.code, Some(143), "{}", ran.err);
    assert_eq!(entries(folder.path()), [""; 0]);
}

#[test]
fn what_arrived_before_a_signal_is_on_stdout_and_said_to_be_partial() {
    for (name, code) in SIGNALS {
        let (mut child, stdin) = waiting(&["--format", "jsonl"]);
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        assert!(line.contains("TRUE"), "{line}");
        signal(name, &child);
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{err}");
        drop(stdin);
        assert!(err.contains("partial") && err.contains("\nhint: "), "{err}");
    }
}

#[test]
fn what_was_started_to_ignore_a_hangup_goes_on() {
    let mut command = Command::new("sh");
    let script = r#"trap "" HUP; exec "$0" flatten - --format verdict"#;
    command.args(["-c", script, env!("CARGO_BIN_EXE_clavata")]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(JOB.as_bytes()).unwrap();
    stdin.write_all(b"\n").unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    signal("HUP", &child);
    std::thread::sleep(Duration::from_millis(100));
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn who_hangs_in_a_write_that_nobody_reads_ends_all_the_same() {
    let mut child = clavata(&["flatten", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        let much = format!("{JOB}\n").repeat(100_000);
        // It fails when the program ends.
        let _ = stdin.write_all(much.as_bytes());
    });
    std::thread::sleep(Duration::from_millis(500));
    signal("TERM", &child);
    std::thread::sleep(Duration::from_millis(100));
    signal("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(143));
    feeder.join().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_came_before_a_signal_are_kept_since_they_are_paid_for() {
    for (name, code) in SIGNALS {
        let gateway = MockGateway::builder()
            .frame_gap(Duration::from_secs(2))
            .start()
            .await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.jsonl");
        let to = file.to_str().unwrap();
        let arguments = [
            "evaluate", "--policy", POLICY, "--text", "flag", "--text", "b", "--text", "c",
            "--format", "jsonl", "--output", to,
        ];
        let child = online(&gateway, &arguments).spawn().unwrap();
        let partial = || {
            entries(folder.path())
                .pop()
                .map(|name| folder.path().join(name))
        };
        until("a row is written as it arrives", || {
            partial().is_some_and(|file| fs::metadata(file).is_ok_and(|file| file.len() > 0))
        });
        signal(name, &child);
        let ran = tokio::task::spawn_blocking(|| child.wait_with_output());
        let ran = Ran::from(ran.await.unwrap().unwrap());
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        assert!(
            ran.err.contains("billed") && ran.err.contains("partial results are in"),
            "{}",
            ran.err
        );
        assert!(
            fs::read_to_string(partial().unwrap())
                .unwrap()
                .contains("TRUE")
        );
        let names = entries(folder.path());
        assert!(
            names.len() == 1 && names[0].starts_with("rows.jsonl."),
            "{names:?}"
        );
        gateway.allow_unexpected();
        gateway.finish().await;
    }
}
