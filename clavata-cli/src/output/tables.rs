//! Rows as Parquet and Arrow files, for query engines and data frames.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::tables::{ArrowFileWriter, ParquetWriter, RecordBatch, RecordBatches};
use clavata_api_ext::{Level, Record, Row};

use super::choice::Choice;
use super::{FromBytes, Piece};
use crate::arguments::Format;
use crate::exit::End;

/// A table file.
pub(super) struct Tables<W: Write + Send> {
    /// `None` once it is complete.
    file: Option<TableFile<W>>,
    choice: Choice,
}

enum TableFile<W: Write + Send> {
    Parquet(ParquetWriter<W>),
    Arrow(ArrowFileWriter<W>),
}

impl<W: Write + Send> Tables<W> {
    /// Begins a Parquet or an Arrow file of `R`.
    pub(super) fn new<R: Record>(format: Format, out: W, choice: Choice) -> Result<Self, End> {
        let batches = RecordBatches::of::<R>(choice.columns.as_deref());
        let file = match format {
            Format::Parquet => TableFile::Parquet(ParquetWriter::of(out, batches)?),
            _ => TableFile::Arrow(ArrowFileWriter::of(out, batches)?),
        };
        Ok(Self {
            file: Some(file),
            choice,
        })
    }

    /// Records how deep the rows go, if the format can.
    pub(super) fn noting_level(mut self, level: Level) -> Self {
        self.file = self.file.map(|file| match file {
            TableFile::Parquet(file) => TableFile::Parquet(file.noting_level(level)),
            arrow @ TableFile::Arrow(_) => arrow,
        });
        self
    }

    pub(super) fn row(&mut self, row: &impl Record) -> io::Result<()> {
        match &mut self.file {
            Some(_) if !self.choice.fits(row) => Ok(()),
            Some(TableFile::Parquet(file)) => file.write(row),
            Some(TableFile::Arrow(file)) => file.write(row),
            None => Ok(()),
        }
    }

    /// Writes rows that were made elsewhere.
    pub(super) fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        let Piece::Rows(batches) = piece else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        batches.iter().try_for_each(|batch| match &mut self.file {
            Some(TableFile::Parquet(file)) => file.write_batch(batch),
            Some(TableFile::Arrow(file)) => file.write_batch(batch),
            None => Ok(()),
        })
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        match self.file.take() {
            Some(TableFile::Parquet(file)) => file.finish(),
            Some(TableFile::Arrow(file)) => file.finish(),
            None => Ok(()),
        }
    }
}

/// Collects rows directly from bytes, in batches.
pub(super) struct Gathered {
    rows: RecordBatches,
    choice: Choice,
    full: Vec<RecordBatch>,
    /// The number of rows since the last take.
    made: usize,
}

impl Gathered {
    pub(super) fn new(choice: Choice) -> Self {
        Self {
            rows: RecordBatches::of::<Row<'_>>(choice.columns.as_deref()),
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
            self.full.extend(self.rows.push(*row)?);
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
