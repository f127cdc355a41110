//! Record batches of jobs and of their cost.

use std::fmt;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::columns::Columns;
use super::schema::schema_of;
use crate::{Cell, Record};

/// A batch ends at this number of rows.
const ROWS: usize = 1 << 14;

/// A batch ends at this many bytes of text.
const TEXT: usize = 64 << 20;

/// Collects rows of any table into record batches with plain text. For [`Row`](crate::Row)s, of which there
/// are many, [`RowBatches`](super::RowBatches) is smaller and faster.
///
/// ```
/// use clavata_outcomes::tables::RecordBatches;
/// use clavata_outcomes::{Job, UsageRow};
///
/// let job: Job = serde_json::from_str(r#"{"results": [
///     {"report": {"tokenUsage": {"inputTokens": 2000, "billedTokens": 1000}}}
/// ]}"#)?;
/// let mut batches = RecordBatches::of::<UsageRow>(None);
/// for row in UsageRow::of_job(&job) {
///     assert!(batches.push(&row).is_none());
/// }
/// assert_eq!(batches.finish().map(|batch| batch.num_rows()), Some(1));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct RecordBatches {
    columns: Columns,
    rows: usize,
    text: usize,
}

impl RecordBatches {
    /// Takes rows of the type `R`, with all columns, or with the columns at these indexes in
    /// [`FIELDS`](Record::FIELDS), in that order.
    ///
    /// # Panics
    ///
    /// If there is no such column.
    pub fn of<R: Record>(columns: Option<&[usize]>) -> Self {
        let schema = schema_of::<R>(false, columns);
        Self {
            columns: Columns::new(schema, columns.map(<[usize]>::to_vec)),
            rows: 0,
            text: 0,
        }
    }

    /// The schema of the batches, with the types of [`job_schema`](super::job_schema); a multiplier is a 32-bit float.
    pub fn schema(&self) -> SchemaRef {
        self.columns.schema()
    }

    /// Adds a row. Returns the batch if this row completes it.
    ///
    /// # Panics
    ///
    /// If the row has another type, or a batch would have more than 2 GiB of text in one column, which no
    /// answer comes near.
    pub fn push(&mut self, row: &impl Record) -> Option<RecordBatch> {
        self.columns.push(row);
        self.rows += 1;
        let _ = row.each_cell(|cell| {
            if let Cell::Text(text) = cell {
                self.text += text.len();
            }
            Ok::<(), ()>(())
        });
        if self.rows >= ROWS || self.text > TEXT {
            self.finish()
        } else {
            None
        }
    }

    /// Returns the remaining rows, if there are any. You can add more: they start a new batch.
    pub fn finish(&mut self) -> Option<RecordBatch> {
        let rows = std::mem::take(&mut self.rows);
        self.text = 0;
        (rows > 0).then(|| self.columns.finish())
    }
}

impl fmt::Debug for RecordBatches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordBatches")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}
