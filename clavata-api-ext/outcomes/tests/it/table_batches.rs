//! Rows collected into record batches.
#![cfg(feature = "arrow")]

use arrow_array::cast::AsArray as _;
use clavata_outcomes::tables::{ArrowFileWriter, ParquetWriter, RecordBatches, schema};
use clavata_outcomes::{Job, JobRow, Record as _, Row};
use serde_json::json;

use crate::table::{job, read_arrow, read_parquet, values, values_of, wild};

#[test]
fn batches_share_a_schema_and_have_dictionaries_of_their_own() {
    let job = wild();
    let mut batches = RecordBatches::of::<Row<'_>>(None).with_batch_rows(3);
    let mut all: Vec<_> = job
        .rows()
        .filter_map(|row| batches.push(&row).unwrap())
        .collect();
    all.extend(batches.finish());
    assert!(batches.finish().is_none());
    let rows: Vec<_> = all.iter().map(arrow_array::RecordBatch::num_rows).collect();
    assert_eq!(rows, [3, 3, 3, 1]);
    assert!(all.iter().all(|batch| batch.schema() == schema()));
    let kinds = all[3]
        .column_by_name("kind")
        .unwrap()
        .as_any_dictionary()
        .values()
        .len();
    assert_eq!(kinds, 1);
    assert_eq!(values(&all), values_of(job.rows()));
}

#[test]
fn a_batch_ends_before_its_text_outgrows_it() {
    let metadata = "x".repeat(1 << 20);
    let job = job(&json!({"results": [{"report": {
        "contentMetadata": {"about": metadata},
        "sectionEvaluationReports": vec![json!({}); 99],
    }}]}));
    let mut batches = RecordBatches::of::<Row<'_>>(None);
    let first = job
        .rows()
        .find_map(|row| batches.push(&row).unwrap())
        .unwrap();
    assert_eq!(first.num_rows(), 64);
}

#[test]
fn debug_output_holds_nothing_of_the_rows() {
    let job = wild();
    let mut batches = RecordBatches::of::<Row<'_>>(None);
    for row in job.rows() {
        batches.push(&row).unwrap();
    }
    let debug = format!("{batches:?}");
    assert!(
        debug.contains("rows: 10") && !debug.contains("Spam"),
        "{debug}"
    );
}

#[test]
fn batches_that_were_made_elsewhere_keep_their_place() {
    let job = wild();
    let rows: Vec<Row<'_>> = job.rows().collect();
    let mut elsewhere = RecordBatches::of::<Row<'_>>(None).with_batch_rows(4);
    let batches: Vec<_> = rows[3..]
        .iter()
        .filter_map(|row| elsewhere.push(row).unwrap())
        .collect();
    let (mut parquet, mut arrow) = (Vec::new(), Vec::new());
    let mut parquet_table = ParquetWriter::new(&mut parquet).unwrap();
    let mut arrow_table = ArrowFileWriter::new(&mut arrow).unwrap();
    for row in &rows[..3] {
        parquet_table.write(row).unwrap();
        arrow_table.write(row).unwrap();
    }
    for batch in &batches {
        parquet_table.write_batch(batch).unwrap();
        arrow_table.write_batch(batch).unwrap();
    }
    let last = elsewhere.finish().unwrap();
    parquet_table.write_batch(&last).unwrap();
    arrow_table.write_batch(&last).unwrap();
    parquet_table.finish().unwrap();
    arrow_table.finish().unwrap();
    assert_eq!(
        values(&read_parquet(parquet).1),
        values_of(rows.iter().copied())
    );
    assert_eq!(
        values(&read_arrow(arrow).1),
        values_of(rows.iter().copied())
    );
}

#[test]
#[should_panic(expected = "the row has another type")]
fn a_row_of_another_table_is_not_taken_for_one_of_this() {
    let job = Job::default();
    // The columns at the same indexes have the same types, but other meanings.
    let columns: Vec<usize> = (0..Row::FIELDS.len())
        .filter(|at| {
            JobRow::FIELDS
                .get(*at)
                .is_some_and(|field| field.kind == Row::FIELDS[*at].kind)
        })
        .collect();
    let mut batches = RecordBatches::of::<Row<'_>>(Some(&columns));
    let _ = batches.push(&JobRow::of(&job));
}
