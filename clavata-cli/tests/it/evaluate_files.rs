//! The files of `clavata evaluate`: how their paths are resolved, their encodings, and their limits.

use std::fs;

use crate::support::lines::{evaluate, verdicts};
use crate::support::{gzip, online, run};
use mock_gateway::MockGateway;

#[tokio::test(flavor = "multi_thread")]
async fn a_path_counts_from_the_file_that_names_it() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir_all(inner.join("pictures")).unwrap();
    fs::write(inner.join("pictures/a.png"), b"\x89PNG\r\n\x1a\n the one").unwrap();
    // A file of the same name in the working folder is not used.
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
    // Reading it would take forever.
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
        // Far more than needed, and far less than the input.
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
    let units = format!("\u{feff}{lines}");
    let wide: Vec<u8> = units.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [gzip(lines.as_bytes()), wide, units.into_bytes()] {
        let gateway = MockGateway::start().await;
        let file = folder.path().join("lines");
        std::fs::write(&file, bytes).unwrap();
        let arguments = evaluate(&["--input", file.to_str().unwrap()]);
        let ran = run(online(&gateway, &arguments)).await;
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(verdicts(&ran), ["clear", "flagged"]);
        gateway.finish().await;
    }
}
