//! `clavata query`: the queries sent to DuckDB, with a script in its place. `tests/query/archive_readers.py` uses
//! DuckDB itself.
#![cfg(all(unix, feature = "arrow"))]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::{Ran, clavata, offline, signal, until};

const ENDED: &str = r#"{"job":{"jobUuid":"22222222-2222-4222-8222-222222222222","status":"JOB_STATUS_COMPLETED","created":"2026-03-01T12:00:00Z","results":[{"report":{"result":"OUTCOME_TRUE","tokenUsage":{"inputTokens":2,"billedTokens":1,"multiplier":0.5}}}]}}"#;

struct Desk {
    folder: tempfile::TempDir,
    archive: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        let archive = folder.path().join("it's [a] *");
        let saved = folder.path().join("job.json");
        fs::write(&saved, ENDED).unwrap();
        let made = offline(&[
            "archive",
            archive.to_str().unwrap(),
            saved.to_str().unwrap(),
        ]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        Self { folder, archive }
    }

    /// Replaces the engine by a script.
    fn engine(&self, script: &str) {
        let file = self.folder.path().join("bin/duckdb");
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = clavata(&["query"]);
        let path = format!("{}:/usr/bin:/bin", self.folder.path().join("bin").display());
        command
            .args(arguments)
            .arg("--archive")
            .arg(&self.archive)
            .env("PATH", path)
            .env("CLAVATA_API_KEY", "test-key")
            .current_dir(self.folder.path());
        command
    }

    fn ask(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }
}

#[test]
fn the_engine_gets_a_view_of_each_table_and_the_query() {
    let desk = Desk::new();
    desk.engine(r#"echo "key: $CLAVATA_API_KEY"; for word in "$@"; do echo "$word"; done"#);
    let ran = desk.ask(&["SELECT 1 -- one\n;", "--format", "csv"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let words: Vec<&str> = ran.out.lines().collect();
    let options = ["key: ", "-batch", "-bail", "-csv", "-nullvalue", "", "-c"];
    assert_eq!(words[..7], options);
    let root = desk.folder.path().display();
    let views = words[7];
    for table in ["rows", "jobs"] {
        // Folders around the archive are no partitions.
        let view = format!(
            "CREATE VIEW {table} AS SELECT * EXCLUDE (filename, file_row_number), \
             TRY_CAST(regexp_extract(filename, 'day=([-0-9]+)[^=]*$', 1) AS DATE) AS day \
             FROM read_parquet('{root}/it''s [[]a] [*]/{table}/**/*.parquet', hive_partitioning = false, \
             union_by_name = true, filename = true, file_row_number = true); "
        );
        assert!(views.contains(&view), "{views}");
    }
    assert!(
        views.contains("CREATE VIEW usage AS ") && !views.contains("VIEW batch"),
        "{views}"
    );
    assert_eq!(words[8..], ["-c", "SELECT 1 -- one"]);

    let ran = desk.ask(&["SELECT 1 -- one", "--output", "one.parquet"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    let file = fs::read_to_string(desk.folder.path().join("one.parquet")).unwrap();
    let copied = "-c\nCOPY (\nSELECT 1 -- one\n) TO '/dev/stdout' (FORMAT parquet)\n";
    assert!(file.ends_with(copied), "{file}");
}

#[test]
fn a_query_that_fails_leaves_no_file_and_says_why() {
    let desk = Desk::new();
    desk.engine(r"echo half; printf 'no such table \033[31m\n' >&2; exit 1");
    let ran = desk.ask(&["FROM nope", "--output", "out.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert_eq!(
        ran.err,
        "no such table \\u{1b}[31m\n\
         error: DuckDB did not run the query (exit status: 1)\n\
         hint: see the message above; this archive has the tables rows, jobs, usage\n"
    );
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 3);
    let ran = desk.ask(&["FROM jobs", "--output", "out.html"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("contradicts --format"), "{}", ran.err);
}

#[test]
fn without_the_engine_it_says_how_to_ask_elsewhere() {
    let desk = Desk::new();
    let mut command = desk.command(&["SELECT 'it''s' AS x"]);
    let ran: Ran = command
        .env("PATH", desk.folder.path().join("bin"))
        .output()
        .unwrap()
        .into();
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 6, "{}", ran.err);
    assert!(
        lines[1].starts_with("duckdb -c 'CREATE VIEW rows AS "),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("python3 -c 'import duckdb; "),
        "{}",
        lines[2]
    );
    assert!(
        lines[3].starts_with("python3 -c 'import polars; "),
        "{}",
        lines[3]
    );
    assert_eq!(
        lines[4],
        "error: the program `duckdb`, which runs queries, is not on PATH"
    );
    // A shell reads the words back unchanged.
    desk.engine(r#"for word in "$@"; do echo "$word"; done"#);
    let mut sh = Command::new("/bin/sh");
    sh.args(["-c", lines[1]])
        .env("PATH", desk.folder.path().join("bin"));
    let ran: Ran = sh.output().unwrap().into();
    assert!(
        ran.out.ends_with("DESC) = 1; SELECT 'it''s' AS x\n"),
        "{}",
        ran.out
    );
}

#[test]
fn what_is_no_archive_or_has_no_tables_is_told() {
    let desk = Desk::new();
    desk.engine("echo asked");
    let journal = desk.archive.join("journal/00000009.jsonl");
    fs::write(&journal, "").unwrap();
    let ran = desk.ask(&["FROM jobs"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "asked\n"));
    assert!(
        ran.err
            .starts_with("some answers are not in the tables yet"),
        "{}",
        ran.err
    );

    for table in ["rows", "jobs", "usage"] {
        fs::remove_dir_all(desk.archive.join(table)).unwrap();
    }
    let ran = desk.ask(&["FROM jobs"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    let said = format!(
        "has no tables\nhint: run `clavata archive {}`",
        desk.archive.display()
    );
    assert!(ran.err.contains(&said), "{}", ran.err);
    let about = desk.archive.join("archive.json");
    fs::write(&about, r#"{"format":2,"program":"clavata 9.9.9"}"#).unwrap();
    assert!(
        desk.ask(&["FROM jobs"])
            .err
            .contains("has the format 2, written by clavata 9.9.9")
    );
    fs::remove_file(&about).unwrap();
    let ran = desk.ask(&["FROM jobs"]);
    assert!(
        ran.code == Some(2) && ran.err.contains("is not an archive"),
        "{}",
        ran.err
    );
    fs::remove_dir_all(&desk.archive).unwrap();
    let ran = desk.ask(&["FROM jobs"]);
    let said = format!(
        "error: the archive {} does not exist\n",
        desk.archive.display()
    );
    assert!(
        ran.code == Some(2) && ran.err.starts_with(&said),
        "{}",
        ran.err
    );
}

#[test]
fn a_signal_ends_the_engine() {
    let desk = Desk::new();
    desk.engine(r"echo $$ > engine; exec sleep 60");
    let mut command = desk.command(&["FROM jobs"]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let noted = desk.folder.path().join("engine");
    let id = || fs::read_to_string(&noted).unwrap_or_default();
    until("the engine starts", || id().ends_with('\n'));
    signal("TERM", &child);
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.code, Some(143), "{}", ran.err);
    let engine = Command::new("kill").args(["-0", id().trim()]).output();
    assert!(!engine.unwrap().status.success(), "the engine still runs");
}
