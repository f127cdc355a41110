//! The tables for the answers of one segment and day.

use std::io;
use std::path::Path;

use chrono::NaiveDate;
use clavata_api_ext::api::EvaluateLabelsResponse;
use clavata_api_ext::{Arrived, ContentResult, Job, LabelAnswers, Level, Rows, UsageRow};
use clavata_batch::BatchRow;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::record::{Head, Kind};
use super::batch::ArchivedRow;
use super::table::Table;
use crate::verdicts::Judge;

/// The tables of a segment and day.
pub(super) struct Tables {
    rows: Table,
    jobs: Table,
    usage: Table,
    /// The rows of the part for batch jobs, which has no others.
    batch_rows: Table,
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

impl Tables {
    pub(super) fn of(root: &Path, day: NaiveDate, segment: u32) -> Self {
        let table = |name| Table::of((root, name), (day, segment));
        Self {
            rows: table("rows").noting_level(Level::All),
            jobs: table("jobs"),
            // The day is in the name of the folder.
            usage: table("usage").without::<UsageRow<'_>>("day"),
            batch_rows: table("rows"),
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
            self.batch_rows
                .add([ArchivedRow::new(head.archived, batch)])?;
            return Ok(true);
        }
        if kind == Kind::Labels {
            let Ok(LabelsLine { error, answer }) = serde_json::from_slice(line) else {
                return Ok(false);
            };
            let judge = Judge::new(false).doubted(error.is_some());
            for answer in LabelAnswers::from(answer).iter() {
                self.usage.add(UsageRow::of_label(&answer))?;
                self.rows(answer.rows(), judge)?;
            }
            return Ok(true);
        }
        let value = clavata_api_ext::read(line);
        let judge = Judge::new(false)
            .doubted(is_doubted || value.status.is_some() || !value.unreadable.is_empty());
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
        self.rows.add(rows.map(|row| judge.held_row(row)))
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.usage.finish()?;
        self.jobs.finish()?;
        self.rows.finish()?;
        self.batch_rows.finish()
    }
}
