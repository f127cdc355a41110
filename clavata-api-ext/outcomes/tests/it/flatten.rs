//! Rows straight from bytes: the fixtures, jobs in pieces, and what cannot be read.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use allocation_counter::measure;
use clavata_outcomes::Level;
use clavata_outcomes::flatten::{self, FlattenError, Flattener, Found};
use serde_json::Value;

fn fixtures() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let jobs = ["jobs-go", "jobs-sparse"].into_iter().flat_map(|dialect| {
        let entries = fs::read_dir(fixtures.join(dialect)).unwrap();
        entries.map(|entry| entry.unwrap().path())
    });
    let jobs: Vec<_> = jobs
        .filter(|path| path.file_name().unwrap().len() == "00000.json".len())
        .collect();
    assert!(jobs.len() >= 22, "only {} fixtures were found", jobs.len());
    jobs
}

/// What is found, one per line: rows as JSON, verdicts as words.
fn lines(found: &Found<'_>) -> Option<String> {
    Some(match found {
        Found::Row(row) => serde_json::to_string(row).unwrap(),
        Found::Result { verdict, .. } | Found::Evaluation { verdict, .. } => {
            verdict.as_str().to_owned()
        }
        Found::Job(job) => format!("job {}", job.verdict.as_str()),
        Found::StreamFailed(status) => format!("error {}", status.code),
        _ => return None,
    })
}

fn flattened(text: &str) -> Result<Vec<String>, FlattenError> {
    let mut all = Vec::new();
    Flattener::new(Level::All).flatten(text.as_bytes(), |found| {
        all.extend(lines(&found));
        Ok::<(), FlattenError>(())
    })?;
    Ok(all)
}

fn refused(text: &str) -> String {
    flattened(text).unwrap_err().to_string()
}

