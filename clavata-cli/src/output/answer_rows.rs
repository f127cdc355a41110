//! Prints the rows of answers as they arrive.

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Job, LabelAnswers, Row, Rows};

use super::record_rows::Lines;
use super::shown_rows::ShownRows;
use super::text::{Form, Written};
use super::{Output, Piece};

/// A format that prints such rows.
pub(super) trait RowFormat {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()>;

    /// Writes rows that were made elsewhere.
    fn piece(&mut self, piece: &Piece) -> io::Result<()>;

    fn flush(&mut self) -> io::Result<()>;

    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

impl<W: Write, F: Form> RowFormat for Written<W, F, Row<'static>> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        Lines::row(self, row)
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        match piece {
            Piece::Text(text) => self.formatted(text),
            #[cfg(feature = "arrow")]
            Piece::Rows(_) => Err(io::ErrorKind::Unsupported.into()),
        }
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

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        self.format.piece(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.format.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.format.finish()
    }
}
