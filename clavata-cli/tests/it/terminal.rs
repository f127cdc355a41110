//! On a terminal, every format escapes control characters and invisible ones. Data for a pipe or a file is
//! unchanged.
#![cfg(unix)]

use std::fs::File;
use std::process::{Command, Stdio};

use crate::support::clavata;
use crate::support::pty::terminal;

/// One of each kind: C0, DEL, C1, bidi, zero width, fillers, selectors, tags.
const BAD: &str = "\u{1b}[2J\u{7}\u{7f}\u{9b}31m\u{61c}\u{ad}\u{34f}\u{115f}\u{180e}\u{200b}\u{200c}\
    \u{200d}\u{202e}\u{2066}\u{2028}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{e0041}\u{e0100}";

fn answer() -> String {
    let said = serde_json::to_string(&format!("a{BAD}z")).unwrap();
    format!(
        r#"{{"job":{{"jobUuid":"55555555-5555-4555-8555-555555555555","status":"JOB_STATUS_COMPLETED",
        "contentData":[{{"metadata":{{{said}:{said}}}}}],
        "results":[{{"contentHash":{said},"report":{{"policyKey":{said},"result":"OUTCOME_TRUE",
        "metadata":{{{said}:{said}}},
        "sectionEvaluationReports":[{{"name":{said},"message":{said},"result":"OUTCOME_TRUE",
        "ruleEvaluationReports":[{{"label":{said},"name":{said},"message":{said},"result":"OUTCOME_TRUE"}}]}}]}}}}]}}}}"#
    )
}

/// What the program shows on a terminal, including stderr.
fn on_terminal(mut command: Command, input: &str) -> String {
    let (seen, terminal) = terminal();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), input).unwrap();
    command.stdin(File::open(file.path()).unwrap());
    command.stdout(terminal.try_clone().unwrap());
    command.stderr(terminal);
    let mut child = command.spawn().unwrap();
    drop(command);
    child.wait().unwrap();
    seen.join().unwrap()
}

fn piped(mut command: Command, input: &str) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), input).unwrap();
    command.stdin(File::open(file.path()).unwrap());
    command.stdout(Stdio::piped());
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn a_terminal_gets_nothing_that_it_would_obey_in_any_format() {
    let bad: Vec<char> = BAD.chars().filter(|c| !c.is_ascii_graphic()).collect();
    for format in ["table", "csv", "jsonl", "json", "verdict"] {
        for more in [&[][..], &["--exit-verdict"]] {
            let arguments = [&["flatten", "-", "--format", format], more].concat();
            let mut command = clavata(&arguments);
            command.env("NO_COLOR", "1").env("TERM", "dumb");
            let seen = on_terminal(command, &answer());
            assert!(seen.len() > 10, "{format}: {seen:?}");
            let found = seen.chars().find(|c| bad.contains(c));
            assert_eq!(found, None, "{format}: {seen:?}");
        }
    }
}

#[test]
fn an_error_about_an_argument_shows_nothing_that_a_terminal_would_obey() {
    let bad: Vec<char> = BAD.chars().filter(|c| !c.is_ascii_graphic()).collect();
    let option = format!("--a{BAD}z");
    for arguments in [
        &["job", BAD][..],
        &["flatten", "-", "--format", BAD],
        &["jobs", "--status", BAD],
        &["flatten", &option],
        &[BAD],
        &["job", "\u{1b}[31mred"],
    ] {
        let mut command = clavata(arguments);
        command.env("TERM", "xterm");
        let seen = on_terminal(command, "");
        assert!(seen.starts_with("error: "), "{seen:?}");
        let found = seen.chars().find(|c| bad.contains(c));
        assert_eq!(found, None, "{seen:?}");
    }
}

#[test]
fn an_id_is_text_from_outside_and_stays_on_its_line() {
    let said = serde_json::to_string(&format!("a{BAD}\nz  COMPLETED  clear")).unwrap();
    let answer = format!(r#"{{"jobUuid":{said},"policyId":{said},"status":{said}}}"#);
    for width in ["60", "80", "200"] {
        let arguments = ["flatten", "-", "--table", "jobs", "--format", "table"];
        let mut command = clavata(&arguments);
        command.env("COLUMNS", width);
        let shown = piped(command, &answer);
        let bad = shown
            .chars()
            .find(|c| !c.is_ascii() && BAD.contains(*c) || c.is_control() && *c != '\n');
        assert_eq!(bad, None, "{shown:?}");
        assert!(!shown.contains("\nz"), "{shown:?}");
    }
}

#[test]
fn what_a_terminal_shows_of_json_says_the_same() {
    for format in ["jsonl", "json"] {
        let arguments = ["flatten", "-", "--format", format];
        let seen = on_terminal(clavata(&arguments), &answer());
        let plain = piped(clavata(&arguments), &answer());
        let read = |lines: &str| -> Vec<serde_json::Value> {
            let lines = lines.lines().filter(|line| !line.trim().is_empty());
            lines
                .map(|line| serde_json::from_str(line).unwrap())
                .collect()
        };
        assert_ne!(seen.replace("\r\n", "\n"), plain);
        assert_eq!(read(&seen), read(&plain), "{format}");
    }
}

#[test]
fn data_in_a_pipe_or_a_file_stays_as_it_is() {
    for format in ["csv", "jsonl", "json"] {
        let arguments = ["flatten", "-", "--format", format];
        let plain = piped(clavata(&arguments), &answer());
        for c in ['\u{202e}', '\u{3164}', '\u{e0041}', '\u{9b}'] {
            assert!(plain.contains(c), "{format}: {plain:?}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("out");
        let mut command = clavata(&arguments);
        command.arg("--output").arg(&file);
        on_terminal(command, &answer());
        assert_eq!(std::fs::read_to_string(file).unwrap(), plain, "{format}");
    }
}
