//! Writes the tables of the answers that arrived.
//!
//! The files of a segment have its number, and the same answers make the same files. So a program that was
//! killed here begins the segment again, and no row is there twice.

mod batch;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use clavata_api_ext::api::EvaluateLabelsResponse;
use clavata_api_ext::tables::{JobBatches, ParquetWriter, RecordBatches};
use clavata_api_ext::{Arrived, ContentResult, Job, LabelAnswers, Level, Record, Rows, UsageRow};
use serde::Deserialize;
use serde::de::IgnoredAny;

use self::batch::BatchRows;
use self::table::{Table, begin, publish, remove_partial};
use super::batch::Judged;
use super::folder::{self, ANSWERS, JOURNAL};
use super::keys::{Keys, lines};
use super::record::{Head, Kind};
use crate::signals;
use crate::verdicts::Judge;

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compacted {
    /// The number of answers in the tables.
    pub(crate) answers: usize,
    /// The number of lines that cannot be read. They are in no table, and stay where they are.
    pub(crate) unread: usize,
}

/// Writes the tables of segments, given what is in the archive.
pub(super) fn all(
    root: &Path,
    segments: &[u32],
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    for table in ["rows", "jobs", "usage"] {
        remove_partial(&root.join(table))?;
    }
    for segment in segments {
        one(root, *segment, keys, done)?;
    }
    Ok(())
}

/// Writes the tables of segments again that have some.
pub(super) fn again(
    root: &Path,
    segments: &BTreeSet<u32>,
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    for segment in segments {
        let answers = folder::path(root, ANSWERS, *segment, "jsonl");
        if answers.exists() {
            tables(root, (*segment, &answers), keys, done)?;
        }
    }
    Ok(())
}

fn one(root: &Path, segment: u32, keys: &Keys, done: &mut Compacted) -> io::Result<()> {
    let journal = folder::path(root, JOURNAL, segment, "jsonl");
    tables(root, (segment, &journal), keys, done)?;
    let mut keys = Keys::default();
    keys.scan(root, JOURNAL, segment)?;
    let ends = folder::path(root, JOURNAL, segment, "ends");
    let list = match fs::read_to_string(&ends) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        list => list?,
    };
    folder::write(
        &folder::path(root, ANSWERS, segment, "keys"),
        &keys.list(&list)?,
    )?;
    fs::rename(&journal, folder::path(root, ANSWERS, segment, "jsonl"))?;
    match fs::remove_file(ends) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Writes the tables of a segment, whose answers are in this file. An answer of a request that did not end well, or
/// was refused, is not clear in them.
fn tables(
    root: &Path,
    (segment, answers): (u32, &Path),
    keys: &Keys,
    done: &mut Compacted,
) -> io::Result<()> {
    let bytes = fs::read(answers)?;
    let mut days: BTreeMap<NaiveDate, Vec<(Head, &[u8])>> = BTreeMap::new();
    for (_, line) in lines(segment, &bytes) {
        match serde_json::from_slice::<Head>(line) {
            Ok(head) => days.entry(head.day).or_default().push((head, line)),
            Err(_) => done.unread += 1,
        }
    }
    for (day, lines) in &days {
        let mut tables = Tables::of(root, *day, segment);
        for (head, line) in lines {
            if signals::caught().is_some() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let is_doubted = head.asked.is_some_and(|asked| !keys.counts(asked, head.id));
            if tables.add((head.kind, is_doubted), line)? {
                done.answers += 1;
            } else {
                done.unread += 1;
            }
        }
        tables.finish()?;
    }
    Ok(())
}

/// The tables of a segment and day.
struct Tables {
    rows: Table,
    jobs: Table,
    batches: JobBatches,
    usage: Table,
    usage_batches: RecordBatches,
    batch_rows: BatchRows,
}

/// A line with a row of a batch job.
#[derive(Deserialize)]
struct BatchLine {
    #[serde(flatten)]
    head: Head,
    batch: Judged,
}

/// The answers of labels, with what stands beside them.
#[derive(Deserialize)]
struct LabelsLine {
    error: Option<IgnoredAny>,
    #[serde(flatten)]
    answer: EvaluateLabelsResponse,
}

/// The columns of the table of usage: the day is that of the folder.
fn usage_columns() -> Vec<usize> {
    let fields = UsageRow::FIELDS.iter().enumerate();
    fields
        .filter(|(_, field)| field.name != "day")
        .map(|(at, _)| at)
        .collect()
}

impl Tables {
    fn of(root: &Path, day: NaiveDate, segment: u32) -> Self {
        let at = (day, segment);
        Self {
            rows: Table::of((root, "rows"), at, |out| {
                Ok(ParquetWriter::new(out)?.noting_level(Level::All))
            }),
            jobs: Table::of((root, "jobs"), at, ParquetWriter::of_jobs),
            batches: JobBatches::default(),
            usage: Table::of((root, "usage"), at, |out| {
                let batches = RecordBatches::of::<UsageRow<'_>>(Some(&usage_columns()));
                ParquetWriter::with_schema(out, batches.schema())
            }),
            usage_batches: RecordBatches::of::<UsageRow<'_>>(Some(&usage_columns())),
            batch_rows: BatchRows::default(),
        }
    }

    /// Returns whether the line could be read.
    fn add(&mut self, (kind, is_doubted): (Kind, bool), line: &[u8]) -> io::Result<bool> {
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
                self.cost(UsageRow::of_label(&answer))?;
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
                self.cost(UsageRow::of(&result))?;
                self.rows(result.rows(), judge)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn job(&mut self, job: &Job, judge: Judge) -> io::Result<()> {
        if let Some(batch) = self.batches.push(&judge.row(job)) {
            self.jobs.writer()?.write_batch(&batch)?;
        } else {
            self.jobs.writer()?;
        }
        UsageRow::of_job(job).try_for_each(|row| self.cost(Some(row)))?;
        self.rows(job.rows(), judge)
    }

    fn cost(&mut self, row: Option<UsageRow<'_>>) -> io::Result<()> {
        let Some(row) = row else {
            return Ok(());
        };
        let writer = self.usage.writer()?;
        match self.usage_batches.push(&row) {
            Some(batch) => writer.write_batch(&batch),
            None => Ok(()),
        }
    }

    fn rows(&mut self, rows: Rows<'_>, judge: Judge) -> io::Result<()> {
        for row in rows {
            self.rows.writer()?.write(&judge.held_row(row))?;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        if let Some(batch) = self.batches.finish() {
            self.jobs.writer()?.write_batch(&batch)?;
        }
        // They are the only rows of their part of the archive.
        if !self.batch_rows.is_empty() {
            let (out, partial) = begin(&self.rows.path)?;
            self.batch_rows.write(out)?;
            return publish(partial);
        }
        if let Some(batch) = self.usage_batches.finish() {
            self.usage.writer()?.write_batch(&batch)?;
        }
        // The rows come last: while they are of an older version, all is written again.
        self.usage.finish()?;
        self.jobs.finish()?;
        self.rows.finish()
    }
}
