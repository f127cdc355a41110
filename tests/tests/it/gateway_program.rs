//! The program `mock-gateway`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mock-gateway");

/// The address on which the program says that it listens, and its output, which must stay open.
fn listening(program: &mut Child) -> (String, BufReader<ChildStdout>) {
    let mut line = String::new();
    let mut stdout = BufReader::new(program.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap();
    (address.to_owned(), stdout)
}

/// The answer to a request for a job.
fn job(address: &str, id: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = "host: x\r\nconnection: close\r\nauthorization: Bearer test-key";
    write!(stream, "GET /v1/jobs/{id} HTTP/1.1\r\n{head}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_says_where_it_listens_serves_and_stops_on_signals() {
    for signal in ["-TERM", "-INT"] {
        serves_until(signal);
    }
}

fn serves_until(signal: &str) {
    let mut program = Command::new(PROGRAM)
        .args(["--port", "0", "--dialect", "sparse", "--latency", "1ms"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (address, _stdout) = listening(&mut program);
    let answer = job(&address, "00000000-0000-4000-8000-00000000beef");
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert!(
        answer.ends_with(r#"{"code":5,"message":"job not found"}"#),
        "{answer}"
    );

    let id = program.id().to_string();
    let killed = Command::new("kill").args([signal, &id]).status().unwrap();
    assert!(killed.success());
    assert!(program.wait().unwrap().success());
}

#[test]
fn wrong_arguments_are_one_clear_line() {
    let wrong: [&[&str]; 5] = [
        &["--port", "70000"],
        &["--dialect", "cobol"],
        &["--latency", "soon"],
        &["--fail-rate", "1.5"],
        &["--what"],
    ];
    for arguments in wrong {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let lines: Vec<&str> = stderr.lines().collect();
        assert_eq!(lines.len(), 2, "{stderr}");
        assert!(
            lines[0].starts_with("error: ") && lines[0].contains(arguments[0]),
            "{stderr}"
        );
        assert!(lines[1].starts_with("hint: "), "{stderr}");
    }
}

#[test]
fn the_demo_ends_with_whoever_started_it() {
    let mut program = Command::new(PROGRAM)
        .arg("--demo")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (address, _stdout) = listening(&mut program);
    for status in ["PENDING", "RUNNING", "COMPLETED", "COMPLETED"] {
        let answer = job(&address, "55555555-5555-4555-8555-555555555555");
        assert!(answer.contains(&format!("JOB_STATUS_{status}")), "{answer}");
    }
    drop(program.stdin.take());
    assert!(program.wait().unwrap().success());
}

#[test]
fn the_job_of_the_readme_does_not_contradict_itself() {
    let mut program = Command::new(PROGRAM)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (address, _stdout) = listening(&mut program);
    let answer = job(&address, "55555555-5555-4555-8555-555555555555");
    program.kill().unwrap();
    program.wait().unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    let results = body["job"]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        let report = &result["report"];
        let outcome = |node: &serde_json::Value| {
            assert_eq!(node["result"], node["reviewResult"]["outcome"]);
            node["result"].as_str().unwrap().to_owned()
        };
        let labels = report["sectionEvaluationReports"].as_array().unwrap();
        let is_match = labels.iter().any(|label| outcome(label) == "OUTCOME_TRUE");
        assert_eq!(outcome(report) == "OUTCOME_TRUE", is_match);
        // The action of a label is the policy's, whatever the content is.
        let actions: Vec<_> = labels.iter().map(|label| &label["message"]).collect();
        assert_eq!(actions, ["block, review", "hide"]);
    }
}

/// The request of the test below, in a process of its own. On its own it does nothing.
#[test]
fn asks_for_a_path_that_there_is_not() {
    if std::env::var_os("CLAVATA_TEST_ASK").is_none() {
        return;
    }
    let url = std::env::var("CLAVATA_BASE_URL").unwrap();
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    stream
        .write_all(b"GET /v1/nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
}

#[test]
fn a_command_that_sends_what_no_client_sends_fails() {
    let this = std::env::current_exe().unwrap();
    let this = this.to_str().unwrap();
    let ask = [
        this,
        "--exact",
        "gateway_program::asks_for_a_path_that_there_is_not",
    ];
    let cases: [(&[&str], i32, usize); 4] = [
        (&["true"], 0, 0),
        (&["sh", "-c", "exit 7"], 7, 0),
        (&ask, 1, 1),
        (
            &["sh", "-c", "\"$0\" \"$@\"; exit 7", this, ask[1], ask[2]],
            7,
            1,
        ),
    ];
    for (command, code, lines) in cases {
        let output = Command::new(PROGRAM)
            .arg("--")
            .args(command)
            .env("CLAVATA_TEST_ASK", "1")
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{command:?} {stderr}");
        let told = stderr
            .lines()
            .filter(|line| line.starts_with("unexpected request: "));
        let told: Vec<&str> = told.collect();
        assert_eq!(told.len(), lines, "{stderr}");
        assert!(
            told.iter().all(|line| line.contains("/v1/nothing")),
            "{stderr}"
        );
    }
}
