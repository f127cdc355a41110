//! `--output`: a file that appears once it is complete, and round trips of the text formats.

use std::fs;
use std::path::Path;

use crate::support::{
    self, EXAMPLE_JOB, clavata, entries, flatten, json_lines, online, run, run_with,
};
use mock_gateway::{MockGateway, fixture_jobs, fixtures_dir};
use serde_json::{Map, Value};

const JOB: &str = r#"{"job":{"results":[{"report":{"result":"OUTCOME_TRUE"}}]}}"#;

/// Texts and numbers that are difficult for a text format.
const WILD: &str = r#"{"jobUuid":"44444444-4444-4444-8444-444444444444","results":[{"contentHash":"a,b","report":{
    "policyKey":"\"quoted\"\r\n\t👩‍🚀","contentMetadata":{"k,\"":"=1+1\n","🔑":""},"threshold":0.30000000000000004,
    "reviewResult":{"outcome":99,"score":"NaN"},"sectionEvaluationReports":[
        {"name":" Spam ","message":"ünï;'","result":"OUTCOME_MAYBE","reviewResult":{"score":5e-324},
         "assertionEvaluationReports":[{"message":"1","result":"OUTCOME_FAILED","score":-1}]}]}}]}"#;

/// The rows of a CSV file. An empty field is null, because CSV has no other way to express it.
fn csv_rows(text: &str) -> Vec<Value> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let value = |column: &str, field: &str| match column {
        _ if field.is_empty() => Value::Null,
        "result_index" | "content_metadata" | "threshold" | "index" | "score" | "matched"
        | "input_tokens" | "billed_tokens" | "multiplier" | "source_line" => {
            let value: Value = serde_json::from_str(field).unwrap();
            // Numbers are written as in JSON.
            let written = value.to_string();
            assert!(value.is_object() || written == field, "{field}");
            value
        }
        _ => Value::from(field),
    };
    let row = |record: csv::StringRecord| {
        let fields = columns.iter().zip(record.iter());
        let row: Map<_, _> = fields
            .map(|(column, field)| (column.to_owned(), value(column, field)))
            .collect();
        Value::from(row)
    };
    reader
        .records()
        .map(|record| row(record.unwrap()))
        .collect()
}

fn with_null_for_empty(mut rows: Vec<Value>) -> Vec<Value> {
    for value in rows
        .iter_mut()
        .flat_map(|row| row.as_object_mut().unwrap().values_mut())
    {
        if value == "" {
            *value = Value::Null;
        }
    }
    rows
}

#[test]
fn csv_and_ndjson_hold_the_rows() {
    let mut jobs: Vec<(String, Vec<Value>)> = fixture_jobs()
        .into_iter()
        .map(|job| (job.body, json_lines(&job.rows)))
        .collect();
    for row in jobs.iter_mut().flat_map(|(_, rows)| rows) {
        row["source_file"] = "stdin".into();
        row["source_line"] = 1.into();
    }
    let wild = json_lines(&flatten(&["--format", "jsonl"], WILD.as_bytes()).out);
    assert_eq!(wild[1]["label"], " Spam ");
    assert_eq!(wild[1]["score"], 5e-324);
    assert_eq!(wild[0]["outcome"], "99");
    jobs.push((WILD.to_owned(), wild));
    for (job, rows) in jobs {
        let ndjson = flatten(&["--format", "jsonl"], job.as_bytes());
        assert_eq!(json_lines(&ndjson.out), rows);
        let csv = flatten(&["--format", "csv", "--raw-outcomes"], job.as_bytes());
        assert_eq!(csv_rows(&csv.out), with_null_for_empty(rows));
    }
}

#[test]
fn text_tables_without_rows_have_their_columns_where_there_are_any() {
    let nothing = br#"{"job":{}}"#;
    assert_eq!(flatten(&["--format", "jsonl"], nothing).out, "");
    let csv = flatten(&["--format", "csv"], nothing).out;
    assert!(
        csv.starts_with("job_uuid,") && csv_rows(&csv).is_empty(),
        "{csv}"
    );
}

