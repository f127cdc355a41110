//! Rows as CSV (RFC 4180), with a header line.
//!
//! Metadata is a JSON object, and numbers are written as in JSON. [`Records`] has the options.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Row, Rows};

use super::records::Records;
use super::shown_rows::ShownRows;
use super::{FromBytes, Output, Piece};
use crate::arguments::CsvOptions;

pub(super) struct Csv<W> {
    out: W,
    records: Records,
    shown: ShownRows,
    headed: bool,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(out: W, shown: ShownRows, options: &CsvOptions) -> Self {
        Self {
            out,
            records: Records::new(options),
            shown,
            headed: false,
        }
    }

    /// Writes records after others, without a header.
    pub(super) fn without_head(out: W, shown: ShownRows, options: &CsvOptions) -> Self {
        Self {
            headed: true,
            ..Self::new(out, shown, options)
        }
    }

    /// The header is written even if there is no row, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        if !self.headed {
            self.headed = true;
            self.out.write_all(self.records.mark())?;
            self.records.head(&self.shown.choice.names::<Row<'_>>());
        }
        Ok(())
    }

    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        self.head()?;
        let (records, shown) = (&mut self.records, &self.shown);
        shown.each(rows, |row| records.record(row, &shown.choice))?;
        self.drain()
    }

    fn drain(&mut self) -> io::Result<()> {
        self.records.drain(&mut self.out)
    }
}

impl<W: Write> Output for Csv<W> {
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
        self.head()?;
        self.drain()?;
        self.out.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.head()?;
        self.drain()?;
        self.out.flush()
    }
}

impl FromBytes for Csv<Vec<u8>> {
    fn found(&mut self, found: &Found<'_>) -> io::Result<()> {
        match found {
            Found::Row(row) if self.shown.choice.fits(*row) => {
                self.records.record(*row, &self.shown.choice)
            }
            _ => Ok(()),
        }
    }

    fn size(&self) -> usize {
        self.records.size()
    }

    fn mark(&self) -> usize {
        self.records.size()
    }

    fn back(&mut self, to: usize) {
        self.records.back(to);
    }

    fn take(&mut self) -> io::Result<Piece> {
        self.drain()?;
        Ok(Piece::Text(std::mem::take(&mut self.out)))
    }
}
