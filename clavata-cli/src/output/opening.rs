//! Opens an output in a format.

use std::io::Write;

use super::aligned::Aligned;
use super::choice::Choice;
use super::record_rows::{JobRows, UsageRows};
use super::shown_rows::ShownRows;
#[cfg(feature = "arrow")]
use super::tables;
use super::{
    FromBytes, Output, archived, choice, csv, html, json, jsonl, list, record_rows, table, target,
    verdict,
};
use clavata_api_ext::{JobRow, Row, UsageRow};

use crate::archive::{self, Shared};
use crate::arguments::{CsvOptions, Format, Shown, Table};
use crate::exit::{Code, End, Failure};
use crate::terminal;

/// Fails if the format cannot be printed, before anything else is done.
pub(crate) fn check(shown: &Shown, table: Table) -> Result<(), Failure> {
    if shown.format().is_binary() && !cfg!(feature = "arrow") {
        return Err(no_tables());
    }
    if shown.contradicts_itself() {
        let what = "the name of the output says another format than --format";
        let hint = "leave out --format, or choose another name";
        return Err(Failure::new(Code::Input, what, hint));
    }
    if shown.format() != Format::Csv && shown.csv != CsvOptions::default() {
        let what = "the options of CSV change nothing in other formats";
        return Err(Failure::new(Code::Input, what, "add --format csv"));
    }
    choice::check(shown, table)?;
    if shown.csv.null_is_a_value() {
        let what = format!("--null {:?} would read like a value", shown.csv.null);
        return Err(Failure::new(
            Code::Input,
            what,
            "choose a word such as NULL",
        ));
    }
    target::check(shown)
}

pub(crate) fn no_tables() -> Failure {
    let what = "this clavata was built without tables: parquet and arrow need the feature `arrow`";
    let hint = "build with the feature: cargo run -p clavata-cli --features arrow -- …";
    Failure::new(Code::Input, what, hint)
}

/// Opens stdout, or the given file, in a format. It keeps the answers if that was asked for.
pub(crate) fn open(shown: &Shown) -> Result<Box<dyn Output>, End> {
    keeping(shown, open_plain)
}

fn keeping(
    shown: &Shown,
    open: impl FnOnce(&Shown) -> Result<Box<dyn Output>, End>,
) -> Result<Box<dyn Output>, End> {
    let archive = archive::asked_for(shown)?;
    let output = open(shown)?;
    Ok(match archive {
        Some(archive) => Box::new(archived::Archived::new(archive, Some(output))),
        None => output,
    })
}

/// Opens an output for many jobs, which keeps them in an archive.
pub(crate) fn keeping_list(shown: &Shown, archive: Shared) -> Result<Box<dyn Output>, End> {
    let output = if shown.has_level() {
        open_plain(shown)?
    } else {
        open_plain_jobs(shown)?
    };
    Ok(Box::new(archived::Archived::new(archive, Some(output))))
}

/// Keeps answers in an archive, and prints nothing.
pub(crate) fn only_kept(archive: Shared) -> Box<dyn Output> {
    Box::new(archived::Archived::new(archive, None))
}

/// Opens stdout, or the given file, in a format, for a command that keeps the answers itself.
pub(crate) fn open_plain(shown: &Shown) -> Result<Box<dyn Output>, End> {
    let level = shown.level();
    let choice = Choice::of::<Row<'_>>(&shown.choice)?;
    let rows = ShownRows::new(level, shown.judge(), choice);
    opened(shown, |out| {
        Ok(match shown.format() {
            Format::Table => {
                let colour = shown.output.is_none() && terminal::has_colour();
                Box::new(table::Table::new(out, rows, terminal::width(), colour))
            }
            Format::Jsonl => Box::new(jsonl::Jsonl::new(out, rows)),
            Format::Csv => Box::new(csv::Csv::new(out, rows, &shown.csv)),
            #[cfg(feature = "arrow")]
            Format::Parquet => tables::parquet(out, level, rows)?,
            #[cfg(feature = "arrow")]
            Format::Arrow => tables::arrow(out, rows)?,
            #[cfg(not(feature = "arrow"))]
            Format::Parquet | Format::Arrow => return Err(no_tables().into()),
            Format::Json | Format::Html | Format::Verdict => whole(shown, out),
        })
    })
}

/// Opens an output for many jobs: one line or row each, unless the caller asked for the rows of their
/// reports by giving a level.
pub(crate) fn open_list(shown: &Shown) -> Result<Box<dyn Output>, End> {
    if shown.has_level() {
        open(shown)
    } else {
        open_jobs(shown)
    }
}

