//! Jobs for programs: one row each, also for a job without results.

use std::io::{self, Write};

use clavata_api_ext::{ContentResult, Job, JobRow, LabelAnswers};

use super::records::Records;
use super::{Output, json_line};
use crate::arguments::CsvOptions;
use crate::verdicts::Judge;

/// A format of rows of jobs.
pub(super) trait Rows {
    fn row(&mut self, row: &JobRow<'_>) -> io::Result<()>;

    fn flush(&mut self) -> io::Result<()>;

    fn finish(&mut self) -> io::Result<()> {
        self.flush()
    }
}

pub(super) struct JobRows<R> {
    rows: R,
    judge: Judge,
    /// The file and line of the value being read.
    place: Option<(String, usize)>,
}

impl<R: Rows> JobRows<R> {
    pub(super) fn new(rows: R, judge: Judge) -> Self {
        Self {
            rows,
            judge,
            place: None,
        }
    }
}

impl<R: Rows> Output for JobRows<R> {
    fn doubt(&mut self, is_doubted: bool) {
        self.judge.doubt(is_doubted);
    }

    fn at(&mut self, file: &str, line: usize) {
        let (name, at) = self.place.get_or_insert_default();
        file.clone_into(name);
        *at = line;
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        let row = self.judge.row(job);
        match &self.place {
            Some((file, line)) => self.rows.row(&row.read_from(file, *line)),
            None => self.rows.row(&row),
        }
    }

    /// It is part of a job that does not say more.
    fn result(&mut self, _: &ContentResult<'_>) -> io::Result<()> {
        Ok(())
    }

    fn labels(&mut self, _answers: &LabelAnswers) -> io::Result<()> {
        Ok(())
    }

    /// A row needs a whole job.
    fn formatted(&mut self, _bytes: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.rows.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.rows.finish()
    }
}

pub(super) struct Jsonl<W>(pub(super) W);

impl<W: Write> Rows for Jsonl<W> {
    fn row(&mut self, row: &JobRow<'_>) -> io::Result<()> {
        json_line(&mut self.0, row)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

pub(super) struct Csv<W> {
    out: W,
    records: Records,
    headed: bool,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(out: W, options: &CsvOptions) -> Self {
        Self {
            out,
            records: Records::new(options),
            headed: false,
        }
    }

    /// The header is written even if there is no job, because the columns are known.
    fn head(&mut self) -> io::Result<()> {
        if !self.headed {
            self.headed = true;
            self.out.write_all(self.records.mark())?;
            self.records.head(&JobRow::COLUMNS);
        }
        Ok(())
    }
}

impl<W: Write> Rows for Csv<W> {
    fn row(&mut self, row: &JobRow<'_>) -> io::Result<()> {
        self.head()?;
        self.records.record(row)?;
        self.records.drain(&mut self.out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.head()?;
        self.records.drain(&mut self.out)?;
        self.out.flush()
    }
}
