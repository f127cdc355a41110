//! The file name of `--output` implies the format, and a failing input leaves no file without answers.

use std::fs;

use crate::support::{POLICY, clavata, run_with};

const JOB: &str = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#;

/// Writes a file of this name. Returns the exit code, stderr and the bytes of the file, if it exists.
fn written(name: &str, more: &[&str], input: &str) -> (Option<i32>, String, Option<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    let arguments = [&["flatten", "-", "--output", file.to_str().unwrap()], more].concat();
    let ran = run_with(clavata(&arguments), input.as_bytes());
    let left = fs::read_dir(folder.path()).unwrap().count();
    let bytes = fs::read(&file).ok();
    assert_eq!(left, usize::from(bytes.is_some()), "something else is left");
    (ran.code, ran.err, bytes)
}

#[test]
fn the_name_of_the_output_says_the_format() {
    for (name, begins) in [
        ("rows.csv", "job_uuid,"),
        ("ROWS.CSV", "job_uuid,"),
        ("rows.jsonl", "{\"job_uuid\":"),
        ("rows.ndjson", "{\"job_uuid\":"),
        ("job.json", "{\"job\":{"),
        #[cfg(feature = "arrow")]
        ("rows.parquet", "PAR1"),
        #[cfg(feature = "arrow")]
        ("rows.arrow", "ARROW1"),
        #[cfg(feature = "arrow")]
        ("rows.feather", "ARROW1"),
        ("rows.txt", "job without id: "),
        ("rows", "job without id: "),
    ] {
        let (code, err, bytes) = written(name, &[], JOB);
        assert_eq!(code, Some(0), "{name}: {err}");
        let bytes = bytes.unwrap();
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert!(bytes.starts_with(begins.as_bytes()), "{name}: {shown}");
    }
}

#[test]
fn a_format_that_the_name_contradicts_is_refused() {
    for (name, format) in [
        ("rows.csv", "jsonl"),
        ("rows.jsonl", "csv"),
        ("rows.json", "table"),
        ("rows.parquet", "csv"),
    ] {
        let (code, err, bytes) = written(name, &["--format", format], JOB);
        assert_eq!((code, bytes), (Some(2), None), "{name} {format}");
        assert!(err.contains("implies another format"), "{err}");
    }
    for (name, format) in [
        ("rows.json", "jsonl"),
        ("rows.jsonl", "verdict"),
        ("rows.csv", "csv"),
        ("rows.txt", "csv"),
    ] {
        let (code, err, bytes) = written(name, &["--format", format], JOB);
        assert_eq!(
            (code, bytes.is_some()),
            (Some(0), true),
            "{name} {format}: {err}"
        );
    }
}

#[test]
fn the_name_says_the_format_of_a_sweep_and_a_comparison_too() {
    let folder = tempfile::tempdir().unwrap();
    let write = |arguments: &[&str]| {
        let mut command = clavata(arguments);
        command.current_dir(&folder);
        let ran = run_with(command, b"");
        let file = folder.path().join(arguments.last().unwrap());
        (ran.code, fs::read_to_string(&file).ok())
    };
    let job = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE","contentHash":"a::1"}}]}}"#;
    fs::write(folder.path().join("job"), job).unwrap();
    for command in [&["sweep", "job"][..], &["compare", "job", "job"]] {
        for (name, begins) in [
            ("new.JSON", "{\""),
            ("new.txt", "1 piece"),
            ("new", "1 piece"),
        ] {
            let (code, text) = write(&[command, &["--output", name]].concat());
            let text = text.unwrap();
            assert!(text.starts_with(begins), "{command:?} {name}: {text}");
            assert_eq!(code, Some(0), "{command:?} {name}");
        }
        for (format, name) in [("table", "x.json"), ("json", "x.html"), ("json", "x.csv")] {
            let more = ["--format", format, "--output", name];
            let written = write(&[command, &more].concat());
            assert_eq!(written, (Some(2), None), "{command:?} {format} {name}");
        }
        let written = write(&[command, &["--output", "x.parquet"]].concat());
        assert_eq!(written, (Some(2), None), "{command:?}");
    }
}

#[test]
fn an_input_without_an_answer_leaves_no_file() {
    for name in ["rows.csv", "rows.jsonl", "rows.parquet", "rows.txt"] {
        if name.ends_with("parquet") && !cfg!(feature = "arrow") {
            continue;
        }
        let (code, _, bytes) = written(name, &[], "<html>\n");
        assert_eq!((code, bytes), (Some(8), None), "{name}");
        // What could be read is kept, and so is a table without rows.
        let (code, _, bytes) = written(name, &[], &format!("{JOB}\n<html>"));
        assert_eq!((code, bytes.is_some()), (Some(8), true), "{name}");
        let (code, _, bytes) = written(name, &[], r#"{"jobs":[]}"#);
        assert_eq!((code, bytes.is_some()), (Some(0), true), "{name}");
    }
}

#[test]
fn a_dash_is_not_taken_for_the_name_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["flatten", "-"][..],
        &["report", "-"],
        &["query", "SELECT 1", "--archive", "a"],
        &["sweep", "-"],
        &["batch", "run", "--policy", POLICY, "--input", "posts.csv"],
    ] {
        let arguments = [arguments, &["--output", "-"]].concat();
        let mut command = clavata(&arguments);
        command.current_dir(&folder);
        let ran = run_with(command, JOB.as_bytes());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("does not mean stdout"), "{}", ran.err);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}
