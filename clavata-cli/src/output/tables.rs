//! Rows as Parquet and Arrow files, for query engines and data frames.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::tables::{
    ArrowFileWriter, ParquetWriter, RecordBatch, RecordBatches, RowBatches,
};
use clavata_api_ext::{Record, Row};

use super::choice::Choice;
use super::lines::Lines;
use super::shown_rows::ShownRows;
use super::{FromBytes, Piece};
use crate::arguments::Format;
use crate::exit::End;

/// The rows of answers in a table file. `None` once it is complete.
pub(super) struct Tables<W: Write + Send>(Option<TableFile<W>>);

enum TableFile<W: Write + Send> {
    Parquet(ParquetWriter<W>),
    Arrow(ArrowFileWriter<W>),
}

impl<W: Write + Send> TableFile<W> {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        match self {
            Self::Parquet(file) => file.write_batch(batch),
            Self::Arrow(file) => file.write_batch(batch),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Parquet(file) => file.finish(),
            Self::Arrow(file) => file.finish(),
        }
    }
}

impl<W: Write + Send> Tables<W> {
    /// Begins a Parquet or an Arrow file.
    pub(super) fn new(format: Format, out: W, shown: &ShownRows) -> Result<Self, End> {
        let columns = shown.choice.columns.as_deref();
        Ok(Self(Some(match (format, columns) {
            (Format::Parquet, columns) => {
                let file = match columns {
                    Some(columns) => ParquetWriter::with_columns(out, columns)?,
                    None => ParquetWriter::new(out)?,
                };
                TableFile::Parquet(file.noting_level(shown.level()))
            }
            (_, Some(columns)) => TableFile::Arrow(ArrowFileWriter::with_columns(out, columns)?),
            (_, None) => TableFile::Arrow(ArrowFileWriter::new(out)?),
        })))
    }
}

impl<W: Write + Send> Lines<Row<'_>> for Tables<W> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        match &mut self.0 {
            Some(TableFile::Parquet(file)) => file.write(row),
            Some(TableFile::Arrow(file)) => file.write(row),
            None => Ok(()),
        }
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        match (&mut self.0, piece) {
            (Some(file), Piece::Rows(batches)) => {
                batches.iter().try_for_each(|one| file.write(one))
            }
            (_, Piece::Text(_)) => Err(io::ErrorKind::Unsupported.into()),
            (None, Piece::Rows(_)) => Ok(()),
        }
    }

    /// The file cannot be read before it is complete.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        match self.0.take() {
            Some(file) => file.finish(),
            None => Ok(()),
        }
    }
}

/// A table file of jobs or usage.
pub(super) struct RecordFile<W: Write + Send> {
    /// `None` once it is complete.
    file: Option<TableFile<W>>,
    batches: RecordBatches,
    choice: Choice,
}

impl<W: Write + Send> RecordFile<W> {
    /// Begins a Parquet or an Arrow file.
    pub(super) fn new<R: Record>(format: Format, out: W, choice: Choice) -> Result<Self, End> {
        let batches = RecordBatches::of::<R>(choice.columns.as_deref());
        let schema = batches.schema();
        let file = match format {
            Format::Parquet => TableFile::Parquet(ParquetWriter::with_schema(out, schema)?),
            _ => TableFile::Arrow(ArrowFileWriter::with_schema(out, &schema)?),
        };
        Ok(Self {
            file: Some(file),
            batches,
            choice,
        })
    }

    fn write(&mut self, batch: Option<RecordBatch>) -> io::Result<()> {
        match (&mut self.file, batch) {
            (Some(file), Some(batch)) => file.write(&batch),
            _ => Ok(()),
        }
    }
}

impl<W: Write + Send, R: Record> Lines<R> for RecordFile<W> {
    fn row(&mut self, row: &R) -> io::Result<()> {
        if !self.choice.fits(row) {
            return Ok(());
        }
        let batch = self.batches.push(row);
        self.write(batch)
    }

    /// The file cannot be read before it is complete.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let batch = self.batches.finish();
        self.write(batch)?;
        match self.file.take() {
            Some(file) => file.finish(),
            None => Ok(()),
        }
    }
}

/// Collects rows directly from bytes, in batches.
pub(super) struct Gathered {
    rows: RowBatches,
    choice: Choice,
    full: Vec<RecordBatch>,
    /// The number of rows since the last take.
    made: usize,
}

impl Gathered {
    pub(super) fn new(choice: Choice) -> Self {
        Self {
            rows: match &choice.columns {
                Some(columns) => RowBatches::with_columns(RowBatches::DEFAULT_ROWS, columns),
                None => RowBatches::default(),
            },
            choice,
            full: Vec::new(),
            made: 0,
        }
    }
}

impl FromBytes for Gathered {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        if let Found::Row(row) = found
            && self.choice.fits(*row)
        {
            self.full.extend(self.rows.push(row)?);
            self.made += 1;
        }
        Ok(())
    }

    fn mark(&self) -> usize {
        self.made
    }

    fn back(&mut self, to: usize) {
        if to == self.made {
            return;
        }
        self.full.extend(self.rows.finish());
        self.made = to;
        let mut left = to;
        self.full.retain_mut(|batch| {
            let kept = batch.num_rows().min(left);
            left -= kept;
            *batch = batch.slice(0, kept);
            kept > 0
        });
    }

    fn take(&mut self) -> io::Result<Piece> {
        let mut batches = std::mem::take(&mut self.full);
        batches.extend(self.rows.finish());
        self.made = 0;
        Ok(Piece::Rows(batches))
    }
}
