//! Collects rows into record batches.

use std::{fmt, io, mem};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::columns::Columns;
use super::schema::schema_of;
use crate::{Cell, Field, Record};

/// A batch ends once it holds this many bytes of text: a row can have a lot of metadata.
const TEXT_OF_A_BATCH: usize = 64 << 20;

/// The maximum length of the text of a row, in bytes. Arrow counts the bytes of a column in 31 bits, and an
/// unfinished batch plus one row must fit.
const TEXT_OF_A_ROW: usize = 1 << 30;

/// Collects rows of a table into record batches.
///
/// The text of [`Row`](crate::Row)s repeats, so it is in dictionaries; that of other tables is plain. Each batch has its
/// own dictionaries, so one batch bounds the memory.
///
/// ```
/// use clavata_outcomes::tables::RecordBatches;
/// use clavata_outcomes::{Job, Row, decode};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let job: Job = decode(br#"{"results": [{"report": {"result": "OUTCOME_TRUE"}}]}"#)?;
///
/// let mut batches = RecordBatches::of::<Row>(None);
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
pub struct RecordBatches {
    /// All columns of the rows.
    fields: &'static [Field],
    columns: Columns,
    rows: usize,
    text: usize,
    batch_rows: usize,
}

impl RecordBatches {
    /// The default number of rows in a batch.
    pub const DEFAULT_ROWS: usize = 1 << 16;

    /// Takes rows of the type `R`, with all columns, or with the columns at these indexes in
    /// [`FIELDS`](Record::FIELDS), in that order.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn of<R: Record>(columns: Option<&[usize]>) -> Self {
        let schema = schema_of::<R>(columns);
        Self {
            fields: R::FIELDS,
            columns: Columns::new(schema, columns.map(<[usize]>::to_vec)),
            rows: 0,
            text: 0,
            batch_rows: Self::DEFAULT_ROWS,
        }
    }

    /// Makes batches of this many rows, or of 1 if it is 0. A batch ends early if it holds more than 64 MiB
    /// of text. Default: [`DEFAULT_ROWS`](Self::DEFAULT_ROWS).
    #[must_use]
    pub fn with_batch_rows(mut self, rows: usize) -> Self {
        self.batch_rows = rows;
        self
    }

    /// The schema of the batches: [`schema`](super::schema), [`job_schema`](super::job_schema), or one with the same
    /// types.
    pub fn schema(&self) -> SchemaRef {
        self.columns.schema()
    }

    /// Adds a row. Returns the batch if this row completes it.
    ///
    /// # Errors
    ///
    /// [`RowTooLarge`] if the row has more than 1 GiB of text. The row is not added.
    ///
    /// # Panics
    ///
    /// If the row has another type, or has no value or a number that is not finite in a column that may not be null.
    pub fn push<R: Record>(&mut self, row: &R) -> Result<Option<RecordBatch>, RowTooLarge> {
        // Equal constants can have several addresses.
        if !std::ptr::eq(self.fields, R::FIELDS) {
            assert!(self.fields == R::FIELDS, "the row has another type");
            self.fields = R::FIELDS;
        }
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

impl fmt::Debug for RecordBatches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordBatches")
            .field("rows", &self.rows)
            .field("batch_rows", &self.batch_rows)
            .finish_non_exhaustive()
    }
}

/// The bytes of text in a row, without ids.
#[inline]
fn text_of(row: &impl Record) -> usize {
    let mut length = 0;
    let _ = row.each_cell(|cell| {
        length += match cell {
            Cell::Text(text) => text.len(),
            Cell::Outcome(_) => cell.outcome_text().len(),
            Cell::Metadata(metadata) => {
                let pairs = metadata.iter();
                pairs.map(|(key, value)| key.len() + value.len()).sum()
            }
            _ => 0,
        };
        Ok::<(), ()>(())
    });
    length
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
