//! Rows as CSV (RFC 4180), with a header line.
//!
//! A missing value is an empty field, metadata is a JSON object, and numbers are written as in JSON. Data
//! is not changed: a text that begins with `=` is a formula to a spreadsheet, so be careful if you open
//! the file in one.

use std::io::{self, Write};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::flatten::Found;
use clavata_api_ext::{ContentResult, Job, LabelAnswers, Level, Row, Rows};

use super::{FromBytes, Output, Piece};

pub(super) struct Csv<W> {
    out: W,
    /// Writes records.
    records: csv::Writer<Vec<u8>>,
    level: Level,
    headed: bool,
}

fn records() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new())
}

impl<W: Write> Csv<W> {
    pub(super) fn new(out: W, level: Level) -> Self {
        Self {
            out,
            records: records(),
            level,
            headed: false,
        }
    }

    /// Writes records after others, without a header.
    pub(super) fn without_head(out: W, level: Level) -> Self {
        Self {
            headed: true,
            ..Self::new(out, level)
        }
    }

    /// The header is written even if there is no row, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        if !self.headed {
            self.headed = true;
            self.records.write_record(Row::COLUMNS)?;
        }
        Ok(())
    }

    fn rows(&mut self, rows: Rows<'_>) -> io::Result<()> {
        self.head()?;
        for row in rows.level(self.level) {
            self.row(&row)?;
        }
        self.drain()
    }

    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        let id = |id: Option<&clavata_api_ext::Id>| id.map(ToString::to_string).unwrap_or_default();
        let place = |place: Option<usize>| place.map(|place| place.to_string()).unwrap_or_default();
        self.records.write_record([
            id(row.job_uuid).as_str(),
            &row.result_index.to_string(),
            row.content_hash,
            &serde_json::to_string(&row.content_metadata)?,
            &id(row.policy_id),
            &id(row.policy_version_id),
            row.policy_key,
            &number(Some(row.threshold)),
            row.kind.as_str(),
            row.label.unwrap_or_default(),
            &place(row.index),
            row.message.unwrap_or_default(),
            row.outcome_text(),
            &number(row.score),
        ])?;
        Ok(())
    }

    fn drain(&mut self) -> io::Result<()> {
        let full = std::mem::replace(&mut self.records, records());
        let full = full.into_inner().map_err(csv::IntoInnerError::into_error)?;
        self.out.write_all(&full)
    }
}

/// A number as JSON writes it, or nothing if there is none.
fn number(number: Option<f64>) -> String {
    number
        .filter(|number| number.is_finite())
        .and_then(|number| serde_json::to_string(&number).ok())
        .unwrap_or_default()
}

impl<W: Write> Output for Csv<W> {
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
            Found::Row(row) => self.row(row),
            _ => Ok(()),
        }
    }

    fn size(&self) -> usize {
        self.out.len()
    }

    fn take(&mut self) -> io::Result<Piece> {
        self.drain()?;
        Ok(Piece::Text(std::mem::take(&mut self.out)))
    }
}
