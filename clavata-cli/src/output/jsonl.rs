//! Rows as JSON objects, one per line.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Rows};

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
        let out = &mut self.out;
        self.shown.each(rows, |row| json_line(&mut *out, row))
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
            Found::Row(row) => json_line(&mut self.out, row),
            _ => Ok(()),
        }
    }

    fn size(&self) -> usize {
        self.out.len()
    }

    fn take(&mut self) -> io::Result<Piece> {
        Ok(Piece::Text(std::mem::take(&mut self.out)))
    }
}
