//! Joining the output to the input by `ref_id`.

use std::path::Path;

use csv::ByteRecord;

use super::CheckedInput;
use super::check::{open, reader};
use super::problem::BatchProblem;
use crate::error::{Error, Evidence};

/// How many unknown `ref_id`s are named.
const NAMED: usize = 100;

/// What the output says of the input.
pub(super) struct Joined {
    pub(super) output_rows: u64,
    pub(super) answered: u64,
    pub(super) missing: Vec<String>,
    pub(super) unknown: Vec<String>,
    pub(super) unknown_rows: u64,
}

/// Reads the output once, and the input once more where something is missing.
pub(super) fn join(
    input: &Path,
    output: &Path,
    checked: &mut CheckedInput,
) -> Result<Joined, Error> {
    checked.ids.forget_answers();
    let mut joined = Joined {
        output_rows: 0,
        answered: 0,
        missing: Vec::new(),
        unknown: Vec::new(),
        unknown_rows: 0,
    };
    each_ref_id(output, |id| {
        joined.output_rows += 1;
        if !checked.ids.answer(id) {
            joined.unknown_rows += 1;
            if joined.unknown.len() < NAMED {
                joined
                    .unknown
                    .push(String::from_utf8_lossy(id).into_owned());
            }
        }
    })
    .map_err(|why| unusable(output, &why))?;
    joined.answered = checked.ids.answered();
    let missing = checked.ids.len() - joined.answered;
    if missing == 0 {
        return Ok(joined);
    }
    each_ref_id(input, |id| {
        if checked.ids.is_answered(id) == Some(false) {
            joined
                .missing
                .push(String::from_utf8_lossy(id).into_owned());
        }
    })
    .map_err(|why| unusable(input, &why))?;
    if joined.missing.len() as u64 == missing {
        return Ok(joined);
    }
    Err(unusable(
        input,
        &format!("{missing} of its rows have no answer, and it changed before they could be named"),
    ))
}

fn each_ref_id(path: &Path, mut each: impl FnMut(&[u8])) -> Result<(), String> {
    let (file, _) = open(path).map_err(|error| error.to_string())?;
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
        // A row without that column answers nobody, and shows up as unknown.
        each(record.get(column).unwrap_or_default().trim_ascii());
    }
    Ok(())
}

fn unusable(path: &Path, why: &str) -> Error {
    BatchProblem::Output {
        path: path.to_owned(),
        why: why.to_owned(),
    }
    .into_error(Evidence::MaybeDone)
}
