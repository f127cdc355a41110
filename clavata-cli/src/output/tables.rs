//! Rows as Parquet and Arrow files, for query engines and data frames.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::tables::{
    ArrowFileWriter, ParquetWriter, RecordBatch, RecordBatches, RowBatches,
};
use clavata_api_ext::{Level, Record, Row};

use super::answer_rows::AnswerRows;
use super::choice::Choice;
use super::lines::Lines;
use super::shown_rows::ShownRows;
use super::{FromBytes, Output, Piece};
use crate::exit::End;

pub(super) fn parquet<W: Write + Send + 'static>(
    out: W,
    level: Level,
    shown: ShownRows,
) -> Result<Box<dyn Output>, End> {
    let file = match &shown.choice.columns {
        Some(columns) => ParquetWriter::with_columns(out, columns)?,
        None => ParquetWriter::new(out)?,
    };
    let file = Tables(Some(TableFile::Parquet(file.noting_level(level))));
    Ok(Box::new(AnswerRows::new(file, shown)))
}

pub(super) fn arrow<W: Write + Send + 'static>(
    out: W,
    shown: ShownRows,
) -> Result<Box<dyn Output>, End> {
    let file = Tables(Some(TableFile::Arrow(match &shown.choice.columns {
        Some(columns) => ArrowFileWriter::with_columns(out, columns)?,
        None => ArrowFileWriter::new(out)?,
    })));
    Ok(Box::new(AnswerRows::new(file, shown)))
}

/// The rows of answers in a table file. `None` once it is complete.
struct Tables<W: Write + Send>(Option<TableFile<W>>);

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
    pub(super) fn parquet<R: Record>(out: W, choice: Choice) -> Result<Self, End> {
        let batches = RecordBatches::of::<R>(choice.columns.as_deref());
        let file = ParquetWriter::with_schema(out, batches.schema())?;
        Ok(Self {
            file: Some(TableFile::Parquet(file)),
            batches,
            choice,
        })
    }

    pub(super) fn arrow<R: Record>(out: W, choice: Choice) -> Result<Self, End> {
        let batches = RecordBatches::of::<R>(choice.columns.as_deref());
        let file = ArrowFileWriter::with_schema(out, &batches.schema())?;
        Ok(Self {
            file: Some(TableFile::Arrow(file)),
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
