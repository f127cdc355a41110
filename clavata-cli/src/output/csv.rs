//! Rows as CSV (RFC 4180), with a header line.
//!
//! Metadata is a JSON object, and numbers are written as in JSON. [`Records`] has the options.

use std::io::{self, Write};

use clavata_api_ext::flatten::Found;
use clavata_api_ext::{ContentResult, Id, Job, LabelAnswers, Level, Row, Rows};

use super::records::Records;
use super::{FromBytes, Output, Piece};
use crate::arguments::CsvOptions;

pub(super) struct Csv<W> {
    out: W,
    records: Records,
    level: Level,
    headed: bool,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(out: W, level: Level, options: &CsvOptions) -> Self {
        Self {
            out,
            records: Records::new(options),
            level,
            headed: false,
        }
    }

    /// Writes records after others, without a header.
    pub(super) fn without_head(out: W, level: Level, options: &CsvOptions) -> Self {
        Self {
            headed: true,
            ..Self::new(out, level, options)
        }
    }

    /// The header is written even if there is no row, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        if !self.headed {
            self.headed = true;
            self.out.write_all(self.records.mark())?;
            self.records.head(&Row::COLUMNS);
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
        let records = &mut self.records;
        id(records, row.job_uuid);
        records.json(&row.result_index)?;
        records.text(row.content_hash);
        records.json(&row.content_metadata)?;
        id(records, row.policy_id);
        id(records, row.policy_version_id);
        records.text(row.policy_key);
        records.json_or_null(Some(row.threshold).filter(|number| number.is_finite()))?;
        records.word(row.kind.as_str());
        records.text_or_null(row.label);
        records.json_or_null(row.index)?;
        records.text_or_null(row.message);
        if records.has_raw_outcomes() {
            records.text(row.outcome_text());
        } else {
            records.text(row.outcome_word());
        }
        records.json_or_null(row.score.filter(|number| number.is_finite()))?;
        records.json_or_null(row.matched())?;
        records.end();
        Ok(())
    }

    fn drain(&mut self) -> io::Result<()> {
        self.records.drain(&mut self.out)
    }
}

/// An id is text from outside: it is kept as it came.
fn id(records: &mut Records, id: Option<&Id>) {
    match id {
        Some(id) => records.text(id.as_str(&mut [0; 36])),
        None => records.null(),
    }
}

impl<W: Write> Output for Csv<W> {
    /// It prints no verdicts.
    fn doubt(&mut self, _: bool) {}

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
