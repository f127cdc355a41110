//! Failures of an input, with file, line and path.

use std::path::Path;

use clavata_api_ext::api::Status;
use clavata_api_ext::json::Place;
use clavata_api_ext::{DecodeError, Refusals};

use crate::exit::{Code, Failure, refused_hint};
use crate::terminal::cut;

pub(super) fn empty(name: &str) -> Failure {
    let what = format!("cannot read {name}: it contains no answer");
    let hint = "the input must contain a saved answer";
    Failure::new(Code::Unreadable, what, hint)
}

/// A file of no bytes, as a failed program leaves it.
pub(super) fn blank(name: &str) -> Failure {
    let what = format!("cannot read {name}: the file is empty");
    Failure::new(Code::Unreadable, what, "save the answer again")
}

/// `is_first` says that nothing was read before it.
pub(super) fn unreadable(
    name: &str,
    place: Place,
    why: &DecodeError,
    (jobs, is_first): (usize, bool),
) -> Failure {
    let said = said(place, why, jobs);
    let hint = if said.contains(UNOPENED) {
        "the beginning of a list may be missing; check its source"
    } else if why.is_cut_short() {
        "this answer is truncated, and was not used; check its source"
    } else if is_first && said.ends_with(": not JSON: expected a value at column 1") {
        "the input does not begin with JSON; check that it contains saved answers"
    } else if why.path() == Some("result") && said.ends_with("string, expected an object") {
        "it may be a report without its answer; save the whole answer"
    } else {
        SKIPPED
    };
    Failure::new(
        Code::Unreadable,
        format!("cannot read {name}: {said}"),
        hint,
    )
}

const SKIPPED: &str = "only this value was skipped; check its source";

/// What the reader says about the end of a list that never began.
const UNOPENED: &str = "a closing bracket has no opening one";

/// What the reader says of a value that ends too early.
const CUT: &str = "not JSON: the text ends before its JSON does";

/// Why a value cannot be read, with its line. `jobs` is the number of jobs before it, if it is a piece of a list.
pub(super) fn said(place: Place, why: &DecodeError, jobs: usize) -> String {
    let mut said = why.to_string();
    let path = why.path().map(|path| counted_from(path, jobs));
    if let (Some(before), Some(path)) = (why.path(), &path) {
        said = said.replacen(before, path, 1);
    }
    if said.contains(UNOPENED) {
        // The reader notices it only at the end of the input, which may be lines later.
        let said = said.split(" at line ").next().unwrap_or_default();
        return format!("up to line {}: {said}", place.line);
    }
    let said = absolute(&said, place);
    let Some((_, end)) = said.split_once(CUT).filter(|_| why.is_cut_short()) else {
        return format!("line {}: {said}", place.line);
    };
    let within = path.map_or(String::new(), |path| format!(", in {path}"));
    if end == format!(" at line {} column 1", place.line + 1) {
        // It ends with its line.
        return format!("line {}: the JSON ends too early{within}", place.line);
    }
    if end.contains(" line ") {
        // The line on which it ends is enough.
        return format!("the JSON ends too early,{end}{within}");
    }
    format!("line {}: the JSON ends too early,{end}{within}", place.line)
}

/// A path within a piece of a list, as one within the list.
fn counted_from(path: &str, jobs: usize) -> String {
    let number = |path: &str| {
        let (number, rest) = path.strip_prefix("jobs[")?.split_once(']')?;
        let number: usize = number.parse().ok()?;
        Some(format!("jobs[{}]{rest}", jobs + number))
    };
    number(path).unwrap_or_else(|| path.to_owned())
}

/// Why a job that is read in pieces cannot be read further, and the failure.
pub(super) fn broke(name: &str, place: Place, why: &str) -> (String, Failure) {
    let why = why.strip_prefix("value 0, ").unwrap_or(why);
    let why = why.replacen(": ", " of the job: ", usize::from(why.starts_with("byte ")));
    let what = format!("line {}: {why}", place.line);
    let hint = "the rest of it was not read, so nothing in it has passed; check its source";
    let failure = Failure::new(
        Code::Unreadable,
        format!("cannot read {name}: {what}"),
        hint,
    );
    (what, failure)
}

