//! Rows as a Parquet file.

use std::fmt;
use std::io::{self, Write};

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::batches::RowBatches;
use super::failure::of_parquet;
use super::schema::schema;
use crate::Row;

/// How many rows a row group has: engines read groups in parallel, and skip those that cannot
/// hold what they look for.
const GROUP_ROWS: usize = 1 << 17;

/// From which size on a row group ends, in bytes. It is held in memory until it ends.
const GROUP_BYTES: usize = 32 << 20;

/// Writes rows as a Parquet file, compressed with Snappy, a row group of 131,072 rows at a time.
///
/// The file is complete once [`finish`](Self::finish) has returned; without it nothing can be read.
/// What is written to needs no buffer of its own.
pub struct ParquetWriter<W: Write + Send> {
    batches: RowBatches,
    out: ArrowWriter<W>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            // The parts of a map get the names that Parquet demands.
            .set_coerce_types(true)
            .build();
        let out = ArrowWriter::try_new(out, schema(), Some(properties)).map_err(of_parquet)?;
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
            Some(batch) => self.out.write(&batch).map_err(of_parquet),
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
            self.out.write(&before).map_err(of_parquet)?;
        }
        self.out.write(batch).map_err(of_parquet)
    }

    /// Writes what is left and the footer, and flushes what is written to. A table without rows is
    /// a file too.
    ///
    /// # Errors
    ///
    /// Those of what is written to.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(batch) = self.batches.finish() {
            self.out.write(&batch).map_err(of_parquet)?;
        }
        self.out.finish().map_err(of_parquet)?;
        self.out.inner_mut().flush()
    }
}

impl<W: Write + Send> fmt::Debug for ParquetWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetWriter")
            .field("batches", &self.batches)
            .finish_non_exhaustive()
    }
}
