//! Opens an output in a format.

use super::Output;
use super::choice;
use super::formats::{jobs, rows, usage};
use super::keeping::Keeping;
use super::target::{self, Sink};
use crate::archive::{self, Shared};
use crate::arguments::{CsvOptions, Format, Shown, Table};
use crate::exit::{Code, End, Failure};

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

/// Makes a format that writes to a sink.
type Opening = fn(&Shown, Sink) -> Result<Box<dyn Output>, End>;

/// Opens stdout, or the given file, in a format. It keeps the answers if that was asked for.
pub(crate) fn open(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, archive::asked_for(shown)?, rows)
}

/// Like [`open`], for a command that keeps the answers itself.
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

/// Opens an output for many jobs: one line or row each, unless the caller asked for the rows of their
/// reports by giving a level.
pub(crate) fn open_list(shown: &Shown) -> Result<Box<dyn Output>, End> {
    opened(shown, archive::asked_for(shown)?, listed(shown))
}

/// Like [`open_list`], and keeps them in this archive.
pub(crate) fn keeping_list(shown: &Shown, archive: Shared) -> Result<Box<dyn Output>, End> {
    opened(shown, Some(archive), listed(shown))
}

/// Keeps answers in an archive, and prints nothing.
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
