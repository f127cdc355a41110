//! Joins the output to the input by `ref_id`. A row counts only if it is certainly an answer.

mod columns;
mod problem;
mod reading;
mod refusal;
mod rows;
#[cfg(test)]
mod tests;

use std::path::Path;

use csv::ByteRecord;

use self::columns::Columns;
use self::reading::Reading;
use crate::csv_scan::CsvScan;
use crate::error::BatchError;
use crate::input::{CheckedInput, open, reader};
use crate::ref_ids::RefIds;

pub use problem::{AnswerFault, AnswerProblem};
pub use rows::{BatchRow, BatchRows};

/// The most unknown `ref_id`s, and the most problems, that a report lists.
const NAMED: usize = 100;

/// What the output says about the input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Joined {
    pub(crate) output_rows: u64,
    pub(crate) answered: u64,
    pub(crate) missing: Vec<String>,
    pub(crate) unknown: Vec<String>,
    pub(crate) unknown_rows: u64,
    /// Refusals first, then contradictions, then the others, each by line.
    pub(crate) problems: Vec<AnswerProblem>,
    pub(crate) problem_count: u64,
    /// The number of rows that answer a `ref_id`.
    pub(crate) labels: u32,
}

impl Joined {
    /// Whether the output says that content was refused.
    pub(crate) fn has_refusals(&self) -> bool {
        let refused = |problem: &AnswerProblem| problem.fault == AnswerFault::Refused;
        self.problems.iter().any(refused)
    }
}

/// Reads the output once, and the input again if answers are missing.
///
/// The output must be well-formed CSV: each row has as many fields as the header, quotes are closed, and
/// the last row has a line end. A `ref_id` is answered if one row has an outcome for it. If the output
/// has a column for labels, it needs one row for each label that occurs in the output. A row that says no
/// must not also report a failure or a yes. A row that breaks a rule makes its `ref_id` unanswered.
///
/// The output is still where it `came`. Errors name its final place.
pub(crate) fn join(
    input: &Path,
    (came, output): (&Path, &Path),
    checked: &mut CheckedInput,
) -> Result<Joined, BatchError> {
    checked.ids.forget_answers();
    let (mut joined, labels) = read(came, &mut checked.ids)
        .map_err(|why| unusable(output, why, refusal::is_said_in(came)))?;
    joined.labels = labels;
    joined.answered = checked
        .ids
        .answers()
        .filter(|answer| answer.is_whole(labels))
        .count() as u64;
    let missing = checked.ids.len() - joined.answered;
    if missing > 0 {
        let has_refusals = joined.has_refusals();
        name_missing(input, checked, &mut joined, labels)
            .map_err(|why| unusable(input, why, has_refusals))?;
        if joined.missing.len() as u64 != missing {
            let why = format!(
                "{missing} of its rows have no answer, and it changed before they could be named"
            );
            return Err(unusable(input, why, has_refusals));
        }
    }
    Ok(joined)
}

/// Reads an output. Returns its contents, and the number of rows that answer a `ref_id`.
fn read(output: &Path, ids: &mut RefIds) -> Result<(Joined, u32), String> {
    let (file, _) = open(output).map_err(|error| error.to_string())?;
    let mut reader = reader(CsvScan::new(file));
    let broken = |error: csv::Error| format!("it cannot be read: {error}");
    let mut record = ByteRecord::new();
    reader.read_byte_record(&mut record).map_err(broken)?;
    if reader.get_mut().next_row().is_none_or(|row| row.is_stray) {
        return Err("it has no header that can be read".to_owned());
    }
    let mut reading = Reading::new(Columns::of(&record)?, ids);
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let row = reader.get_mut().next_row().unwrap_or_default();
                reading.row(&record, row);
            }
            Err(_) if reader.get_ref().is_too_long() => {
                reading.too_long(reader.get_ref().last_row(), refusal::is_said_in(output));
                return Ok(reading.end());
            }
            Err(error) => return Err(broken(error)),
        }
    }
    if reader.get_ref().is_quoted() {
        reading.spoil_last(AnswerFault::UnclosedQuote);
    } else if !reader.get_ref().has_ended() {
        reading.spoil_last(AnswerFault::Cut);
    }
    Ok(reading.end())
}

/// Lists the `ref_id`s of the input without an answer, in the order of the input.
fn name_missing(
    input: &Path,
    checked: &mut CheckedInput,
    joined: &mut Joined,
    labels: u32,
) -> Result<(), String> {
    let (file, _) = open(input).map_err(|error| error.to_string())?;
    let mut reader = reader(file);
    let mut record = ByteRecord::new();
    let mut next = |record: &mut ByteRecord| {
        reader
            .read_byte_record(record)
            .map_err(|error| format!("it cannot be read: {error}"))
    };
    next(&mut record)?;
    let column = record
        .iter()
        .position(|name| name.trim_ascii() == b"ref_id")
        .ok_or("its header has no column `ref_id`")?;
    while next(&mut record)? {
        let id = record.get(column).unwrap_or_default().trim_ascii();
        let Some(answer) = checked.ids.answer(id) else {
            continue;
        };
        if !answer.is_whole(labels) {
            joined
                .missing
                .push(String::from_utf8_lossy(id).into_owned());
        }
    }
    Ok(())
}

fn unusable(path: &Path, why: String, has_refusals: bool) -> BatchError {
    BatchError::Output {
        path: path.to_owned(),
        why,
        has_refusals,
    }
}
