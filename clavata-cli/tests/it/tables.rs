//! `--format parquet` and `arrow`, if the program supports them.
#![cfg(feature = "arrow")]

use std::fs;
use std::process::Stdio;

use crate::support::{clavata, run_with};

const JOB: &str = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#;

/// How each format begins and ends.
const MARKS: [(&str, &[u8]); 2] = [("parquet", b"PAR1"), ("arrow", b"ARROW1")];

#[test]
fn a_table_file_is_whole_and_the_same_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("job.json");
    fs::write(&input, JOB).unwrap();
    let input = input.to_str().unwrap();
    for (format, mark) in MARKS {
        let file = folder.path().join(format);
        let name = file.to_str().unwrap();
        let to_file = clavata(&["flatten", input, "--format", format, "--output", name])
            .output()
            .unwrap();
        assert_eq!((to_file.status.code(), to_file.stdout.len()), (Some(0), 0));
        let file = fs::read(file).unwrap();
        assert!(file.starts_with(mark) && file.ends_with(mark), "{format}");
        let piped = clavata(&["flatten", input, "--format", format]).output();
        assert!(piped.unwrap().stdout == file, "{format}");
    }
}

#[test]
fn a_reader_that_has_gone_ends_it_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("jobs.jsonl");
    fs::write(&input, [JOB, "\n"].concat().repeat(20_000)).unwrap();
    for (format, _) in MARKS {
        let mut child = clavata(&["flatten", input.to_str().unwrap(), "--format", format])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
    }
}

#[test]
fn what_can_be_read_is_in_the_table_where_something_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.parquet");
    let name = file.to_str().unwrap();
    let arguments = ["flatten", "-", "--format", "parquet", "--output", name];
    let ran = run_with(clavata(&arguments), format!("{JOB} nonsense").as_bytes());
    assert_eq!(ran.code, Some(8), "{}", ran.err);
    assert!(fs::read(file).unwrap().ends_with(b"PAR1"));
}
