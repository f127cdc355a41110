//! Collects rows into record batches.

use std::{fmt, io, mem};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::columns::Columns;
use super::schema::{schema, schema_of};
use crate::Row;

/// A batch ends once it holds this many bytes of text: a row can have a lot of metadata.
const TEXT_OF_A_BATCH: usize = 64 << 20;

/// The maximum length of the text of a row, in bytes. Arrow counts the bytes of a column in 31 bits, and an
/// unfinished batch plus one row must fit.
const TEXT_OF_A_ROW: usize = 1 << 30;

/// Collects rows into record batches of the [`schema`](super::schema).
///
/// Each batch has its own dictionaries, so one batch bounds the memory.
///
/// ```
/// use clavata_outcomes::Job;
/// use clavata_outcomes::tables::RowBatches;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let job: Job = serde_json::from_str(r#"{"results": [{"report": {"result": "OUTCOME_TRUE"}}]}"#)?;
///
/// let mut batches = RowBatches::new(RowBatches::DEFAULT_ROWS);
/// for row in job.rows() {
///     if let Some(batch) = batches.push(&row)? {
///         println!("{} rows", batch.num_rows());
///     }
/// }
/// let last = batches.finish().ok_or("there was a row")?;
/// assert_eq!(last.num_rows(), 1);
/// # Ok(())
/// # }
/// ```
pub struct RowBatches {
    columns: Columns,
    rows: usize,
    text: usize,
    batch_rows: usize,
}

impl RowBatches {
    /// The default number of rows in a batch.
    pub const DEFAULT_ROWS: usize = 1 << 16;

    /// Makes batches of `batch_rows` rows, or of 1 if it is 0. A batch ends early if it holds more
    /// than 64 MiB of text.
    pub fn new(batch_rows: usize) -> Self {
        Self::of(batch_rows, Columns::new(schema(), None))
    }

    /// Like [`new`](Self::new), but with only these columns, in this order, given by their indexes in
    /// [`Row::COLUMNS`](crate::Row::COLUMNS).
    pub fn with_columns(batch_rows: usize, columns: &[usize]) -> Self {
        let schema = schema_of::<Row<'_>>(true, Some(columns));
        Self::of(batch_rows, Columns::new(schema, Some(columns.to_vec())))
    }

    fn of(batch_rows: usize, columns: Columns) -> Self {
        Self {
            columns,
            rows: 0,
            text: 0,
            batch_rows,
        }
    }

    /// The schema of the batches.
    pub fn schema(&self) -> SchemaRef {
        self.columns.schema()
    }

    /// Adds a row. Returns the batch if this row completes it.
    ///
    /// # Errors
    ///
    /// [`RowTooLarge`] if the row has more than 1 GiB of text. The row is not added.
    pub fn push(&mut self, row: &Row<'_>) -> Result<Option<RecordBatch>, RowTooLarge> {
        let text = text_of(row);
        if text > TEXT_OF_A_ROW {
            return Err(RowTooLarge(()));
        }
        self.columns.push(row);
        self.rows += 1;
        self.text += text;
        if self.rows >= self.batch_rows || self.text > TEXT_OF_A_BATCH {
            Ok(self.finish())
        } else {
            Ok(None)
        }
    }

    /// Returns the remaining rows, if there are any. You can add more rows: they start a new batch.
    pub fn finish(&mut self) -> Option<RecordBatch> {
        self.text = 0;
        let rows = mem::take(&mut self.rows);
        (rows > 0).then(|| self.columns.finish())
    }
}

impl Default for RowBatches {
    /// Makes batches of [`DEFAULT_ROWS`](Self::DEFAULT_ROWS).
    fn default() -> Self {
        Self::new(Self::DEFAULT_ROWS)
    }
}

impl fmt::Debug for RowBatches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowBatches")
            .field("rows", &self.rows)
            .field("batch_rows", &self.batch_rows)
            .finish_non_exhaustive()
    }
}

/// The bytes of text in a row, without the columns that are always short.
fn text_of(row: &Row<'_>) -> usize {
    let metadata = row.content_metadata.iter();
    row.content_hash.len()
        + row.policy_key.len()
        + row.label.map_or(0, str::len)
        + row.message.map_or(0, str::len)
        + row.outcome_text().len()
        + row.job_status().map_or(0, str::len)
        + row.source_file.map_or(0, str::len)
        + metadata
            .map(|(key, value)| key.len() + value.len())
            .sum::<usize>()
}

/// A row has more than 1 GiB of text, which no batch can hold.
///
/// No answer of the gateway is nearly that large, so check the source of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowTooLarge(());

impl fmt::Display for RowTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row has more than 1 GiB of text, which no table can hold")
    }
}

impl std::error::Error for RowTooLarge {}

impl From<RowTooLarge> for io::Error {
    fn from(error: RowTooLarge) -> Self {
        io::Error::new(io::ErrorKind::InvalidInput, error)
    }
}