/// Why a value without an answer was not judged, without the gateway's message about content.
pub(super) fn refusal(status: &Status) -> String {
    match Refusals::of_status(status) {
        Some(_) => "the gateway refused content".to_owned(),
        None => format!("a gateway error, code {}", status.code),
    }
}

/// An answer in the table of jobs that is not a job.
pub(super) fn no_job(name: &str, place: Place) -> Failure {
    let what = format!("{name}, line {}: this answer is not a job", place.line);
    let hint = "the table of jobs has no row for it; omit --table jobs to see its rows";
    Failure::new(Code::Unreadable, what, hint)
}

/// A file of another archive. Its notes of what was refused afterwards would be lost.
pub(super) fn of_archive(name: &str, archive: &Path) -> Failure {
    let what = format!(
        "{name} was not added: it is part of the archive {}",
        archive.display()
    );
    let hint = "only that archive knows which of its answers were refused later; query its tables together with this one's";
    Failure::new(Code::Unreadable, what, hint)
}

/// A folder or a list that names no answer files.
pub(super) fn no_files(name: &str) -> Failure {
    let what = format!("{name} contains no answer files");
    let hint = "answer files end in .json, .jsonl or .ndjson, optionally followed by .gz or .zst";
    Failure::new(Code::Unreadable, what, hint)
}

/// Summarizes the unreadable values after the first few.
pub(super) fn more(name: &str, count: usize) -> Failure {
    let what = format!("cannot read {count} more values of {name}");
    let hint = "check that this file contains answers";
    Failure::new(Code::Unreadable, what, hint)
}

/// Summarizes the unreadable inputs after the first few.
pub(super) fn more_inputs(count: usize) -> Failure {
    let what = format!("cannot read {count} more inputs");
    let hint = "check the file names, and that the files contain answers";
    Failure::new(Code::Unreadable, what, hint)
}

pub(super) fn too_long(name: &str, place: Place, limit: usize) -> Failure {
    let what = format!(
        "cannot read {name}: line {}: a value is larger than {} MiB",
        place.line,
        limit >> 20
    );
    let hint = "only this value was skipped; split a list of jobs into lines";
    Failure::new(Code::Unreadable, what, hint)
}

/// A value is longer than the limit of the search.
pub(super) fn endless(name: &str, most: usize) -> Failure {
    let what = format!(
        "cannot read {name} to its end: a value does not end within {} MiB",
        most >> 20
    );
    let hint = "the rest was not read and has not passed; save it to a file to read all of it";
    Failure::new(Code::Unreadable, what, hint)
}

/// Converts a line and column within the value to those within the file. The line on which the value begins is not
/// repeated.
fn absolute(why: &str, from: Place) -> String {
    let relative = || {
        let (said, place) = why.rsplit_once(" at line ")?;
        let (line, column) = place.split_once(" column ")?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        Some(match line {
            1 => format!("{said} at column {}", from.column + column - 1),
            _ => format!("{said} at line {} column {column}", from.line + line - 1),
        })
    };
    relative().unwrap_or_else(|| why.to_owned())
}

/// `is_beside` says that the error came with an answer.
pub(super) fn refused(name: &str, place: Place, status: &Status, is_beside: bool) -> Failure {
    let place = format!("{name}, line {}", place.line);
    let said = cut(&status.message, 300);
    if let Some(refusals) = Refusals::of_status(status) {
        let said = match &*said {
            "" if refusals.is_suspected() => ": it sent no details".to_owned(),
            "" => String::new(),
            said => format!(": {said}"),
        };
        let what = format!("{place}: the gateway refused content{said}");
        let failure = Failure::new(Code::ContentRefused, what, refused_hint(&refusals));
        return failure.with_refusals(&refusals);
    }
    let (what, hint) = if is_beside {
        (
            "a gateway error came with the answer",
            "nothing in this answer counts as clear",
        )
    } else {
        (
            "the answer is a gateway error",
            "content without a result has not passed",
        )
    };
    let code = match status.code {
        0 => String::new(),
        code => format!("code {code}: "),
    };
    let what = format!("{place}: {what}: {code}{said}");
    Failure::new(Code::Unreadable, what, hint)
}
