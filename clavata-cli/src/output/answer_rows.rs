//! The rows of answers as text.

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Job, LabelAnswers, Row, Rows};

use super::Output;
use super::record_rows::Lines as _;
use super::shown_rows::ShownRows;
use super::text::{Form, Written};

pub(super) struct AnswerRows<W, F> {
    lines: Written<W, F, Row<'static>>,
    shown: ShownRows,
}

impl<W: Write, F: Form> AnswerRows<W, F> {
    pub(super) fn new(out: W, form: F, shown: ShownRows) -> Self {
        Self {
            lines: Written::new(out, form, shown.choice.clone()),
            shown,
        }
    }

    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        let lines = &mut self.lines;
        self.shown.each(rows, |row| lines.row(row))
    }
}

impl<W: Write, F: Form> Output for AnswerRows<W, F> {
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
        self.lines.formatted(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush()
    }
}
