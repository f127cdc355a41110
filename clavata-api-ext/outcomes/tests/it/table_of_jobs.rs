//! The table of jobs as Arrow and Parquet.
#![cfg(feature = "arrow")]

use clavata_outcomes::tables::{ArrowFileWriter, ParquetWriter, RecordBatches, job_schema};
use clavata_outcomes::{Job, JobRow};
use serde_json::{Value, json};

use crate::table::{job, read_arrow, read_parquet, values};

fn jobs() -> Vec<Job> {
    vec![
        job(
            &json!({"jobUuid": "a", "customerId": "c", "status": "JOB_STATUS_COMPLETED", "jobType": "JOB_TYPE_STANDARD",
            "created": "2026-03-01T12:34:56.000001Z", "threshold": 0.5, "contentData": [{}],
            "results": [{"report": {"result": "OUTCOME_TRUE"}}]}),
        ),
        job(&json!({"status": 99, "threshold": "NaN", "results": [{}]})),
        job(&json!({})),
    ]
}

fn expected() -> Vec<Value> {
    let jobs = jobs();
    let value = |(line, job)| {
        let mut row = serde_json::to_value(JobRow::of(job).read_from("jobs.json", line)).unwrap();
        if row["created"].is_string() {
            row["created"] = json!(1_772_368_496_000_001_i64); // microseconds
        }
        row
    };
    (1..).zip(&jobs).map(value).collect()
}

#[test]
fn both_files_hold_what_the_rows_are_as_json() {
    let jobs = jobs();
    let mut batches = RecordBatches::of::<JobRow<'_>>(None);
    for (line, job) in (1..).zip(&jobs) {
        assert!(
            batches
                .push(&JobRow::of(job).read_from("jobs.json", line))
                .unwrap()
                .is_none()
        );
    }
    let batch = batches.finish().unwrap();
    assert!(batches.finish().is_none());
    assert_eq!(values(std::slice::from_ref(&batch)), expected());

    let (mut parquet, mut arrow) = (Vec::new(), Vec::new());
    let mut file = ParquetWriter::of(&mut parquet, RecordBatches::of::<JobRow<'_>>(None)).unwrap();
    file.write_batch(&batch).unwrap();
    file.finish().unwrap();
    let (schema, read) = read_parquet(parquet);
    assert_eq!(
        (schema.fields(), values(&read)),
        (job_schema().fields(), expected())
    );

    let mut file = ArrowFileWriter::of(&mut arrow, RecordBatches::of::<JobRow<'_>>(None)).unwrap();
    file.write_batch(&batch).unwrap();
    file.finish().unwrap();
    let (schema, read) = read_arrow(arrow);
    assert_eq!((schema, values(&read)), (job_schema(), expected()));
}

#[test]
fn a_full_batch_is_returned_and_the_next_begins_empty() {
    let job = Job::default();
    let mut batches = RecordBatches::of::<JobRow<'_>>(None);
    let full = (0..70_000).find_map(|_| batches.push(&JobRow::of(&job)).unwrap());
    assert_eq!(full.unwrap().num_rows(), RecordBatches::DEFAULT_ROWS);
    assert!(batches.finish().is_none());
    assert!(batches.push(&JobRow::of(&job)).unwrap().is_none());
    assert_eq!(batches.finish().unwrap().num_rows(), 1);
}

#[test]
fn a_row_serializes_its_columns_in_order() {
    let text = serde_json::to_string(&JobRow::of(&Job::default())).unwrap();
    let places: Vec<_> = JobRow::COLUMNS
        .map(|name| text.find(&format!("\"{name}\":")))
        .into();
    assert!(places[0].is_some() && places.is_sorted(), "{text}");
    assert_eq!(text.matches("\":").count(), JobRow::COLUMNS.len());
}
