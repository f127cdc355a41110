//! The tables for the answers of one segment and day.

use std::io;
use std::path::Path;

use chrono::NaiveDate;
use clavata_api_ext::api::EvaluateLabelsResponse;
use clavata_api_ext::tables::{ParquetWriter, RecordBatches};
use clavata_api_ext::{
    Arrived, ContentResult, Job, JobRow, LabelAnswers, Level, Record, Rows, UsageRow,
};
use clavata_batch::BatchRow;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::record::{Head, Kind};
use super::batch::BatchRows;
use super::table::Table;
use crate::verdicts::Judge;

/// The tables of a segment and day.
pub(super) struct Tables {
    rows: Table,
    jobs: Records,
    usage: Records,
    batch_rows: BatchRows,
}

/// A table whose rows are collected into batches.
struct Records {
    table: Table,
    batches: RecordBatches,
}

impl Records {
    fn add(&mut self, rows: impl IntoIterator<Item = impl Record>) -> io::Result<()> {
        for row in rows {
            if let Some(batch) = self.batches.push(&row) {
                self.table.write(&batch)?;
            }
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        if let Some(batch) = self.batches.finish() {
            self.table.write(&batch)?;
        }
        self.table.finish()
    }
}

/// A line with a row of a batch job.
#[derive(Deserialize)]
struct BatchLine {
    #[serde(flatten)]
    head: Head,
    batch: BatchRow,
}

/// The answers of labels, and the error that came with them.
#[derive(Deserialize)]
struct LabelsLine {
    error: Option<IgnoredAny>,
    #[serde(flatten)]
    answer: EvaluateLabelsResponse,
}

/// The columns of the table of usage, without the day, which is in the name of the folder.
fn usage_columns() -> Vec<usize> {
    let fields = UsageRow::FIELDS.iter().enumerate();
    fields
        .filter(|(_, field)| field.name != "day")
        .map(|(at, _)| at)
        .collect()
}

impl Tables {
    pub(super) fn of(root: &Path, day: NaiveDate, segment: u32) -> Self {
        let at = (day, segment);
        Self {
            rows: Table::of((root, "rows"), at),
            jobs: Records {
                table: Table::of((root, "jobs"), at),
                batches: RecordBatches::of::<JobRow<'_>>(None),
            },
            usage: Records {
                table: Table::of((root, "usage"), at),
                batches: RecordBatches::of::<UsageRow<'_>>(Some(&usage_columns())),
            },
            batch_rows: BatchRows::default(),
        }
    }

    /// Adds a line. Returns whether it could be read. Nothing in it is clear if the answer is doubted.
    pub(super) fn add(
        &mut self,
        (kind, is_doubted): (Kind, bool),
        line: &[u8],
    ) -> io::Result<bool> {
        if kind == Kind::Batch {
            let Ok(BatchLine { head, batch }) = serde_json::from_slice(line) else {
                return Ok(false);
            };
            self.batch_rows.push(head.archived, batch);
            return Ok(true);
        }
        if kind == Kind::Labels {
            let Ok(LabelsLine { error, answer }) = serde_json::from_slice(line) else {
                return Ok(false);
            };
            let mut judge = Judge::new(false);
            judge.doubt(error.is_some());
            for answer in LabelAnswers::from(answer).iter() {
                self.usage.add(UsageRow::of_label(&answer))?;
                self.rows(answer.rows(), judge)?;
            }
            return Ok(true);
        }
        let value = clavata_api_ext::read(line);
        let mut judge = Judge::new(false);
        judge.doubt(is_doubted || value.status.is_some() || !value.unreadable.is_empty());
        match (kind, value.answer) {
            (Kind::Job, Some(Arrived::Job(job))) => self.job(&job.into(), judge)?,
            (Kind::Evaluation, Some(Arrived::Evaluation(answer))) => {
                let result = ContentResult::of_evaluation(0, &answer);
                self.usage.add(UsageRow::of(&result))?;
                self.rows(result.rows(), judge)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        self.jobs.add([judge.row(job)])?;
        self.usage.add(UsageRow::of_job(job))?;
        self.rows(job.rows(), judge)
    }

    fn rows(&mut self, rows: Rows<'_>, judge: Judge) -> io::Result<()> {
        let open = |out| Ok(ParquetWriter::new(out)?.noting_level(Level::All));
        for row in rows {
            self.rows.writer(open)?.write(&judge.held_row(row))?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        // The part for batch jobs has no other rows.
        if !self.batch_rows.is_empty() {
            self.rows.write(&self.batch_rows.batch()?)?;
        }
        self.usage.finish()?;
        self.jobs.finish()?;
        self.rows.finish()
    }
}
