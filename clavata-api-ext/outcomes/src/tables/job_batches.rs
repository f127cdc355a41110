//! Jobs as record batches.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{
    Float64Builder, Int64Builder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use clavata_api::Id;

use crate::JobRow;

/// A batch ends at this number of jobs.
const ROWS: usize = 1 << 14;

/// A batch ends at this many bytes of text.
const TEXT: usize = 64 << 20;

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
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let column = |name: &&str| Field::new(*name, data_type(name), is_nullable(name));
        let fields: Vec<_> = JobRow::COLUMNS.iter().map(column).collect();
        Arc::new(Schema::new(fields))
    });
    Arc::clone(&SCHEMA)
}

fn data_type(column: &str) -> DataType {
    match column {
        "created" | "updated" | "completed" => {
            DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))
        }
        "content" | "results" | "failed_results" | "source_line" | "input_tokens"
        | "billed_tokens" | "silent_results" => DataType::Int64,
        "threshold" => DataType::Float64,
        _ => DataType::Utf8,
    }
}

fn is_nullable(column: &str) -> bool {
    !matches!(
        column,
        "status"
            | "content"
            | "results"
            | "verdict"
            | "failed_results"
            | "job_type"
            | "silent_results"
    )
}

/// Collects jobs into record batches of the [`job_schema`].
#[derive(Debug, Default)]
pub struct JobBatches {
    columns: Vec<Column>,
    rows: usize,
    text: usize,
}

#[derive(Debug)]
enum Column {
    Text(StringBuilder),
    Number(Int64Builder),
    Fraction(Float64Builder),
    Time(TimestampMicrosecondBuilder),
}

/// A value of a row.
enum Cell<'a> {
    Text(Option<&'a str>),
    Number(Option<i64>),
    Fraction(Option<f64>),
    Time(Option<i64>),
}

impl JobBatches {
    /// Adds a job. Returns the batch if this job completes it.
    ///
    /// # Panics
    ///
    /// If a batch would have more than 2 GiB of text in one column, which no answer comes near.
    pub fn push(&mut self, row: &JobRow<'_>) -> Option<RecordBatch> {
        if self.columns.is_empty() {
            let columns = job_schema();
            self.columns = columns.fields().iter().map(|field| column(field)).collect();
        }
        let ids = [
            row.job_uuid,
            row.policy_id,
            row.policy_version_id,
            row.customer_id,
            row.label_id,
            row.label_version_id,
        ]
        .map(|id| id.map(Id::to_string));
        let [job, policy, version, customer, label, label_version] =
            ids.each_ref().map(|id| Cell::Text(id.as_deref()));
        let count = |count: usize| Cell::Number(i64::try_from(count).ok());
        let tokens = |tokens: Option<u64>| {
            Cell::Number(tokens.and_then(|tokens| i64::try_from(tokens).ok()))
        };
        let time = |time: Option<chrono::DateTime<chrono::Utc>>| {
            Cell::Time(time.map(|time| time.timestamp_micros()))
        };
        let cells: [Cell<'_>; JobRow::COLUMNS.len()] = [
            job,
            Cell::Text(Some(row.status)),
            policy,
            version,
            time(row.created),
            time(row.updated),
            time(row.completed),
            count(row.content),
            count(row.results),
            Cell::Text(Some(row.verdict)),
            Cell::Text(row.reason.as_deref()),
            count(row.failed_results),
            Cell::Text(Some(row.job_type)),
            customer,
            label,
            label_version,
            Cell::Fraction(Some(row.threshold).filter(|number| number.is_finite())),
            Cell::Text(row.source_file),
            Cell::Number(row.source_line.and_then(|line| i64::try_from(line).ok())),
            tokens(row.input_tokens),
            tokens(row.billed_tokens),
            count(row.silent_results),
        ];
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            self.text += column.push(cell);
        }
        self.rows += 1;
        if self.rows >= ROWS || self.text > TEXT {
            self.finish()
        } else {
            None
        }
    }

    /// Returns the remaining jobs, if there are any. You may add more: they start a new batch.
    pub fn finish(&mut self) -> Option<RecordBatch> {
        (self.rows, self.text) = (0, 0);
        let columns: Vec<ArrayRef> = self.columns.drain(..).map(Column::finish).collect();
        (!columns.is_empty()).then(|| batch(columns))
    }
}

fn batch(columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(job_schema(), columns).expect("the columns are those of the schema")
}

fn column(field: &Field) -> Column {
    match field.data_type() {
        DataType::Int64 => Column::Number(Int64Builder::new()),
        DataType::Float64 => Column::Fraction(Float64Builder::new()),
        DataType::Timestamp(..) => {
            Column::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC"))
        }
        _ => Column::Text(StringBuilder::new()),
    }
}

impl Column {
    /// Returns the number of bytes of text.
    fn push(&mut self, cell: Cell<'_>) -> usize {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => {
                column.append_option(text);
                return text.map_or(0, str::len);
            }
            (Self::Number(column), Cell::Number(number)) => column.append_option(number),
            (Self::Fraction(column), Cell::Fraction(number)) => column.append_option(number),
            (Self::Time(column), Cell::Time(time)) => column.append_option(time),
            _ => unreachable!("the cells are those of the schema"),
        }
        0
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut column) => Arc::new(column.finish()),
            Self::Number(mut column) => Arc::new(column.finish()),
            Self::Fraction(mut column) => Arc::new(column.finish()),
            Self::Time(mut column) => Arc::new(column.finish()),
        }
    }
}
