//! Prints the rows of a table as answers arrive.

use std::io;

use clavata_api_ext::{ContentResult, Job, LabelAnswers, Rows, UsageRow};

use super::record_lines::RecordLines;
use super::shown_rows::ShownRows;
use super::{Output, Piece};
use crate::arguments::Table;
use crate::verdicts::Judge;

pub(super) struct TableRows {
    table: Table,
    lines: RecordLines,
    shown: ShownRows,
}

impl TableRows {
    pub(super) fn new(table: Table, lines: RecordLines, shown: ShownRows) -> Self {
        Self {
            table,
            lines,
            shown,
        }
    }

    fn rows(&mut self, rows: Rows<'_>, judge: Judge) -> io::Result<()> {
        let lines = &mut self.lines;
        self.shown.each(rows, judge, |row| lines.row(row))
    }

    fn usage<'a>(&mut self, rows: impl IntoIterator<Item = UsageRow<'a>>) -> io::Result<()> {
        rows.into_iter()
            .try_for_each(|row| match self.shown.source() {
                Some((file, line)) => self.lines.row(&row.read_from(file, line)),
                None => self.lines.row(&row),
            })
    }

    /// A row for each job, including jobs without results.
    fn job_row(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        let row = judge.row(job);
        match self.shown.source() {
            Some((file, line)) => self.lines.row(&row.read_from(file, line)),
            None => self.lines.row(&row),
        }
    }
}

impl Output for TableRows {
    fn at(&mut self, file: &str, line: usize) {
        self.shown.at(file, line);
    }

    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        match self.table {
            Table::Rows => self.rows(job.rows(), judge),
            Table::Jobs => self.job_row(job, judge),
            Table::Usage => self.usage(UsageRow::of_job(job)),
        }
    }

    fn result(&mut self, result: &ContentResult<'_>, judge: Judge) -> io::Result<()> {
        match self.table {
            Table::Rows => self.rows(result.rows(), judge),
            // It belongs to a job whose other fields are not known.
            Table::Jobs => Ok(()),
            Table::Usage => self.usage(UsageRow::of(result)),
        }
    }

    fn labels(&mut self, answers: &LabelAnswers, judge: Judge) -> io::Result<()> {
        answers.iter().try_for_each(|answer| match self.table {
            Table::Rows => self.rows(answer.rows(), judge),
            Table::Jobs => Ok(()),
            Table::Usage => self.usage(UsageRow::of_label(&answer)),
        })
    }

    fn piece(&mut self, piece: &Piece) -> io::Result<()> {
        self.lines.piece(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.lines.finish()
    }
}
