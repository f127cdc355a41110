//! Prints the rows of answers as they arrive.

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Job, LabelAnswers, Row, Rows};

use super::lines::Lines;
use super::shown_rows::ShownRows;
use super::text::{Form, Written};
use super::{Output, Piece};

pub(super) struct AnswerRows<F> {
    format: F,
    shown: ShownRows,
}

impl<F: for<'a> Lines<Row<'a>>> AnswerRows<F> {
    pub(super) fn new(format: F, shown: ShownRows) -> Self {
        Self { format, shown }
    }

    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        let format = &mut self.format;
        self.shown.each(rows, |row| format.row(row))
    }
}

impl<W: Write, F: Form> AnswerRows<Written<W, F>> {
    /// Prints rows as text.
    pub(super) fn text(out: W, form: F, shown: ShownRows) -> Self {
        let choice = shown.choice.clone();
        Self::new(Written::new::<Row<'_>>(out, form, choice), shown)
    }
}

impl<F: for<'a> Lines<Row<'a>>> Output for AnswerRows<F> {
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
