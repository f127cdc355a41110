//! Rows as an Arrow file.

use std::fmt;
use std::io::{self, Write};

use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;

use super::failure::of_arrow;
use super::plain::{plain, plain_schema};
use super::record_batches::RecordBatches;
use crate::{Record, Row};

/// Writes rows to an Arrow file (IPC, "Feather" version 2), in batches of 65,536 rows.
///
/// Call [`finish`](Self::finish): without it, most programs cannot read the file.
///
/// The file has the [`schema`](super::schema), but with plain text instead of dictionaries. All batches
/// of a file share a dictionary: it would grow with every content hash, in memory as well, or need deltas
/// between batches, which polars refuses to read. The file is not compressed, so programs can map it
/// into memory. If size matters, use Parquet.
pub struct ArrowFileWriter<W: Write> {
    batches: RecordBatches,
    out: FileWriter<W>,
}

impl<W: Write> ArrowFileWriter<W> {
    /// Starts a file of [`Row`]s.
    ///
    /// # Errors
    ///
    /// I/O errors of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        Self::of(out, RecordBatches::of::<Row<'_>>(None))
    }

    /// Starts a file for the rows that these batches take: rows of another table, or only some columns.
    ///
    /// # Errors
    ///
    /// I/O errors of `out`.
    pub fn of(out: W, batches: RecordBatches) -> io::Result<Self> {
        let schema = plain_schema(&batches.schema());
        let out = FileWriter::try_new(out, &schema).map_err(of_arrow)?;
        Ok(Self { batches, out })
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// I/O errors of the output, and `InvalidInput` for a [`RowTooLarge`](super::RowTooLarge).
    ///
    /// # Panics
    ///
    /// If the row has another type than the file.
    pub fn write(&mut self, row: &impl Record) -> io::Result<()> {
        match self.batches.push(row)? {
            Some(batch) => self.plain(&batch),
            None => Ok(()),
        }
    }

    /// Adds a batch of [`RecordBatches`] after the rows so far.
    ///
    /// You can make batches on several threads, but must write them in order.
    ///
    /// # Errors
    ///
    /// I/O errors of the output, and `Other` if the batch has another schema.
    pub fn write_batch(&mut self, batch: &RecordBatch) -> io::Result<()> {
        if let Some(before) = self.batches.finish() {
            self.plain(&before)?;
        }
        self.plain(batch)
    }

    /// Writes the remaining rows and the footer, and flushes the output. A table without rows is also a
    /// valid file.
    ///
    /// # Errors
    ///
    /// I/O errors of the output.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(batch) = self.batches.finish() {
            self.plain(&batch)?;
        }
        self.out.finish().map_err(of_arrow)
    }

    fn plain(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let is_word = |field: &arrow_schema::FieldRef| {
            matches!(field.data_type(), arrow_schema::DataType::Dictionary(..))
        };
        if batch.schema().fields().iter().any(is_word) {
            let plain = plain(batch).map_err(of_arrow)?;
            return self.out.write(&plain).map_err(of_arrow);
        }
        self.out.write(batch).map_err(of_arrow)
    }
}

impl<W: Write> fmt::Debug for ArrowFileWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrowFileWriter")
            .field("batches", &self.batches)
            .finish_non_exhaustive()
    }
}