#[test]
fn rows_and_verdicts_equal_the_files_beside_the_jobs() {
    for path in fixtures() {
        let found = flattened(&fs::read_to_string(&path).unwrap()).unwrap();
        let (rows, verdicts): (Vec<_>, Vec<_>) =
            found.iter().partition(|line| line.starts_with('{'));

        let expected = fs::read_to_string(path.with_extension("rows.jsonl")).unwrap();
        let parsed = |line: &str| serde_json::from_str::<Value>(line).unwrap();
        let expected: Vec<Value> = expected.lines().map(parsed).collect();
        let rows: Vec<Value> = rows.into_iter().map(|row| parsed(row)).collect();
        assert_eq!(rows, expected, "{}", path.display());

        let expected = fs::read_to_string(path.with_extension("verdict.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let (job, results) = verdicts.split_last().unwrap();
        assert_eq!(
            Value::from(results.iter().map(|one| one.as_str()).collect::<Vec<_>>()),
            expected["results"]
        );
        assert_eq!(job.strip_prefix("job ").unwrap(), expected["job"]);
    }
}

#[test]
fn a_job_id_that_comes_last_is_in_its_rows() {
    let found = flattened(
        r#"{"results": [{"report": {}}], "jobUuid": "11111111-1111-4111-8111-111111111111", "status": 3}"#,
    );
    let found = found.unwrap();
    assert!(found[0].starts_with(r#"{"job_uuid":"11111111-1111-4111-8111-111111111111""#));
    assert_eq!(found[1..], ["undetermined", "job undetermined"]);
}

#[test]
fn keys_are_known_with_escapes_in_them() {
    let found = flattened(
        r#"{"\u006aob": {"results": [{"rep\u006frt": {"r\u0065sult": "OUTCOME\u005fTRUE"}}]}}"#,
    );
    assert_eq!(found.unwrap()[1..], ["flagged", "job flagged"]);
}

#[test]
fn the_deep_and_the_unknown_are_stepped_over() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let found = flattened(&format!(
        r#"{{"new": {deep}, "job": {{"deep": {deep}, "status": 1}}}}"#
    ));
    assert_eq!(found.unwrap(), ["job undetermined"]);
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (text, words) in [
        ("", "the input is empty"),
        (" \n", "the input is empty"),
        ("<html>", "value 0, byte 0: expected a JSON object"),
        (
            "{}",
            "value 0, byte 2: neither a job, nor a list of jobs, nor an evaluation",
        ),
        (
            r#"{"code": 5, "message": "x"}"#,
            "value 0, byte 27: neither a job, nor a list of jobs, nor an evaluation",
        ),
        (
            r#"{"job": null}"#,
            "value 0, byte 13: the answer holds no job",
        ),
        (
            r#"{"result": null}"#,
            "value 0, byte 16: this part of the stream has neither a result nor an error",
        ),
        (
            r#"{"status": 1} {"job": {"results": [{"report": {"policyKey": 7}}]}}"#,
            "value 1, byte 60: at job.results[0].report.policyKey: invalid type: integer, \
             expected a string",
        ),
    ] {
        assert_eq!(refused(text), words, "{text}");
    }
}

#[test]
fn a_key_that_comes_twice_is_refused_as_in_decoding() {
    for text in [
        r#"{"job": {}, "job": {}}"#,
        r#"{"job": {"status": 3, "status": 3}}"#,
        r#"{"job": {"results": [{"report": {"result": 1, "result": 1}}]}}"#,
        r#"{"job": {"results": [{"report": {"reviewResult": {"score": 1, "outcome": 1, "score": 1}}}]}}"#,
    ] {
        assert!(flattened(text).is_err(), "{text}");
        assert!(
            clavata_api::decode::<clavata_outcomes::api::GetJobResponse>(text.as_bytes()).is_err()
        );
    }
}

#[test]
fn a_text_that_ends_early_says_so() {
    for text in [
        r#"{"job": {"status": 3"#,
        r#"{"job": {"results": [{"report": {"policyKey": "a"#,
        "{",
        r#"{"job": nu"#,
    ] {
        let error = flattened(text).unwrap_err();
        assert!(error.is_cut_short(), "{error}");
    }
    assert!(
        !flattened(r#"{"job": {"status": 3]"#)
            .unwrap_err()
            .is_cut_short()
    );
}

#[test]
fn a_list_that_never_began_is_not_read_to_its_end() {
    let job = r#"{"jobUuid": "", "results": []}"#;
    for text in [format!("{job}]"), format!("[{job}]], [")] {
        let said = "a closing bracket has no opening one";
        assert!(refused(&text).ends_with(said), "{}", refused(&text));
    }
}

#[test]
fn the_caller_can_stop() {
    let job = br#"{"jobs": [{"results": [{"report": {}}]}, {"results": [{"report": {}}]}]}"#;
    let mut seen = 0;
    let stopped = Flattener::new(Level::All).flatten(job, |_| {
        seen += 1;
        Err::<(), Box<dyn std::error::Error>>("enough".into())
    });
    assert_eq!(stopped.unwrap_err().to_string(), "enough");
    assert_eq!(seen, 1);
}

fn job(results: usize) -> String {
    let rules = r#"[{"result": "OUTCOME_TRUE", "message": "say \"no\"", "score": 0.123456}, {"result": 7, "score": "NaN"}]"#;
    let mut text = String::from(r#"{"job": {"jobUuid": "", "status": 3, "results": ["#);
    for result in 0..results {
        let comma = if result == 0 { "" } else { ", " };
        write!(
            text,
            r#"{comma}{{"report": {{
                "policyKey": "a\nb", "contentMetadata": {{"id": "\u0031"}}, "result": 1,
                "sectionEvaluationReports": [{{
                    "name": "a", "result": 2, "message": "block",
                    "assertionEvaluationReports": {rules},
                    "exceptionEvaluationReport": {{"assertionEvaluationReports": {rules}, "reviewResult": null}}
                }}], "exceptionEvaluationReport": null
            }}}}"#
        )
        .unwrap();
    }
    text + r#"], "created": "2026-03-01T12:00:00Z", "updated": null}}"#
}

#[test]
fn rows_allocate_nothing_once_the_buffers_have_grown() {
    let mut flattener = Flattener::new(Level::All);
    let mut rows = 0;
    let mut allocations = |text: &str| {
        measure(|| {
            flattener
                .flatten(text.as_bytes(), |found| {
                    rows += usize::from(matches!(found, Found::Row(_)));
                    Ok::<(), FlattenError>(())
                })
                .unwrap();
        })
        .count_total
    };
    let (short, long) = (job(1), job(1_000));
    allocations(&short); // the buffers grow
    allocations(&long); // and so do those of learned reports
    let (short, long) = (allocations(&short), allocations(&long));
    assert_eq!(rows, 7 + 7_000 + 7 + 7_000);
    assert_eq!((short, long), (0, 0));
}

#[test]
fn a_whole_input_of_all_fixtures_reads_as_each_of_them() {
    let mut all = String::new();
    let mut expected = Vec::new();
    for path in fixtures() {
        let text = fs::read_to_string(path).unwrap();
        expected.extend(flattened(&text).unwrap());
        all += &text;
    }
    assert_eq!(flattened(&all).unwrap(), expected);

    let mut rows = 0;
    flatten::for_each_row(all.as_bytes(), Level::All, |_| rows += 1).unwrap();
    assert_eq!(
        rows,
        expected.iter().filter(|line| line.starts_with('{')).count()
    );
}
