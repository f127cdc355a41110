//! Reads tables, and turns them back into what rows are as JSON.

use std::io::Cursor;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::FileReader;
use arrow_schema::{DataType, SchemaRef};
use arrow_select::take::take;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Map, Value};

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
        DataType::Float64 => {
            let numbers = column.as_primitive::<Float64Type>().iter();
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
