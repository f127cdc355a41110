//! Rows as Parquet and Arrow files, for engines and data frames.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
use clavata_api_ext::tables::{ArrowFileWriter, ParquetWriter, RecordBatch, RowBatches};
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Level, Rows};

use super::{FromBytes, Output, Piece};
use crate::exit::End;

pub(super) fn parquet<W: Write + Send + 'static>(
    out: W,
    level: Level,
) -> Result<Box<dyn Output>, End> {
    let file = Some(TableFile::Parquet(ParquetWriter::new(out)?));
    Ok(Box::new(Tables { file, level }))
}

pub(super) fn arrow<W: Write + Send + 'static>(
    out: W,
    level: Level,
) -> Result<Box<dyn Output>, End> {
    let file = Some(TableFile::Arrow(ArrowFileWriter::new(out)?));
    Ok(Box::new(Tables { file, level }))
}

struct Tables<W: Write + Send> {
    /// `None` once it is complete.
    file: Option<TableFile<W>>,
    level: Level,
}

enum TableFile<W: Write + Send> {
    Parquet(ParquetWriter<W>),
    Arrow(ArrowFileWriter<W>),
}

impl<W: Write + Send> Tables<W> {
    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        let mut rows = rows.level(self.level);
        match &mut self.file {
            Some(TableFile::Parquet(file)) => rows.try_for_each(|row| file.write(&row)),
            Some(TableFile::Arrow(file)) => rows.try_for_each(|row| file.write(&row)),
            None => Ok(()),
        }
    }
}

impl<W: Write + Send> Output for Tables<W> {
    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.rows(job.rows())
    }

    fn evaluation(&mut self, index: usize, answer: &EvaluateResponse) -> io::Result<()> {
        self.rows(ContentResult::of_evaluation(index, answer).rows())
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        answers
            .iter()
            .try_for_each(|answer| self.rows(answer.rows()))
    }

    /// A table needs rows.
    fn formatted(&mut self, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn gathered(&mut self, batches: &[RecordBatch]) -> io::Result<()> {
        let mut batches = batches.iter();
        match &mut self.file {
            Some(TableFile::Parquet(file)) => batches.try_for_each(|one| file.write_batch(one)),
            Some(TableFile::Arrow(file)) => batches.try_for_each(|one| file.write_batch(one)),
            None => Ok(()),
        }
    }

    /// Such a file cannot be read before it is complete.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        match self.file.take() {
            Some(TableFile::Parquet(file)) => file.finish(),
            Some(TableFile::Arrow(file)) => file.finish(),
            None => Ok(()),
        }
    }
}

/// Rows straight from bytes, in batches.
pub(super) struct Gathered {
    rows: RowBatches,
    full: Vec<RecordBatch>,
}

impl Gathered {
    pub(super) fn new() -> Self {
        Self {
            rows: RowBatches::default(),
            full: Vec::new(),
        }
    }
}

impl FromBytes for Gathered {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        if let Found::Row(row) = found {
            self.full.extend(self.rows.push(row)?);
        }
        Ok(())
    }

    fn take(&mut self) -> io::Result<Piece> {
        let mut batches = std::mem::take(&mut self.full);
        batches.extend(self.rows.finish());
        Ok(Piece::Rows(batches))
    }
}
