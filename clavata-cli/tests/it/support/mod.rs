//! Runs the real program.

pub(crate) mod lines;
#[cfg(unix)]
pub(crate) mod pty;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use mock_gateway::{Fault, MockGateway};
use serde_json::Value;

/// A job of the contract's examples that the gateway knows.
pub(crate) const EXAMPLE_JOB: &str = "55555555-5555-4555-8555-555555555555";

/// A policy that the gateway knows.
pub(crate) const POLICY: &str = "11111111-1111-4111-8111-111111111111";

/// A policy that the gateway knows, but that has no published version.
pub(crate) const UNPUBLISHED: &str = "00000000-0000-4000-8000-000000000000";

/// The program in a clean environment: no key, no gateway, no colors, 80 columns.
pub(crate) fn clavata(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clavata"));
    command
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The program with a key and a gateway.
pub(crate) fn online(gateway: &MockGateway, arguments: &[&str]) -> Command {
    let mut command = clavata(arguments);
    command
        .env("CLAVATA_API_KEY", "test-key")
        .env("CLAVATA_BASE_URL", gateway.url());
    command
}

/// The names of the entries of a folder.
pub(crate) fn entries(folder: &Path) -> Vec<String> {
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| name(entry.unwrap()))
        .collect()
}

/// Sends a signal, such as `INT`.
pub(crate) fn signal(name: &str, child: &Child) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-s", name, &id]).status();
    assert!(sent.expect("kill starts").success());
}

/// Waits until something is so. Fails after 20 seconds.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).expect("memory takes everything");
    packer.finish().expect("memory takes everything")
}

/// A value of each line.
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    let line = |line| serde_json::from_str(line).expect("each line is JSON");
    text.lines().map(line).collect()
}

/// All faults except those that take as long as a call may take, which the library's tests cover.
pub(crate) fn quick_faults() -> impl Iterator<Item = &'static Fault> {
    let is_slow = |name: &str| {
        ["stall", "slow_drip", "endless_body"]
            .iter()
            .any(|slow| name.starts_with(slow))
    };
    Fault::ALL
        .iter()
        .filter(move |fault| !is_slow(fault.name()))
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("stdout is text"),
            err: String::from_utf8(output.stderr).expect("stderr is text"),
        }
    }
}

/// Runs the program to its end, with empty stdin and no gateway.
pub(crate) fn offline(arguments: &[&str]) -> Ran {
    let output = clavata(arguments).output();
    output.expect("the program starts").into()
}

/// Runs the program to its end, off the runtime that serves the gateway.
pub(crate) async fn run(mut command: Command) -> Ran {
    tokio::task::spawn_blocking(move || command.output().expect("the program starts").into())
        .await
        .expect("the run ends")
}

/// Runs a command about batch jobs. Each poll of a list advances them, so frequent polls end its wait soon. They all end
/// here: one that outlived its gateway would ask whoever gets its port next.
pub(crate) async fn hurried(gateway: &MockGateway, arguments: &[&str]) -> Ran {
    let is_done = AtomicBool::new(false);
    let hurry = async {
        while !is_done.load(Ordering::Relaxed) {
            let ran = run(online(gateway, &["batch", "list", "--format", "json"])).await;
            assert_eq!(ran.code, Some(0), "{}", ran.err);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let ran = async {
        let ran = run(online(gateway, arguments)).await;
        is_done.store(true, Ordering::Relaxed);
        ran
    };
    tokio::join!(ran, hurry).0
}

/// Runs the program to its end with bytes on stdin.
pub(crate) fn run_with(mut command: Command, stdin: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut pipe = child.stdin.take().expect("stdin is piped");
    let stdin = stdin.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that fails early does not read everything.
        let _ = pipe.write_all(&stdin);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output.into()
}

/// Runs `clavata flatten - …` on some bytes.
pub(crate) fn flatten(arguments: &[&str], stdin: &[u8]) -> Ran {
    let all: Vec<&str> = ["flatten", "-"].iter().chain(arguments).copied().collect();
    run_with(clavata(&all), stdin)
}

/// Lines of `--format verdict`, reduced to their verdicts.
pub(crate) fn verdicts(out: &str) -> String {
    let word = |of: &Value| of["verdict"].as_str().expect("a verdict").to_owned();
    let short = |line: &Value| {
        let verdict = word(line);
        if let Some(results) = line["results"].as_array() {
            let contents: Vec<_> = line["contents"]
                .as_array()
                .expect("a list")
                .iter()
                .map(word)
                .collect();
            assert_eq!(
                contents,
                results
                    .iter()
                    .map(|word| word.as_str().expect("a word"))
                    .collect::<Vec<_>>()
            );
            let results = serde_json::to_string(&results).expect("they are text");
            return format!("{{\"results\":{results},\"job\":\"{verdict}\"}}\n");
        }
        match line["input"].as_u64() {
            Some(input) => format!("{{\"input\":{input},\"verdict\":\"{verdict}\"}}\n"),
            None => format!("{{\"verdict\":\"{verdict}\"}}\n"),
        }
    };
    json_lines(out).iter().map(short).collect()
}
