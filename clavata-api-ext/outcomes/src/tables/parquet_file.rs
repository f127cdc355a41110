//! Rows as a Parquet file.

use std::fmt;
use std::io::{self, Write};

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};

use super::failure::of_parquet;
use super::record_batches::RecordBatches;
use crate::{Level, Record, Row};

/// The number of rows in a row group. Engines read groups in parallel, and skip those that cannot
/// hold a match.
const GROUP_ROWS: usize = 1 << 17;

/// A row group ends at this size, in bytes. It is kept in memory until then.
const GROUP_BYTES: usize = 32 << 20;

/// Writes rows to a Parquet file, compressed with Snappy, in row groups of at most 131,072 rows or about 32 MiB.
///
/// The file metadata has the version of this crate, as `clavata.version`.
///
/// Call [`finish`](Self::finish): without it, the file cannot be read. The output does not need a
/// buffer.
pub struct ParquetWriter<W: Write + Send> {
    batches: RecordBatches,
    out: ArrowWriter<W>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// Starts a file of [`Row`]s.
    ///
    /// # Errors
    ///
    /// I/O errors of `out`.
    pub fn new(out: W) -> io::Result<Self> {
        Self::of(out, RecordBatches::of::<Row<'_>>(None))
    }

    /// Records in the file metadata how deep its rows go, as `clavata.level`.
    #[must_use]
    pub fn noting_level(mut self, level: Level) -> Self {
        let level = Some(level.as_str().to_owned());
        self.out
            .append_key_value_metadata(KeyValue::new("clavata.level".to_owned(), level));
        self
    }

    /// Starts a file for the rows that these batches take: rows of another table, or only some columns.
    ///
    /// # Errors
    ///
    /// I/O errors of `out`.
    pub fn of(out: W, batches: RecordBatches) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            // Gives the parts of a map the names that Parquet requires.
            .set_coerce_types(true)
            // Engines skip row groups and pages by their minimum and maximum values.
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_key_value_metadata(Some(vec![KeyValue::new(
                "clavata.version".to_owned(),
                env!("CARGO_PKG_VERSION").to_owned(),
            )]))
            .build();
        // Without the Arrow schema: its text is in dictionaries, which pandas reads as categories.
        let options = ArrowWriterOptions::new()
            .with_properties(properties)
            .with_skip_arrow_metadata(true);
        let out = ArrowWriter::try_new_with_options(out, batches.schema(), options)
            .map_err(of_parquet)?;
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
            Some(batch) => self.out.write(&batch).map_err(of_parquet),
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
            self.out.write(&before).map_err(of_parquet)?;
        }
        self.out.write(batch).map_err(of_parquet)
    }

    /// Writes the remaining rows and the footer, and flushes the output. A table without rows is also a
    /// valid file.
    ///
    /// # Errors
    ///
    /// I/O errors of the output.
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
