//! Rows as an Arrow file.

use std::fmt;
use std::io::{self, Write};

use arrow_array::RecordBatch;
use arrow_ipc::writer::FileWriter;

use super::batches::RowBatches;
use super::failure::of_arrow;
use super::plain::{plain, plain_schema};
use crate::Row;

/// Writes rows as an Arrow file (IPC, "Feather" version 2), a batch of 65,536 rows at a time.
///
/// The file is complete once [`finish`](Self::finish) has returned; most programs read nothing
/// without it. It has the [`schema`](super::schema), with plain text for dictionaries: in a file, all
/// batches have to share a dictionary, so that it would grow with every content hash, in memory too, or
/// be patched from batch to batch, which polars refuses to read. It is not compressed, so that it can be
/// mapped into memory; take Parquet where size matters.
pub struct ArrowFileWriter<W: Write> {
    batches: RowBatches,
    out: FileWriter<W>,
}

impl<W: Write> ArrowFileWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        let out = FileWriter::try_new(out, &plain_schema()).map_err(of_arrow)?;
        let batches = RowBatches::default();
        Ok(Self { batches, out })
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// Those of what is written to, and `InvalidInput` for a [`RowTooLarge`](super::RowTooLarge).
    pub fn write(&mut self, row: &Row<'_>) -> io::Result<()> {
        match self.batches.push(row)? {
            Some(batch) => self.plain(&batch),
            None => Ok(()),
        }
    }

    /// Adds a batch of [`RowBatches`], behind the rows so far.
    ///
    /// Make batches in as many threads as you like, and write them in their order.
    ///
    /// # Errors
    ///
    /// Those of what is written to, and `Other` where the batch has another schema.
    pub fn write_batch(&mut self, batch: &RecordBatch) -> io::Result<()> {
        if let Some(before) = self.batches.finish() {
            self.plain(&before)?;
        }
        self.plain(batch)
    }

    /// Writes what is left and the footer, and flushes what is written to. A table without rows is
    /// a file too.
    ///
    /// # Errors
    ///
    /// Those of what is written to.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(batch) = self.batches.finish() {
            self.plain(&batch)?;
        }
        self.out.finish().map_err(of_arrow)
    }

    fn plain(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let plain = plain(batch).map_err(of_arrow)?;
        self.out.write(&plain).map_err(of_arrow)
    }
}

impl<W: Write> fmt::Debug for ArrowFileWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrowFileWriter")
            .field("batches", &self.batches)
            .finish_non_exhaustive()
    }
}
