//! Rows as JSON objects, one per line.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Row, Rows};

use super::choice::{Choice, Chosen};
use super::shown_rows::ShownRows;
use super::{FromBytes, Output, Piece, json_line};

pub(super) struct Jsonl<W> {
    out: W,
    shown: ShownRows,
}

impl<W: Write> Jsonl<W> {
    pub(super) fn new(out: W, shown: ShownRows) -> Self {
        Self { out, shown }
    }

    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        let (out, shown) = (&mut self.out, &self.shown);
        shown.each(rows, |row| line(out, &shown.choice, row))
    }
}

fn line(out: &mut impl Write, choice: &Choice, row: &Row<'_>) -> io::Result<()> {
    match choice.columns {
        Some(_) => json_line(out, &Chosen(choice, row)),
        None => json_line(out, row),
    }
}

impl<W: Write> Output for Jsonl<W> {
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

    fn formatted(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl FromBytes for Jsonl<Vec<u8>> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Row(row) if self.shown.choice.fits(*row) => {
                line(&mut self.out, &self.shown.choice, row)
            }
            _ => Ok(()),
        }
    }

    fn size(&self) -> usize {
        self.out.len()
    }

    fn mark(&self) -> usize {
        self.out.len()
    }

    fn back(&mut self, to: usize) {
        self.out.truncate(to);
    }

    fn take(&mut self) -> io::Result<Piece> {
        Ok(Piece::Text(std::mem::take(&mut self.out)))
    }
}
