//! Rows survive being written as tables and read back.
#![cfg(feature = "arrow")]

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use arrow_schema::DataType;
use clavata_outcomes::tables::{ArrowFileWriter, ParquetWriter, RecordBatches, schema};
use clavata_outcomes::{Job, Level, Row, flatten};
use serde_json::{Value, json};

use crate::table::{self, arrow, job, parquet, read_arrow, read_parquet, values, values_of, wild};

fn fixtures() -> Vec<Job> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures");
    let mut jobs = Vec::new();
    for dialect in ["jobs-go", "jobs-sparse"] {
        for entry in fs::read_dir(fixtures.join(dialect)).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().len() == "00000.json".len() {
                let answer: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
                jobs.push(job(&answer["job"]));
            }
        }
    }
    assert!(jobs.len() >= 22, "only {} fixtures were found", jobs.len());
    jobs
}

#[test]
fn a_parquet_file_holds_the_rows() {
    let jobs = fixtures();
    let rows = || jobs.iter().flat_map(Job::rows);
    let (_, batches) = read_parquet(parquet(rows()));
    assert_eq!(values(&batches), values_of(rows()));
}

#[test]
fn an_arrow_file_holds_the_rows() {
    let jobs = fixtures();
    let rows = || jobs.iter().flat_map(Job::rows);
    let (_, batches) = read_arrow(arrow(rows()));
    assert_eq!(values(&batches), values_of(rows()));
}

#[test]
fn rows_straight_from_bytes_make_the_same_file() {
    let job = wild();
    let answer = serde_json::to_vec(&json!({"job": job})).unwrap();
    let mut file = Vec::new();
    let mut table = ParquetWriter::new(&mut file).unwrap();
    flatten::for_each_row(&answer, Level::All, |row| table.write(row).unwrap()).unwrap();
    table.finish().unwrap();
    assert!(file == parquet(job.rows()));
}

#[test]
fn what_is_strange_or_missing_stays_as_it_is() {
    let job = wild();
    let expected = values_of(job.rows());
    assert_eq!(expected.len(), 10);
    assert_eq!(expected[0]["outcome"], "OUTCOME_MAYBE");
    assert_eq!(expected[0]["score"], Value::Null);
    assert_eq!(expected[1]["label"], "");
    assert_eq!(expected[8]["threshold"], Value::Null);
    assert_eq!(values(&read_parquet(parquet(job.rows())).1), expected);
    assert_eq!(values(&read_arrow(arrow(job.rows())).1), expected);
}

#[test]
fn a_score_that_is_no_number_is_null_not_nan() {
    let job = wild();
    let (_, batches) = read_parquet(parquet(job.rows()));
    let null = |column: &str| batches[0].column_by_name(column).unwrap().null_count();
    assert_eq!(
        null("score"),
        job.rows().filter(|row| row.score.is_none()).count()
    );
    assert_eq!(null("threshold"), 1);
    assert_eq!(null("label"), 4);
}

#[test]
fn a_table_without_rows_is_a_file_with_its_columns() {
    let columns = |read: arrow_schema::SchemaRef| {
        assert!(
            read.fields()
                .iter()
                .map(|field| field.name())
                .eq(Row::COLUMNS)
        );
        let nullable = |schema: &arrow_schema::Schema| -> Vec<bool> {
            schema
                .fields()
                .iter()
                .map(|field| field.is_nullable())
                .collect()
        };
        assert_eq!(nullable(&read), nullable(&schema()));
        let texts =
            |field: &&arrow_schema::FieldRef| matches!(field.data_type(), DataType::Dictionary(..));
        read.fields().iter().filter(texts).count()
    };
    let (stored, batches) = read_parquet(parquet([]));
    // pandas would read dictionaries as categories.
    assert_eq!((columns(stored), batches.len()), (0, 0));
    let (plain, batches) = read_arrow(arrow([]));
    assert_eq!((columns(plain), batches.len()), (0, 0));
}

#[test]
fn long_tables_are_one_table_of_many_batches() {
    let job = wild();
    let row = job.rows().last().unwrap();
    let hashes: Vec<String> = (0..RecordBatches::DEFAULT_ROWS * 5 / 2)
        .map(|n| n.to_string())
        .collect();
    let rows = || {
        hashes.iter().map(|content_hash| {
            let mut row = row;
            row.content_hash = content_hash;
            row
        })
    };
    for (_, batches) in [read_parquet(parquet(rows())), read_arrow(arrow(rows()))] {
        assert!(batches.len() > 2, "{} batches", batches.len());
        let read = batches
            .iter()
            .flat_map(|batch| table::texts(batch, "content_hash"));
        assert!(read.eq(hashes.iter().cloned().map(Some)));
    }
}

/// A pipe whose reader is gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(ErrorKind::BrokenPipe.into())
    }
}

#[test]
fn a_broken_pipe_is_told_as_one() {
    let job = wild();
    let row = job.rows().next().unwrap();
    let parquet = ParquetWriter::new(Gone).and_then(|mut table| {
        table.write(&row)?;
        table.finish()
    });
    assert_eq!(parquet.unwrap_err().kind(), ErrorKind::BrokenPipe);
    let arrow = ArrowFileWriter::new(Gone).and_then(|mut table| {
        table.write(&row)?;
        table.finish()
    });
    assert_eq!(arrow.unwrap_err().kind(), ErrorKind::BrokenPipe);
}
