//! The tables of jobs and of usage, whose rows need whole answers.

use std::io;

use clavata_api_ext::{ContentResult, Job, JobRow, LabelAnswers, UsageRow};

use super::Output;
use super::record_lines::RecordLines;
use super::source::Source;
use crate::verdicts::Judge;

/// Prints one row for each job, including jobs without results.
pub(super) struct JobRows {
    lines: RecordLines,
    judge: Judge,
    source: Source,
}

impl JobRows {
    pub(super) fn new(lines: RecordLines, judge: Judge) -> Self {
        Self {
            lines,
            judge,
            source: Source::default(),
        }
    }
}

impl Output for JobRows {
    fn doubt(&mut self, is_doubted: bool) {
        self.judge.doubt(is_doubted);
    }

    fn at(&mut self, file: &str, line: usize) {
        self.source.at(file, line);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        let row = self.judge.row(job);
        match self.source.get() {
            Some((file, line)) => self.lines.of_rows().row(&row.read_from(file, line)),
            None => self.lines.of_rows().row(&row),
        }
    }

    /// A result belongs to a job whose other fields are not known.
    fn result(&mut self, _: &ContentResult<'_>) -> io::Result<()> {
        Ok(())
    }

    fn labels(&mut self, _answers: &LabelAnswers) -> io::Result<()> {
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.of_rows::<JobRow<'_>>().flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.lines.of_rows::<JobRow<'_>>().finish()
    }
}

/// Prints one row for the cost of each result or label answer.
pub(super) struct UsageRows {
    lines: RecordLines,
    source: Source,
}

impl UsageRows {
    pub(super) fn new(lines: RecordLines) -> Self {
        Self {
            lines,
            source: Source::default(),
        }
    }

    fn row(&mut self, row: Option<UsageRow<'_>>) -> io::Result<()> {
        match (row, self.source.get()) {
            (Some(row), Some((file, line))) => self.lines.of_rows().row(&row.read_from(file, line)),
            (Some(row), None) => self.lines.of_rows().row(&row),
            (None, _) => Ok(()),
        }
    }
}

impl Output for UsageRows {
    /// This table has no verdicts.
    fn doubt(&mut self, _: bool) {}

    fn at(&mut self, file: &str, line: usize) {
        self.source.at(file, line);
    }

    fn job(&mut self, job: &Job) -> io::Result<()> {
        UsageRow::of_job(job).try_for_each(|row| self.row(Some(row)))
    }

    fn result(&mut self, result: &ContentResult<'_>) -> io::Result<()> {
        self.row(UsageRow::of(result))
    }

    fn labels(&mut self, answers: &LabelAnswers) -> io::Result<()> {
        let mut rows = answers.iter();
        rows.try_for_each(|answer| self.row(UsageRow::of_label(&answer)))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.of_rows::<UsageRow<'_>>().flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.lines.of_rows::<UsageRow<'_>>().finish()
    }
}
