//! Writes rows as tables, reads the tables, and turns them back into rows as JSON.
#![cfg(feature = "arrow")]

use std::io::Cursor;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float32Type, Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::FileReader;
use arrow_schema::{DataType, SchemaRef};
use arrow_select::take::take;
use chrono::{DateTime, Utc};
use clavata_outcomes::tables::{ArrowFileWriter, ParquetWriter};
use clavata_outcomes::{Job, Row};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value, json};

pub(crate) fn job(answer: &Value) -> Job {
    serde_json::from_value(answer.clone()).unwrap()
}

/// Everything that a column may have to hold.
pub(crate) fn wild() -> Job {
    job(&json!({
        "jobUuid": "44444444-4444-4444-8444-444444444444",
        "results": [
            {"contentHash": "sha256::ünï", "report": {
                "policyId": "11111111-1111-4111-8111-111111111111",
                "policyKey": "Grüße 👩‍🚀 \u{0} \"quoted\", \r\n\t",
                "contentMetadata": {"": "", "id": "7", "🔑": "👩‍🚀\n,\"", "z": "'"},
                "threshold": 0.1,
                "reviewResult": {"outcome": "OUTCOME_MAYBE", "score": "NaN"},
                "sectionEvaluationReports": [
                    {"name": "", "message": "", "reviewResult": {"outcome": 99, "score": -1}},
                    {"name": "Spam", "result": "OUTCOME_TRUE", "reviewResult": {"outcome": 1, "score": 0.1},
                     "assertionEvaluationReports": [
                        {"message": "x".repeat(100_000), "result": "OUTCOME_FALSE", "score": 5e-324},
                        {"message": "Spam", "result": "OUTCOME_FAILED", "score": "Infinity"},
                     ],
                     "exceptionEvaluationReport": {"result": 2, "assertionEvaluationReports": [{"score": 1}]}},
                ],
                "exceptionEvaluationReport": {"result": "OUTCOME_UNSPECIFIED"},
            }},
            {"report": {"threshold": "NaN"}},
            {"error": "no report"},
            {"report": {}},
        ],
    }))
}

pub(crate) fn parquet<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut table = ParquetWriter::new(&mut file).unwrap();
    rows.into_iter().for_each(|row| table.write(&row).unwrap());
    table.finish().unwrap();
    file
}

pub(crate) fn arrow<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut table = ArrowFileWriter::new(&mut file).unwrap();
    rows.into_iter().for_each(|row| table.write(&row).unwrap());
    table.finish().unwrap();
    file
}

/// The rows as JSON, with times in microseconds.
pub(crate) fn values_of<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> Vec<Value> {
    let value = |row| {
        let mut row = serde_json::to_value(row).unwrap();
        for column in [
            "job_created",
            "job_updated",
            "job_completed",
            "result_created",
        ] {
            if let Some(time) = row[column].as_str() {
                let time: DateTime<Utc> = time.parse().unwrap();
                row[column] = time.timestamp_micros().into();
            }
        }
        row
    };
    rows.into_iter().map(value).collect()
}

pub(crate) fn read_parquet(file: Vec<u8>) -> (SchemaRef, Vec<RecordBatch>) {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file)).unwrap();
    let schema = builder.schema().clone();
    let batches = builder.with_batch_size(1 << 16).build().unwrap();
    (schema, batches.map(Result::unwrap).collect())
}

pub(crate) fn read_arrow(file: Vec<u8>) -> (SchemaRef, Vec<RecordBatch>) {
    let reader = FileReader::try_new(Cursor::new(file), None).unwrap();
    (reader.schema(), reader.map(Result::unwrap).collect())
}

/// The rows, as objects.
pub(crate) fn values(batches: &[RecordBatch]) -> Vec<Value> {
    batches.iter().flat_map(rows).collect()
}

fn rows(batch: &RecordBatch) -> Vec<Value> {
    let mut rows = vec![Map::new(); batch.num_rows()];
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        for (row, value) in rows.iter_mut().zip(column_values(column)) {
            row.insert(field.name().clone(), value);
        }
    }
    rows.into_iter().map(Value::Object).collect()
}

/// The texts of a column.
pub(crate) fn texts(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let text = |value: Value| value.as_str().map(str::to_owned);
    let column = column_values(batch.column_by_name(column).unwrap());
    column.into_iter().map(text).collect()
}

fn column_values(column: &dyn Array) -> Vec<Value> {
    if let Some(texts) = column.as_any_dictionary_opt() {
        return column_values(&take(texts.values(), texts.keys(), None).unwrap());
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().iter().map(Value::from).collect(),
        DataType::Int64 => {
            let numbers = column.as_primitive::<Int64Type>().iter();
            numbers.map(Value::from).collect()
        }
        DataType::Timestamp(..) => {
            let times = column.as_primitive::<TimestampMicrosecondType>().iter();
            times.map(Value::from).collect()
        }
        DataType::Boolean => column.as_boolean().iter().map(Value::from).collect(),
        DataType::Float64 => {
            let numbers = column.as_primitive::<Float64Type>().iter();
            numbers.map(Value::from).collect()
        }
        DataType::Float32 => {
            let numbers = column.as_primitive::<Float32Type>().iter();
            numbers.map(Value::from).collect()
        }
        DataType::Map(..) => {
            let maps = column.as_map().iter();
            maps.map(|pairs| object(&pairs.unwrap())).collect()
        }
        other => panic!("no column has the type {other}"),
    }
}

fn object(pairs: &dyn Array) -> Value {
    let pairs = pairs.as_struct();
    let keys = pairs.column(0).as_string::<i32>().iter().flatten();
    let values = column_values(pairs.column(1));
    keys.map(str::to_owned).zip(values).collect()
}
