//! Prints the rows of answers as they arrive.

use std::io::{self, Write};

#[cfg(feature = "arrow")]
use clavata_api_ext::tables::RecordBatch;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Row, Rows};

use super::Output;
use super::record_rows::Lines;
use super::shown_rows::ShownRows;
use super::text::{Form, Written};

/// A format that prints such rows.
pub(super) trait RowFormat {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()>;

    /// Writes text that was formatted elsewhere.
    fn formatted(&mut self, _text: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Writes rows that were collected elsewhere.
    #[cfg(feature = "arrow")]
    fn gathered(&mut self, _batches: &[RecordBatch]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()>;

    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

impl<W: Write, F: Form> RowFormat for Written<W, F, Row<'static>> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        Lines::row(self, row)
    }

    fn formatted(&mut self, text: &[u8]) -> io::Result<()> {
        Written::formatted(self, text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Lines::flush(self)
    }
}

pub(super) struct AnswerRows<F> {
    format: F,
    shown: ShownRows,
}

impl<F: RowFormat> AnswerRows<F> {
    pub(super) fn new(format: F, shown: ShownRows) -> Self {
        Self { format, shown }
    }

    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        let format = &mut self.format;
        self.shown.each(rows, |row| format.row(row))
    }
}

impl<W: Write, F: Form> AnswerRows<Written<W, F, Row<'static>>> {
    /// Prints rows as text.
    pub(super) fn text(out: W, form: F, shown: ShownRows) -> Self {
        Self::new(Written::new(out, form, shown.choice.clone()), shown)
    }
}

impl<F: RowFormat> Output for AnswerRows<F> {
    fn doubt(&mut self, is_doubted: bool) {
        self.shown.doubt(is_doubted);
    }

    fn at(&mut self, file: &str, line: usize) {
        self.shown.at(file, line);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        self.rows(job.rows())
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        self.rows(result.rows())
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        answers
            .iter()
            .try_for_each(|answer| self.rows(answer.rows()))
    }

    fn formatted(&mut self, text: &[u8]) -> io::Result<()> {
        self.format.formatted(text)
    }

    #[cfg(feature = "arrow")]
    fn gathered(&mut self, batches: &[RecordBatch]) -> io::Result<()> {
        self.format.gathered(batches)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.format.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.format.finish()
    }
}