#[test]
fn a_file_holds_what_stdout_would_have_shown() {
    let folder = tempfile::tempdir().unwrap();
    let input = fixtures_dir().join("jobs-go/00003.json");
    let input = input.to_str().unwrap();
    for format in ["table", "jsonl", "json", "csv", "verdict"] {
        let file = folder.path().join(format);
        let name = file.to_str().unwrap();
        let shown = run_with(clavata(&["flatten", input, "--format", format]), b"");
        let ran = run_with(
            clavata(&["flatten", input, "--format", format, "--output", name]),
            b"",
        );
        assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
        assert_eq!(fs::read_to_string(file).unwrap(), shown.out);
    }
    assert_eq!(entries(folder.path()).len(), 5);
}

#[test]
fn a_file_may_be_replaced_by_what_was_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("job.json");
    fs::write(&file, JOB).unwrap();
    let name = file.to_str().unwrap();
    let ran = run_with(
        clavata(&["flatten", name, "--format", "verdict", "--output", name]),
        b"",
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        support::verdicts(&fs::read_to_string(&file).unwrap()),
        "{\"results\":[\"flagged\"],\"job\":\"flagged\"}\n"
    );
    assert_eq!(entries(folder.path()), ["job.json"]);
}

#[tokio::test]
async fn a_command_that_fails_leaves_the_file_as_it_was() {
    let gateway = MockGateway::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.jsonl");
    fs::write(&file, "before").unwrap();
    let name = file.to_str().unwrap();
    let unknown = "00000000-0000-4000-8000-00000000dead";
    let ran = run(online(&gateway, &["job", unknown, "--output", name])).await;
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "before");
    let ran = run(online(
        &gateway,
        &["job", EXAMPLE_JOB, "--format", "jsonl", "--output", name],
    ))
    .await;
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(json_lines(&fs::read_to_string(&file).unwrap()).len() > 1);
    assert_eq!(entries(folder.path()), ["rows.jsonl"]);
}

#[test]
fn a_file_that_cannot_be_is_refused_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing/rows.csv");
    for (name, why) in [
        (missing.to_str().unwrap(), "its folder does not exist"),
        (folder.path().to_str().unwrap(), "is a directory"),
    ] {
        // No key is set. The command fails before it needs one.
        let ran = run_with(clavata(&["job", EXAMPLE_JOB, "--output", name]), b"");
        assert_eq!(ran.code, Some(2));
        assert!(
            ran.err
                .starts_with(&format!("error: cannot write {name}: {why}")),
            "{}",
            ran.err
        );
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn protect(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn flattened(file: &Path) -> support::Ran {
        let name = file.to_str().unwrap();
        run_with(
            clavata(&["flatten", "-", "--format", "jsonl", "--output", name]),
            JOB.as_bytes(),
        )
    }

    #[test]
    fn a_file_that_others_may_not_read_stays_so() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.jsonl");
        for mode in [0o600, 0o640, 0o644] {
            fs::write(&file, "before").unwrap();
            protect(&file, mode);
            assert_eq!(flattened(&file).code, Some(0));
            assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, mode);
            assert!(fs::read_to_string(&file).unwrap().contains("TRUE"));
        }
    }

    #[test]
    fn a_link_is_replaced_and_what_it_leads_to_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let (file, victim) = (
            folder.path().join("rows.jsonl"),
            folder.path().join("victim"),
        );
        fs::write(&victim, "precious").unwrap();
        symlink(&victim, &file).unwrap();
        let ran = flattened(&file);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        assert!(fs::read_to_string(&file).unwrap().contains("TRUE"));
        assert_eq!(entries(folder.path()).len(), 2);
    }

    #[test]
    fn devices_and_streams_are_written_to() {
        assert_eq!(flattened(Path::new("/dev/null")).code, Some(0));
        let ran = flattened(Path::new("/dev/stdout"));
        assert!(ran.out.contains("TRUE"), "{}", ran.err);
        // It is a file here, and must remain the one that is open.
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("rows.jsonl");
        let mut command = clavata(&[
            "flatten",
            "-",
            "--format",
            "jsonl",
            "--output",
            "/dev/stdout",
        ]);
        command.stdout(fs::File::create(&file).unwrap());
        assert_eq!(run_with(command, JOB.as_bytes()).code, Some(0));
        assert!(fs::read_to_string(&file).unwrap().contains("TRUE"));
        assert!(fs::symlink_metadata("/dev/stdout").unwrap().is_symlink());
    }
}
