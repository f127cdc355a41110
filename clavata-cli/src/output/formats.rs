//! Creates the writer of each format for each table.

use clavata_api_ext::{JobRow, Row, UsageRow};

use super::choice::Choice;
use super::record_lines::RecordLines;
use super::shown_rows::ShownRows;
use super::table_rows::TableRows;
#[cfg(feature = "arrow")]
use super::tables;
use super::target::Sink;
use super::text::{Csv, Json, TextRows};
use super::{FromBytes, Output, html, json, list, table, verdict};
use crate::arguments::{Format, Shown, Table};
use crate::exit::End;
use crate::terminal;

/// The writer of a table, or of the answers themselves in formats that print whole answers for any table.
pub(super) fn writer(shown: &Shown, table: Table, out: Sink) -> Result<Box<dyn Output>, End> {
    Ok(match (shown.format(), table) {
        (Format::Json, _) => Box::new(json::Json::new(out)),
        (Format::Html, _) => Box::new(html::Html::new(out)),
        (Format::Verdict, _) => Box::new(verdict::VerdictLines::new(out)),
        (Format::Table, Table::Rows) => {
            let choice = Choice::of::<Row<'_>>(&shown.choice)?;
            let rows = ShownRows::new(shown.level(), choice);
            let color = shown.output.is_none() && terminal::has_color();
            Box::new(table::Table::new(out, rows, terminal::width(), color))
        }
        (Format::Table, Table::Jobs) if shown.choice.is_all() => {
            Box::new(list::List::new(out, terminal::width()))
        }
        (format, table) => {
            let mut choice = shown.choice.clone();
            let lines = match table {
                Table::Rows => {
                    RecordLines::of::<Row<'_>>(shown, &choice, out)?.noting_level(shown.level())
                }
                Table::Jobs => RecordLines::of::<JobRow<'_>>(shown, &choice, out)?,
                Table::Usage => {
                    if format == Format::Table && choice.columns.is_empty() {
                        choice.columns = USAGE.map(str::to_owned).to_vec();
                    }
                    RecordLines::of::<UsageRow<'_>>(shown, &choice, out)?
                }
            };
            // The lines are chosen as they are written.
            let rows = ShownRows::new(shown.level(), Choice::default());
            Box::new(TableRows::new(table, lines, rows))
        }
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
        Format::Verdict => Some(Box::new(verdict::VerdictLines::new(Vec::new()))),
        #[cfg(feature = "arrow")]
        Format::Parquet | Format::Arrow => Some(Box::new(tables::Gathered::new(choice))),
        #[cfg(not(feature = "arrow"))]
        Format::Parquet | Format::Arrow => None,
        Format::Table | Format::Json | Format::Html => None,
    }
}
