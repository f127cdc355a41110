//! The metadata of a Parquet file, and how engines use it to skip parts of the file.
#![cfg(feature = "arrow")]

use std::collections::BTreeMap;

use clavata_outcomes::tables::{ParquetWriter, RecordBatches};
use clavata_outcomes::{JobRow, Level};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::statistics::Statistics;
use serde_json::json;

use crate::table::job;

fn metadata(file: Vec<u8>) -> ParquetMetaData {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    builder.metadata().as_ref().clone()
}

fn statistics<'a>(metadata: &'a ParquetMetaData, name: &str) -> &'a Statistics {
    let mut columns = metadata.row_group(0).columns().iter();
    let column = columns.find(|column| column.column_path().string() == name);
    column.unwrap().statistics().unwrap()
}

#[test]
fn the_file_names_its_program_and_its_level() {
    let mut file = Vec::new();
    let table = ParquetWriter::new(&mut file).unwrap();
    table.noting_level(Level::Label).finish().unwrap();
    let metadata = metadata(file);
    let notes: BTreeMap<_, _> = metadata
        .file_metadata()
        .key_value_metadata()
        .unwrap()
        .iter()
        .map(|note| (note.key.as_str(), note.value.as_deref().unwrap()))
        .collect();
    assert_eq!(notes["clavata.version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(notes["clavata.level"], "label");
}

#[test]
fn scores_thresholds_and_times_have_their_least_and_greatest_value() {
    let job = job(
        &json!({"created": "2026-03-01T00:00:00Z", "threshold": 0.5, "results": [{"report": {
        "threshold": 0.25, "reviewResult": {"outcome": 2, "score": 0.75},
        "sectionEvaluationReports": [{"reviewResult": {"outcome": 1, "score": 0.125}}]}}]}),
    );
    let mut file = Vec::new();
    let mut table = ParquetWriter::new(&mut file).unwrap();
    job.rows().for_each(|row| table.write(&row).unwrap());
    table.finish().unwrap();
    let rows = metadata(file);
    for (name, least, greatest) in [("score", 0.125, 0.75), ("threshold", 0.25, 0.25)] {
        let Statistics::Double(of) = statistics(&rows, name) else {
            panic!("{name} is no number")
        };
        assert_eq!(
            (of.min_opt(), of.max_opt()),
            (Some(&least), Some(&greatest)),
            "{name}"
        );
    }

    let Statistics::Int64(created) = statistics(&rows, "job_created") else {
        panic!("times are whole numbers")
    };
    assert_eq!(created.min_opt(), Some(&1_772_323_200_000_000));

    let mut file = Vec::new();
    let batches = RecordBatches::of::<JobRow<'_>>(None);
    let mut table = ParquetWriter::of(&mut file, batches).unwrap();
    table.write(&JobRow::of(&job)).unwrap();
    table.finish().unwrap();
    let jobs = metadata(file);
    let Statistics::Int64(created) = statistics(&jobs, "created") else {
        panic!("times are whole numbers")
    };
    assert_eq!(created.min_opt(), Some(&1_772_323_200_000_000));
    assert_eq!(created.max_opt(), created.min_opt());
}
