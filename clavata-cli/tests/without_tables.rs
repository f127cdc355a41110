//! A program without tables says how to get them. This is a separate binary, because the other tests use the program
//! with tables.
#![cfg(not(feature = "arrow"))]

use std::process::Command;

#[test]
fn a_program_without_tables_says_how_to_get_them() {
    let folder = tempfile::tempdir().unwrap();
    let job = folder.path().join("job.json");
    let answer = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#;
    std::fs::write(&job, answer).unwrap();
    for format in ["parquet", "arrow"] {
        let ran = Command::new(env!("CARGO_BIN_EXE_clavata"))
            .args([
                "flatten", "job.json", "--format", format, "--output", format,
            ])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert_eq!(
            String::from_utf8(ran.stderr).unwrap(),
            "error: this build of clavata cannot write parquet or arrow: it lacks the feature `arrow`\n\
             hint: install it with the feature: cargo install --locked --path clavata-cli --features arrow\n"
        );
        assert_eq!((ran.status.code(), ran.stdout.len()), (Some(2), 0));
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
