//! `clavata evaluate --input`: any number of lines, each with an answer of its own.

use std::fs;
use std::io::{BufRead, BufReader, Write};

use crate::support::{Ran, online, run, run_with};
use mock_gateway::MockGateway;
use serde_json::Value;

const POLICY: &str = "11111111-1111-4111-8111-111111111111";

fn evaluate<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [
        &["evaluate", "--policy", POLICY, "--format", "verdict"],
        more,
    ]
    .concat()
}

async fn of_lines(gateway: &MockGateway, lines: &str, more: &[&str]) -> Ran {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), lines).unwrap();
    let input = ["--input", file.path().to_str().unwrap()];
    run(online(gateway, &evaluate(&[&input, more].concat()))).await
}

/// The verdicts by input: each has one, and says which input it is of.
fn verdicts(ran: &Ran) -> Vec<String> {
    let mut verdicts = std::collections::BTreeMap::new();
    for line in ran.out.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let verdict = line["verdict"].as_str().unwrap().to_owned();
        let input = line["input"].as_u64().unwrap();
        assert!(verdicts.insert(input, verdict).is_none(), "{}", ran.out);
    }
    assert!(verdicts.keys().copied().eq(0..verdicts.len() as u64));
    verdicts.into_values().collect()
}

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
        // Blank lines count as lines and are no inputs.
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
    // The fourth input stands on the seventh line.
    assert!(
        ran.err.contains(" line 7: PRECHECK_FAILURE_TYPE_NCMEC"),
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
    assert!(ran.err.contains(" line 2: "), "{}", ran.err);
    assert!(!ran.err.contains("canary"), "{}", ran.err);
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
            // Its answer is there before the next line is written.
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
    assert!(ran.err.contains("unanswered: stdin line 4"), "{}", ran.err);
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
        assert!(ran.err.contains("line 2: it"), "{}", ran.err);
        assert!(ran.err.contains("a duplicate key"), "{}", ran.err);
        assert!(!ran.err.contains("canary"), "{}", ran.err);
        // On stdin, which is read once, the line alone stays behind.
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
async fn a_path_counts_from_the_file_that_names_it() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir_all(inner.join("pictures")).unwrap();
    fs::write(inner.join("pictures/a.png"), b"\x89PNG\r\n\x1a\n the one").unwrap();
    // One of the same name in the working folder is not it.
    fs::create_dir_all(folder.path().join("pictures")).unwrap();
    fs::write(folder.path().join("pictures/a.png"), b"GIF89a").unwrap();
    fs::write(
        inner.join("lines.jsonl"),
        "{\"image\":\"pictures/a.png\"}\n",
    )
    .unwrap();
    for (working, input) in [
        (folder.path().to_owned(), "inner/lines.jsonl".into()),
        (inner.clone(), "lines.jsonl".into()),
        ("/".into(), inner.join("lines.jsonl")),
    ] {
        let mut command = online(&gateway, &evaluate(&["--input"]));
        command.arg(&input).current_dir(working);
        let ran = run(command).await;
        assert_eq!(ran.code, Some(0), "{}: {}", input.display(), ran.err);
    }
    let mut command = online(&gateway, &evaluate(&["--input", "inner/lines.jsonl"]));
    command.current_dir(folder.path());
    fs::remove_file(inner.join("pictures/a.png")).unwrap();
    let ran = run(command).await;
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(
        ran.err.contains("not an existing file, base64"),
        "{}",
        ran.err
    );
    assert_eq!(gateway.requests().len(), 3);
    gateway.finish().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn endless_input_ends_in_one_clear_line() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let sparse = folder.path().join("sparse");
    // Reading it would take for ever.
    fs::File::create(&sparse).unwrap().set_len(1 << 40).unwrap();
    let sparse = sparse.to_str().unwrap();
    for (arguments, said) in [
        (
            ["--input", "/dev/zero"],
            "line 1 is longer than the limit of 64 MiB",
        ),
        (
            ["--input", sparse],
            "line 1 is longer than the limit of 64 MiB",
        ),
        (
            ["--text-file", "/dev/zero"],
            "longer than the limit of 64 MiB",
        ),
        (["--text-file", sparse], "longer than the limit of 64 MiB"),
        (["--image", "/dev/zero"], "is no image of a known format"),
        (["--image", sparse], "is no image of a known format"),
    ] {
        let mut bounded = std::process::Command::new("sh");
        // Far more than it needs, far less than there is.
        bounded.args(["-c", "ulimit -v 4000000; exec \"$@\"", "sh"]);
        let command = online(&gateway, &evaluate(&arguments));
        bounded
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear();
        for (name, value) in command.get_envs() {
            bounded.env(name, value.unwrap_or_default());
        }
        bounded.stdin(std::process::Stdio::null());
        bounded
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        let ran = run(bounded).await;
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert_eq!(
            ran.err.matches(said).count(),
            1,
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.lines().count() <= 4, "{arguments:?}: {}", ran.err);
    }
    for arguments in [&["-"][..], &["--input", "-"]] {
        let mut command = online(&gateway, &evaluate(arguments));
        command.stdin(fs::File::open("/dev/zero").unwrap());
        let ran = run(command).await;
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(
            ran.err.contains("the limit of 64 MiB"),
            "{arguments:?}: {}",
            ran.err
        );
    }
    assert!(gateway.requests().is_empty());
    gateway.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_read_whatever_they_are_packed_and_written_in() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"text\":\"one\"}\n{\"text\":\"flag\"}\n";
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, lines.as_bytes()).unwrap();
    let units = format!("\u{feff}{lines}");
    let wide: Vec<u8> = units.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [packer.finish().unwrap(), wide, units.into_bytes()] {
        let gateway = MockGateway::start().await;
        let file = folder.path().join("lines");
        std::fs::write(&file, bytes).unwrap();
        let arguments = [
            "evaluate",
            "--policy",
            POLICY,
            "--format",
            "verdict",
            "--input",
            file.to_str().unwrap(),
        ];
        let ran = run(online(&gateway, &arguments)).await;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(verdicts(&ran), ["clear", "flagged"]);
        gateway.finish().await;
    }
}
