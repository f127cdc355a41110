//! Writes the tables of the answers that arrived.
//!
//! The files of a segment have its number, and the same answers make the same files. So a program that was
//! killed here begins the segment again, and no row is there twice.

mod batch;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clavata_api_ext::api::EvaluateLabelsResponse;
use clavata_api_ext::files::{Partial, Target};
use clavata_api_ext::tables::{JobBatches, ParquetWriter};
use clavata_api_ext::{Arrived, ContentResult, Job, LabelAnswers, Level, Rows};
use serde::Deserialize;

use self::batch::BatchRows;
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

/// Writes the tables of segments.
pub(super) fn all(root: &Path, segments: &[u32], done: &mut Compacted) -> io::Result<()> {
    for table in ["rows", "jobs"] {
        remove_partial(&root.join(table))?;
    }
    for segment in segments {
        one(root, *segment, done)?;
    }
    Ok(())
}

fn one(root: &Path, segment: u32, done: &mut Compacted) -> io::Result<()> {
    let journal = folder::path(root, JOURNAL, segment, "jsonl");
    let bytes = fs::read(&journal)?;
    let mut days: BTreeMap<NaiveDate, Vec<(Kind, &[u8])>> = BTreeMap::new();
    for (_, line) in lines(segment, &bytes) {
        match serde_json::from_slice::<Head>(line) {
            Ok(head) => days.entry(head.day).or_default().push((head.kind, line)),
            Err(_) => done.unread += 1,
        }
    }
    for (day, lines) in &days {
        let mut tables = Tables::of(root, *day, segment);
        for (kind, line) in lines {
            if signals::caught().is_some() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            if tables.add(*kind, line)? {
                done.answers += 1;
            } else {
                done.unread += 1;
            }
        }
        tables.finish()?;
    }
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

/// The tables of a segment and day.
struct Tables {
    rows: Table,
    jobs: Table,
    batches: JobBatches,
    batch_rows: BatchRows,
}

/// A line with a row of a batch job.
#[derive(Deserialize)]
struct BatchLine {
    #[serde(flatten)]
    head: Head,
    batch: Judged,
}

impl Tables {
    fn of(root: &Path, day: NaiveDate, segment: u32) -> Self {
        let table = |name: &str, open| Table {
            path: root
                .join(name)
                .join(format!("day={day}"))
                .join(format!("{segment:08}.parquet")),
            open,
            writing: None,
        };
        Self {
            rows: table("rows", |out| {
                Ok(ParquetWriter::new(out)?.noting_level(Level::All))
            }),
            jobs: table("jobs", ParquetWriter::of_jobs),
            batches: JobBatches::default(),
            batch_rows: BatchRows::default(),
        }
    }

    /// Returns whether the line could be read.
    fn add(&mut self, kind: Kind, line: &[u8]) -> io::Result<bool> {
        if kind == Kind::Batch {
            let Ok(BatchLine { head, batch }) = serde_json::from_slice(line) else {
                return Ok(false);
            };
            self.batch_rows.push(head.archived, batch);
            return Ok(true);
        }
        if kind == Kind::Labels {
            let Ok(answer) = serde_json::from_slice::<EvaluateLabelsResponse>(line) else {
                return Ok(false);
            };
            let answers = LabelAnswers::from(answer);
            let judge = Judge::new(false);
            answers
                .iter()
                .try_for_each(|answer| self.rows(answer.rows(), judge))?;
            return Ok(true);
        }
        let value = clavata_api_ext::read(line);
        let mut judge = Judge::new(false);
        judge.doubt(value.status.is_some() || !value.unreadable.is_empty());
        match (kind, value.answer) {
            (Kind::Job, Some(Arrived::Job(job))) => self.job(&job.into(), judge)?,
            (Kind::Evaluation, Some(Arrived::Evaluation(answer))) => {
                self.rows(ContentResult::of_evaluation(0, &answer).rows(), judge)?;
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
        self.rows(job.rows(), judge)
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
        self.rows.finish()?;
        self.jobs.finish()
    }
}

type Out = BufWriter<File>;

/// A table, which appears once it is complete. Without anything in it, there is none.
struct Table {
    path: PathBuf,
    open: fn(Out) -> io::Result<ParquetWriter<Out>>,
    writing: Option<(ParquetWriter<Out>, Partial)>,
}

impl Table {
    fn writer(&mut self) -> io::Result<&mut ParquetWriter<Out>> {
        let writing = match self.writing.take() {
            Some(writing) => writing,
            None => self.begin()?,
        };
        Ok(&mut self.writing.insert(writing).0)
    }

    fn begin(&self) -> io::Result<(ParquetWriter<Out>, Partial)> {
        let (out, partial) = begin(&self.path)?;
        Ok(((self.open)(out)?, partial))
    }

    fn finish(self) -> io::Result<()> {
        let Some((writer, partial)) = self.writing else {
            return Ok(());
        };
        writer.finish()?;
        publish(partial)
    }
}

/// Begins a file of a table, and its folder.
fn begin(path: &Path) -> io::Result<(Out, Partial)> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let partial = Target::look(path)?.begin()?;
    Ok((BufWriter::new(partial.file().try_clone()?), partial))
}

fn publish(mut partial: Partial) -> io::Result<()> {
    partial.file().sync_data()?;
    partial.publish()
}

/// Removes what a program left that was killed while it wrote tables.
fn remove_partial(table: &Path) -> io::Result<()> {
    let days = match fs::read_dir(table) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        days => days?,
    };
    for day in days {
        let day = day?.path();
        if !day.is_dir() {
            continue;
        }
        for file in fs::read_dir(day)? {
            let file = file?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.contains(".parquet.") && name.ends_with(".partial") {
                fs::remove_file(file)?;
            }
        }
    }
    Ok(())
}
