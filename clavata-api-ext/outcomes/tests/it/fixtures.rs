//! Jobs made with the vendor's own classes, in both dialects, with their expected rows and verdicts.

use std::fs;
use std::path::{Path, PathBuf};

use clavata_outcomes::api::GetJobResponse;
use clavata_outcomes::{Job, Row};
use serde_json::Value;

/// Every job in the fixtures, with the path of its file.
fn jobs() -> Vec<(PathBuf, Job)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut jobs = Vec::new();
    for dialect in ["jobs-go", "jobs-sparse"] {
        for entry in fs::read_dir(fixtures.join(dialect)).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().len() != "00000.json".len() {
                continue; // the rows and verdicts beside the jobs
            }
            let body = fs::read(&path).unwrap();
            let answer: GetJobResponse = clavata_api::decode(&body).unwrap();
            jobs.push((path, answer.job.unwrap_or_default().into()));
        }
    }
    assert!(jobs.len() >= 22, "only {} fixtures were found", jobs.len());
    jobs
}

fn expected_rows(job: &Path) -> Vec<String> {
    let rows = fs::read_to_string(job.with_extension("rows.jsonl")).unwrap();
    rows.lines().map(str::to_owned).collect()
}

#[test]
fn rows_equal_the_files_beside_the_jobs() {
    let mut compared = 0;
    for (path, job) in jobs() {
        let expected = expected_rows(&path);
        let rows: Vec<Row<'_>> = job.rows().collect();
        assert_eq!(rows.len(), expected.len(), "{}", path.display());
        for (row, expected) in rows.iter().zip(&expected) {
            let row = serde_json::to_string(row).unwrap();
            let ours: Value = serde_json::from_str(&row).unwrap();
            let theirs: Value = serde_json::from_str(expected).unwrap();
            assert_eq!(ours, theirs, "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 500, "only {compared} rows were compared");
}

#[test]
fn columns_come_in_their_order() {
    for (path, job) in jobs() {
        for row in job.rows() {
            let row = serde_json::to_string(&row).unwrap();
            let mut after = 0;
            for column in Row::COLUMNS {
                let key = format!("\"{column}\":");
                let at = row[after..].find(&key).unwrap_or_else(|| {
                    panic!("{column} is missing or too early in {}", path.display())
                });
                after += at + key.len();
            }
        }
    }
}

#[test]
fn scores_are_the_numbers_as_sent() {
    let mut compared = 0;
    for (path, job) in jobs() {
        for (row, expected) in job.rows().zip(expected_rows(&path)) {
            let (_, sent) = expected.rsplit_once("\"score\": ").unwrap();
            let sent: Option<f64> = sent.split(',').next().and_then(|sent| sent.parse().ok());
            assert_eq!(row.score, sent, "{}", path.display());
            compared += usize::from(sent.is_some());
        }
    }
    assert!(compared > 400, "only {compared} scores were compared");
}

#[test]
fn verdicts_equal_the_files_beside_the_jobs() {
    for (path, job) in jobs() {
        let expected = fs::read_to_string(path.with_extension("verdict.json")).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        let results: Vec<_> = job
            .content_results()
            .map(|one| one.verdict().as_str())
            .collect();
        assert_eq!(
            expected["results"],
            Value::from(results),
            "{}",
            path.display()
        );
        assert_eq!(
            expected["job"],
            job.verdict().as_str(),
            "{}",
            path.display()
        );
    }
}
