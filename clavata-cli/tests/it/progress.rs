//! Progress: on a terminal only, with rate, time left and cost.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::time::Duration;

use crate::support::pty::terminal;
use crate::support::{POLICY, Ran, clavata, online, run, signal};
use mock_gateway::{Answer, MockGateway, Operation, Stage, sample};

/// What a run shows on a terminal as stderr.
async fn on_terminal(mut command: Command) -> String {
    let (seen, terminal) = terminal();
    command.env("TERM", "xterm");
    command.stderr(terminal);
    tokio::task::spawn_blocking(move || {
        let ended = command.status().unwrap();
        // The command holds the terminal open.
        drop(command);
        let seen = seen.join().unwrap();
        assert!(ended.success(), "{seen}");
        seen
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_shows_rate_time_left_and_cost_on_a_terminal_alone() {
    let gateway = MockGateway::start().await;
    let frame = |input: usize| {
        let answer = sample::evaluated()
            .policy(POLICY)
            .clear("Spam", 0.1)
            .billed(1234);
        let answer = answer.metadata("clavata.input", &input.to_string());
        format!("{{\"result\":{answer}}}\n")
    };
    let frames = Answer::stream((0..4).map(frame), Duration::from_millis(150));
    gateway.on(Operation::Evaluate).always(frames);
    let mut arguments = vec!["evaluate", "--policy", POLICY, "--format", "jsonl"];
    for text in ["a"; 4] {
        arguments.extend(["--text", text]);
    }
    let seen = on_terminal(online(&gateway, &arguments)).await;
    for said in [
        "/4 ",
        "/s ",
        " left",
        " 2/4 ",
        " 4936 tokens",
        "4 inputs: 4 answered",
        "billed: ",
    ] {
        assert!(seen.contains(said), "{said}: {seen:?}");
    }
    let quiet = [&arguments[..], &["-q"]].concat();
    assert_eq!(on_terminal(online(&gateway, &quiet)).await, "");
    let piped = run(online(&gateway, &arguments)).await;
    assert!(
        piped.err.starts_with("4 inputs: 4 answered"),
        "{:?}",
        piped.err
    );
    assert!(!piped.err.contains(['\u{1b}', '\r']), "{:?}", piped.err);
    let piped = run(online(&gateway, &quiet)).await;
    assert_eq!((piped.code, piped.err.as_str()), (Some(0), ""));
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_shows_how_much_of_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("jobs.jsonl");
    let job = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#;
    fs::write(&file, format!("{job}\n").repeat(40_000)).unwrap();
    let arguments = ["flatten", file.to_str().unwrap(), "--format", "verdict"];
    let mut command = clavata(&arguments);
    command.stdout(fs::File::create(folder.path().join("out")).unwrap());
    let seen = on_terminal(command).await;
    assert!(seen.contains("MiB/s") && seen.contains(" left"), "{seen:?}");
    let mut broken = clavata(&arguments);
    broken.args([&file, &folder.path().join("nowhere")]);
    let ran: Ran = broken.output().unwrap().into();
    assert_eq!(ran.err.lines().count(), 2, "{:?}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn following_shows_how_many_jobs_came_and_what_they_cost() {
    let gateway = MockGateway::builder().list_fixtures(false).start().await;
    gateway.put_job(sample::job().clear("Spam", 0.1).billed(1234), Stage::Done);
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("archive");
    let (seen, terminal) = terminal();
    let mut command = online(
        &gateway,
        &["jobs", "--follow", "--every", "50ms", "-f", "jsonl"],
    );
    command
        .arg("--archive")
        .arg(&archive)
        .env("TERM", "xterm")
        .stderr(terminal);
    let seen = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        drop(command);
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        assert!(line.starts_with('{'), "{line}");
        std::thread::sleep(Duration::from_millis(600));
        signal("INT", &child);
        child.wait().unwrap();
        seen.join().unwrap()
    })
    .await
    .unwrap();
    assert!(
        seen.contains("new jobs: 1, 1234 tokens; last list "),
        "{seen:?}"
    );
    gateway.finish().await;
}
