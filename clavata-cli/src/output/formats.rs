//! Creates the writer of each format for each table.

use clavata_api_ext::{JobRow, Row, UsageRow};

use super::aligned::Aligned;
use super::answer_rows::AnswerRows;
use super::choice::Choice;
#[cfg(not(feature = "arrow"))]
use super::opening::no_tables;
use super::record_rows::{JobRows, UsageRows};
use super::shown_rows::ShownRows;
#[cfg(feature = "arrow")]
use super::tables;
use super::target::Sink;
use super::text::{Csv, Json, TextRows, Written};
use super::{FromBytes, Output, html, json, list, table, verdict};
use crate::arguments::{Format, Shown};
use crate::exit::End;
use crate::terminal;

/// The writer of result rows.
pub(super) fn rows(shown: &Shown, out: Sink) -> Result<Box<dyn Output>, End> {
    let level = shown.level();
    let choice = Choice::of::<Row<'_>>(&shown.choice)?;
    let rows = ShownRows::new(level, shown.judge(), choice);
    Ok(match shown.format() {
        Format::Table => {
            let color = shown.output.is_none() && terminal::has_color();
            Box::new(table::Table::new(out, rows, terminal::width(), color))
        }
        Format::Jsonl => Box::new(AnswerRows::text(out, Json::default(), rows)),
        Format::Csv => Box::new(AnswerRows::text(out, Csv::new(&shown.csv), rows)),
        #[cfg(feature = "arrow")]
        Format::Parquet => tables::parquet(out, level, rows)?,
        #[cfg(feature = "arrow")]
        Format::Arrow => tables::arrow(out, rows)?,
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => return Err(no_tables().into()),
        Format::Json | Format::Html | Format::Verdict => whole(shown, out),
    })
}

/// The writer of the table of jobs.
pub(super) fn jobs(shown: &Shown, out: Sink) -> Result<Box<dyn Output>, End> {
    let choice = Choice::of::<JobRow<'_>>(&shown.choice)?;
    let judge = shown.judge();
    let is_chosen = !shown.choice.is_all();
    Ok(match shown.format() {
        Format::Table if is_chosen => {
            Box::new(JobRows::new(Aligned::new(out, choice), judge)) as Box<dyn Output>
        }
        Format::Table => Box::new(list::List::new(out, terminal::width(), judge)),
        Format::Jsonl => {
            let lines = Written::new::<JobRow<'_>>(out, Json::default(), choice);
            Box::new(JobRows::new(lines, judge))
        }
        Format::Csv => {
            let lines = Written::new::<JobRow<'_>>(out, Csv::new(&shown.csv), choice);
            Box::new(JobRows::new(lines, judge))
        }
        #[cfg(feature = "arrow")]
        Format::Parquet => {
            let lines = tables::RecordFile::parquet::<JobRow<'_>>(out, choice)?;
            Box::new(JobRows::new(lines, judge))
        }
        #[cfg(feature = "arrow")]
        Format::Arrow => {
            let lines = tables::RecordFile::arrow::<JobRow<'_>>(out, choice)?;
            Box::new(JobRows::new(lines, judge))
        }
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => return Err(no_tables().into()),
        // These formats print whole jobs for any table.
        Format::Json | Format::Verdict | Format::Html => whole(shown, out),
    })
}

/// The usage columns shown to people by default.
const USAGE: [&str; 6] = [
    "day",
    "job_uuid",
    "result_index",
    "input_tokens",
    "billed_tokens",
    "policy_key",
];

/// The writer of the table of usage.
pub(super) fn usage(shown: &Shown, out: Sink) -> Result<Box<dyn Output>, End> {
    let mut options = shown.choice.clone();
    if shown.format() == Format::Table && options.columns.is_empty() {
        options.columns = USAGE.map(str::to_owned).to_vec();
    }
    let choice = Choice::of::<UsageRow<'_>>(&options)?;
    Ok(match shown.format() {
        Format::Table => Box::new(UsageRows::new(Aligned::new(out, choice))) as Box<dyn Output>,
        Format::Jsonl => {
            let lines = Written::new::<UsageRow<'_>>(out, Json::default(), choice);
            Box::new(UsageRows::new(lines))
        }
        Format::Csv => {
            let lines = Written::new::<UsageRow<'_>>(out, Csv::new(&shown.csv), choice);
            Box::new(UsageRows::new(lines))
        }
        #[cfg(feature = "arrow")]
        Format::Parquet => {
            let lines = tables::RecordFile::parquet::<UsageRow<'_>>(out, choice)?;
            Box::new(UsageRows::new(lines))
        }
        #[cfg(feature = "arrow")]
        Format::Arrow => {
            let lines = tables::RecordFile::arrow::<UsageRow<'_>>(out, choice)?;
            Box::new(UsageRows::new(lines))
        }
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => return Err(no_tables().into()),
        // These formats print whole answers for any table.
        Format::Json | Format::Verdict | Format::Html => whole(shown, out),
    })
}

/// The writer of a format that prints whole answers.
fn whole(shown: &Shown, out: Sink) -> Box<dyn Output> {
    match shown.format() {
        Format::Html => Box::new(html::Html::new(out, shown.judge())),
        Format::Verdict => Box::new(verdict::VerdictLines::new(out, shown.judge())),
        _ => Box::new(json::Json::new(out)),
    }
}

/// The columns whose values may follow the results in the input: in the rest of the job, or after a list of jobs.
const AFTER_RESULTS: [&str; 5] = [
    "job_status",
    "job_created",
    "job_updated",
    "job_completed",
    "verdict",
];

/// Whether rows show values that follow them in the input.
pub(crate) fn shows_what_follows(shown: &Shown) -> bool {
    shows(shown, &AFTER_RESULTS)
}

/// Whether rows show the status or the times of their job.
pub(crate) fn shows_times(shown: &Shown) -> bool {
    shows(shown, &AFTER_RESULTS[..4])
}

fn shows(shown: &Shown, columns: &[&str]) -> bool {
    let choice = Choice::of::<Row<'_>>(&shown.choice);
    shown.format() != Format::Verdict && choice.is_ok_and(|choice| choice.needs::<Row<'_>>(columns))
}

/// Opens a format that can be made directly from bytes. `None` if the format needs whole answers.
pub(crate) fn from_bytes(shown: &Shown) -> Option<Box<dyn FromBytes>> {
    if shown.archive.is_some() {
        return None;
    }
    let choice = Choice::of::<Row<'_>>(&shown.choice).ok()?;
    match shown.format() {
        Format::Jsonl => Some(Box::new(TextRows::new::<Row<'_>>(Json::default(), choice))),
        Format::Csv => {
            let form = Csv::new(&shown.csv);
            Some(Box::new(TextRows::new::<Row<'_>>(form, choice)))
        }
        Format::Verdict => Some(Box::new(verdict::VerdictLines::new(
            Vec::new(),
            shown.judge(),
        ))),
        #[cfg(feature = "arrow")]
        Format::Parquet | Format::Arrow => Some(Box::new(tables::Gathered::new(choice))),
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => None,
        Format::Table | Format::Json | Format::Html => None,
    }
}
