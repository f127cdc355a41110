//! Opens the output in a format.

use super::Output;
use super::choice;
use super::formats;
use super::keeping::Keeping;
use super::target;
use crate::archive::{self, Shared};
use crate::arguments::{CsvOptions, Format, Shown, Table};
use crate::exit::{End, Failure};

/// Fails before anything else is done if the output cannot be printed in this format.
pub(crate) fn check(shown: &Shown, table: Table) -> Result<(), Failure> {
    if shown.format().is_binary() && !cfg!(feature = "arrow") {
        return Err(no_tables());
    }
    if shown.contradicts_itself() {
        let what = "the file name of --output implies another format than the one requested";
        let hint = "choose another file name, or omit --format";
        return Err(Failure::input(what, hint));
    }
    if shown.format() != Format::Csv && shown.csv != CsvOptions::default() {
        let what = "the CSV options have no effect in other formats";
        return Err(Failure::input(what, "add --format csv"));
    }
    choice::check(shown, table)?;
    if shown.csv.null_is_a_value() {
        let what = format!("--null {:?} would be mistaken for a value", shown.csv.null);
        return Err(Failure::input(what, "choose a word such as NULL"));
    }
    target::check(shown)
}

pub(crate) fn no_tables() -> Failure {
    let what = "this build of clavata cannot write parquet or arrow: it lacks the feature `arrow`";
    let hint =
        "install it with the feature: cargo install --locked --path clavata-cli --features arrow";
    Failure::input(what, hint)
}

/// Opens stdout or the given file for a table. Archives the answers if the options say so.
pub(crate) fn open(shown: &Shown, table: Table) -> Result<Box<dyn Output>, End> {
    open_with(shown, table, archive::asked_for(shown)?)
}

/// Like [`open`], but archives the answers only in this archive.
pub(crate) fn open_with(
    shown: &Shown,
    table: Table,
    archive: Option<Shared>,
) -> Result<Box<dyn Output>, End> {
    let (out, pending) = target::open(shown)?;
    let output = formats::writer(shown, table, out)?;
    if archive.is_none() && pending.is_none() {
        return Ok(output);
    }
    Ok(Box::new(Keeping::new(archive, Some(output), pending)))
}

/// Archives answers and prints nothing.
pub(crate) fn only_kept(archive: Shared) -> Box<dyn Output> {
    Box::new(Keeping::new(Some(archive), None, None))
}
