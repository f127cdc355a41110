//! Opens the output in a format.

use super::Output;
use super::choice;
use super::formats::{jobs, rows, usage};
use super::keeping::Keeping;
use super::target::{self, Sink};
use crate::archive::{self, Shared};
use crate::arguments::{CsvOptions, Format, Shown, Table};
use crate::exit::{Code, End, Failure};

/// Fails before anything else is done if the output cannot be printed in this format.
pub(crate) fn check(shown: &Shown, table: Table) -> Result<(), Failure> {
    if shown.format().is_binary() && !cfg!(feature = "arrow") {
        return Err(no_tables());
    }
    if shown.contradicts_itself() {
        let what = "the file name of --output implies another format than the one requested";
        let hint = "choose another file name, or omit --format";
        return Err(Failure::new(Code::Input, what, hint));
    }
    if shown.format() != Format::Csv && shown.csv != CsvOptions::default() {
        let what = "the CSV options have no effect in other formats";
        return Err(Failure::new(Code::Input, what, "add --format csv"));
    }
    choice::check(shown, table)?;
    if shown.csv.null_is_a_value() {
        let what = format!("--null {:?} would be mistaken for a value", shown.csv.null);
        return Err(Failure::new(
            Code::Input,
            what,
            "choose a word such as NULL",
        ));
    }
    target::check(shown)
}

pub(crate) fn no_tables() -> Failure {
    let what = "this build of clavata cannot write parquet or arrow: it lacks the feature `arrow`";
    let hint =
        "install it with the feature: cargo install --locked --path clavata-cli --features arrow";
    Failure::new(Code::Input, what, hint)
}

/// Creates a format that writes to a sink.
type Opening = fn(&Shown, Sink) -> Result<Box<dyn Output>, End>;

/// Opens stdout or the given file in a format. Archives the answers if the options say so.
pub(crate) fn open(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, archive::asked_for(shown)?, rows)
}

/// Like [`open`], for a command that archives the answers itself.
pub(crate) fn open_plain(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, None, rows)
}

/// Opens an output for the table of jobs.
pub(crate) fn open_jobs(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, archive::asked_for(shown)?, jobs)
}

/// Opens an output for the table of usage.
pub(crate) fn open_usage(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, archive::asked_for(shown)?, usage)
}

/// Opens an output for many jobs: one line or row per job, unless the user gave a level and so asked for the rows
/// of their reports.
pub(crate) fn open_list(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, archive::asked_for(shown)?, listed(shown))
}

/// Like [`open_list`], and archives the jobs.
pub(crate) fn keeping_list(shown: &Shown, archive: Shared) -> Result<Box<dyn Output>, End> {
    opened(shown, Some(archive), listed(shown))
}

/// Archives answers and prints nothing.
pub(crate) fn only_kept(archive: Shared) -> Box<dyn Output> {
    Box::new(Keeping::new(Some(archive), None, None))
}

fn listed(shown: &Shown) -> Opening {
    if shown.has_level() { rows } else { jobs }
}

fn opened(shown: &Shown, archive: Option<Shared>, format: Opening) -> Result<Box<dyn Output>, End> {
    let (out, pending) = target::open(shown)?;
    let output = format(shown, out)?;
    if archive.is_none() && pending.is_none() {
        return Ok(output);
    }
    Ok(Box::new(Keeping::new(archive, Some(output), pending)))
}
