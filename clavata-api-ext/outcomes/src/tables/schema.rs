//! The columns of the tables.

use std::sync::{Arc, LazyLock};

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};

use crate::{FieldKind, JobRow, Record, Row};

/// The schema of record batches of rows: [`Row::COLUMNS`](crate::Row::COLUMNS), in that order.
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
/// | `label` | dictionary of text | the row is about the policy, or about a label whose name the server does not send |
/// | `index` | 64-bit integer | the row is not in a list |
/// | `message` | dictionary of text | the row has none |
/// | `outcome` | dictionary of text | never |
/// | `score` | 64-bit float | the server sent none, or the evaluation failed |
/// | `matched` | boolean | the outcome is neither true nor false, or it is false and the score shows a failure |
/// | `verdict` | dictionary of text | never; it is that of the result |
/// | `job_status` | dictionary of text | the row is from an evaluation, not from a job, or was read without the columns of the job |
/// | `job_created`, `job_updated`, `job_completed` | timestamp in microseconds, UTC | the same, or the server does not say |
/// | `result_created` | timestamp in microseconds, UTC | the same |
/// | `label_id`, `label_version_id` | dictionary of text | no label was evaluated on its own |
/// | `input_tokens`, `billed_tokens` | 64-bit integer | the server does not say, or it is not the policy row |
/// | `multiplier` | 32-bit float | the same |
/// | `source_file` | dictionary of text | the source of the row was not set |
/// | `source_line` | 64-bit integer | the same |
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
/// ```
/// use clavata_outcomes::{Row, tables};
///
/// let schema = tables::schema();
/// assert!(schema.fields().iter().map(|field| field.name()).eq(Row::COLUMNS));
/// ```
pub fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| schema_of::<Row<'_>>(None));
    Arc::clone(&SCHEMA)
}

/// The schema of the table of jobs: [`JobRow::COLUMNS`], in that order.
///
/// Times are timestamps in microseconds, UTC. Counts, tokens and the line are 64-bit integers, the threshold is a
/// 64-bit float, and everything else is text. `status`, `content`, `results`, `verdict`, `failed_results`,
/// `job_type` and `silent_results` are never null.
///
/// ```
/// use clavata_outcomes::{JobRow, tables};
///
/// let schema = tables::job_schema();
/// assert!(schema.fields().iter().map(|field| field.name()).eq(JobRow::COLUMNS));
/// ```
pub fn job_schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| schema_of::<JobRow<'_>>(None));
    Arc::clone(&SCHEMA)
}

/// The schema of these columns of a record, or of all. Text is in dictionaries if the rows of a report share some of it,
/// because it then repeats from row to row.
pub(super) fn schema_of<R: Record>(chosen: Option<&[usize]>) -> SchemaRef {
    let has_words = R::FIELDS.iter().any(|field| field.is_of_report);
    let field = |field: &crate::Field| {
        let data_type = data_type(field.kind, has_words);
        Field::new(field.name, data_type, field.is_nullable)
    };
    let fields: Fields = match chosen {
        None => R::FIELDS.iter().map(field).collect(),
        Some(chosen) => chosen.iter().map(|at| field(&R::FIELDS[*at])).collect(),
    };
    Arc::new(Schema::new(fields))
}

fn data_type(kind: FieldKind, has_words: bool) -> DataType {
    match kind {
        FieldKind::Text if has_words => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
        FieldKind::Text => DataType::Utf8,
        FieldKind::Whole => DataType::Int64,
        FieldKind::Fraction => DataType::Float64,
        FieldKind::Single => DataType::Float32,
        FieldKind::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        FieldKind::Flag => DataType::Boolean,
        FieldKind::Metadata => DataType::Map(Arc::new(entries()), false),
    }
}

fn entries() -> Field {
    let pair = [
        Field::new(Field::MAP_KEY_FIELD_DEFAULT_NAME, DataType::Utf8, false),
        metadata_value(),
    ];
    let name = Field::MAP_ENTRIES_FIELD_DEFAULT_NAME;
    Field::new_struct(name, Fields::from_iter(pair), false)
}

/// Every metadata key has a text.
pub(super) fn metadata_value() -> Field {
    Field::new(Field::MAP_VALUE_FIELD_DEFAULT_NAME, DataType::Utf8, false)
}