/// Opens an output for the table of jobs.
pub(crate) fn open_jobs(shown: &Shown) -> Result<Box<dyn Output>, End> {
    keeping(shown, open_plain_jobs)
}

fn open_plain_jobs(shown: &Shown) -> Result<Box<dyn Output>, End> {
    let choice = Choice::of::<JobRow<'_>>(&shown.choice)?;
    let judge = shown.judge();
    let is_chosen = !shown.choice.is_all();
    opened(shown, |out| {
        Ok(match shown.format() {
            Format::Table if is_chosen => {
                Box::new(JobRows::new(Aligned::new(out, choice), judge)) as Box<dyn Output>
            }
            Format::Table => Box::new(list::List::new(out, terminal::width(), judge)),
            Format::Jsonl => Box::new(JobRows::new(record_rows::Jsonl(out, choice), judge)),
            Format::Csv => {
                let lines = record_rows::Csv::<_, JobRow<'static>>::new(out, choice, &shown.csv);
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
            // They print whole jobs in any case.
            Format::Json | Format::Verdict | Format::Html => whole(shown, out),
        })
    })
}

/// Opens an output for the table of usage.
pub(crate) fn open_usage(shown: &Shown) -> Result<Box<dyn Output>, End> {
    keeping(shown, open_plain_usage)
}

/// What is shown of the usage to people, if they do not choose.
const USAGE: [&str; 6] = [
    "day",
    "job_uuid",
    "result_index",
    "input_tokens",
    "billed_tokens",
    "policy_key",
];

fn open_plain_usage(shown: &Shown) -> Result<Box<dyn Output>, End> {
    let mut options = shown.choice.clone();
    if shown.format() == Format::Table && options.columns.is_empty() {
        options.columns = USAGE.map(str::to_owned).to_vec();
    }
    let choice = Choice::of::<UsageRow<'_>>(&options)?;
    opened(shown, |out| {
        Ok(match shown.format() {
            Format::Table => Box::new(UsageRows::new(Aligned::new(out, choice))) as Box<dyn Output>,
            Format::Jsonl => Box::new(UsageRows::new(record_rows::Jsonl(out, choice))),
            Format::Csv => {
                let lines = record_rows::Csv::<_, UsageRow<'static>>::new(out, choice, &shown.csv);
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
            // They print whole answers in any case.
            Format::Json | Format::Verdict | Format::Html => whole(shown, out),
        })
    })
}

/// A format of whole answers.
fn whole(shown: &Shown, out: target::Sink) -> Box<dyn Output> {
    match shown.format() {
        Format::Html => Box::new(html::Html::new(out, shown.judge())),
        Format::Verdict => Box::new(verdict::VerdictLines::new(out, shown.judge())),
        _ => Box::new(json::Json::new(out)),
    }
}

fn opened(
    shown: &Shown,
    format: impl FnOnce(target::Sink) -> Result<Box<dyn Output>, End>,
) -> Result<Box<dyn Output>, End> {
    let (out, pending) = target::open(shown)?;
    let output = format(out)?;
    Ok(match pending {
        Some(pending) => Box::new(target::ToFile::new(output, pending)),
        None => output,
    })
}

/// Writes a whole text where the options say.
pub(crate) fn write(shown: &Shown, text: &[u8]) -> Result<(), End> {
    target::check(shown)?;
    let (mut out, pending) = target::open(shown)?;
    out.write_all(text)?;
    out.flush()?;
    // The file is complete once its writer is gone.
    drop(out);
    Ok(pending.map_or(Ok(()), |mut pending| pending.finish())?)
}

/// Opens a format that can be made straight from bytes. `None` if the format needs whole answers.
pub(crate) fn from_bytes(shown: &Shown) -> Option<Box<dyn FromBytes>> {
    if shown.archive.is_some() {
        return None;
    }
    let choice = Choice::of::<Row<'_>>(&shown.choice).ok()?;
    let rows = ShownRows::new(shown.level(), shown.judge(), choice);
    match shown.format() {
        Format::Jsonl => Some(Box::new(jsonl::Jsonl::new(Vec::new(), rows))),
        Format::Csv => Some(Box::new(csv::Csv::without_head(
            Vec::new(),
            rows,
            &shown.csv,
        ))),
        Format::Verdict => Some(Box::new(verdict::VerdictLines::new(
            Vec::new(),
            shown.judge(),
        ))),
        #[cfg(feature = "arrow")]
        Format::Parquet | Format::Arrow => Some(Box::new(tables::Gathered::new(rows.choice))),
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => None,
        Format::Table | Format::Json | Format::Html => None,
    }
}
