//! The columns of the tables.

use std::sync::{Arc, LazyLock};

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};

use crate::Row;

/// The schema of every record batch: [`Row::COLUMNS`](crate::Row::COLUMNS), in that order.
///
/// | column | type | null if |
/// | --- | --- | --- |
/// | `job_uuid` | dictionary of text | the server sent none |
/// | `result_index` | 64-bit integer | never |
/// | `content_hash` | dictionary of text | never; empty if the server sent none |
/// | `content_metadata` | map from text to text | never; empty if there is none |
/// | `policy_id`, `policy_version_id` | dictionary of text | the server sent none |
/// | `policy_key` | dictionary of text | never; empty if the server sent none |
/// | `threshold` | 64-bit float | it is not a finite number |
/// | `kind` | dictionary of text | never |
/// | `label` | dictionary of text | the row is about the policy |
/// | `index` | 64-bit integer | the row has no place in a list |
/// | `message` | dictionary of text | the row has none |
/// | `outcome` | dictionary of text | never |
/// | `score` | 64-bit float | the server sent none, or the evaluation failed |
/// | `matched` | boolean | the outcome is neither true nor false, or it is false and the score shows a failure |
///
/// `DataFusion`, `DuckDB` and Spark all read these types correctly:
///
/// - Text that repeats is `Dictionary(Int32, Utf8)`, and every batch has its own dictionaries.
///   Engines without dictionaries read plain text.
/// - Ids are text: Spark reads a Parquet `UUID` as bytes.
/// - Integers are signed: Spark reads an unsigned 64-bit integer as a decimal.
/// - Metadata is a map, as in `content_metadata['key']`. Not every engine has functions to query
///   JSON in text.
///
/// Rows have no times. To get them, join with your list of jobs on `job_uuid`.
///
/// ```
/// use clavata_outcomes::{Row, tables};
///
/// let schema = tables::schema();
/// assert!(schema.fields().iter().map(|field| field.name()).eq(Row::COLUMNS));
/// ```
pub fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let column = |name: &&str| Field::new(*name, data_type(name), is_nullable(name));
        let fields: Fields = Row::COLUMNS.iter().map(column).collect();
        Arc::new(Schema::new(fields))
    });
    Arc::clone(&SCHEMA)
}

fn data_type(column: &str) -> DataType {
    match column {
        "result_index" | "index" => DataType::Int64,
        "threshold" | "score" => DataType::Float64,
        "matched" => DataType::Boolean,
        "content_metadata" => DataType::Map(Arc::new(entries()), false),
        _ => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
    }
}

fn is_nullable(column: &str) -> bool {
    !matches!(
        column,
        "result_index" | "content_hash" | "content_metadata" | "policy_key" | "kind" | "outcome"
    )
}

fn entries() -> Field {
    let pair = [
        Field::new(Field::MAP_KEY_FIELD_DEFAULT_NAME, DataType::Utf8, false),
        metadata_value(),
    ];
    let name = Field::MAP_ENTRIES_FIELD_DEFAULT_NAME;
    Field::new_struct(name, Fields::from_iter(pair), false)
}

/// Each key of the metadata has a text.
pub(super) fn metadata_value() -> Field {
    Field::new(Field::MAP_VALUE_FIELD_DEFAULT_NAME, DataType::Utf8, false)
}
