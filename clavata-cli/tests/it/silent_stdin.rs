//! A signal while a command waits for stdin.
#![cfg(unix)]

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{POLICY, Ran, clavata, signal};

/// Runs the program until it can catch signals, then sends one. Its stdin stays open.
fn interrupted(arguments: &[&str], stdin: &str, name: &str) -> Ran {
    let mut time = Duration::from_millis(50);
    loop {
        let mut command = clavata(arguments);
        command
            .env("CLAVATA_API_KEY", "test-key")
            .env("CLAVATA_BASE_URL", "http://127.0.0.1:9");
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut open = child.stdin.take().unwrap();
        open.write_all(stdin.as_bytes()).unwrap();
        std::thread::sleep(time);
        signal(name, &child);
        let ran: Ran = child.wait_with_output().unwrap().into();
        if ran.code.is_some() {
            return ran;
        }
        // It had not begun to listen.
        time *= 2;
        assert!(time < Duration::from_secs(20), "{arguments:?}");
    }
}

#[test]
fn a_signal_while_stdin_is_silent_is_not_an_error_of_the_input() {
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers.json");
    std::fs::write(&answers, "{}").unwrap();
    let answers = answers.to_str().unwrap();
    for (arguments, begun) in [
        (&["api", "POST", "/x", "--input", "-"][..], "{\"policyId\":"),
        (&["flatten", "--files-from", "-"], "answers.json\n"),
        (
            &["sweep", answers, "--truth", "-"],
            "content_hash,label,truth\na,b,match\n",
        ),
        (
            &["compare", answers, answers, "--allow", "-"],
            "content,label,from,to\n",
        ),
        (&["flatten", "-"], "{\"job\":"),
        (&["labels", "-", "--version", POLICY], "some"),
        (&["create", "--policy", POLICY, "-"], "some"),
        (
            &["evaluate", "--policy", POLICY, "--input", "-"],
            "{\"text\":",
        ),
    ] {
        for (at, (name, code)) in [("HUP", 129), ("INT", 130), ("TERM", 143)]
            .into_iter()
            .enumerate()
        {
            let cuts = [0, begun.len() / 2, begun.len()];
            let ran = interrupted(arguments, &begun[..cuts[at]], name);
            let said = format!("{arguments:?} after {} bytes: {}", cuts[at], ran.err);
            assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{said}");
            assert!(!ran.err.contains("cannot"), "{said}");
        }
    }
}
