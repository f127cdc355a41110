//! `clavata archive`: adds saved answers to an archive, and writes its tables.

use super::flatten;
use crate::archive::{Archive, Shared};
use crate::arguments::ArchiveArguments;
use crate::exit::End;
use crate::output;
#[cfg(feature = "arrow")]
use crate::terminal::note;

pub(super) fn run(arguments: &ArchiveArguments) -> Result<(), End> {
    let archive = Archive::open(&arguments.folder)?.shared();
    let added = if arguments.files.is_empty() {
        Ok(())
    } else {
        flatten::keep(&arguments.files, output::only_kept(archive.clone()))
    };
    tables(&archive)?;
    added
}

#[cfg(feature = "arrow")]
fn tables(archive: &Shared) -> Result<(), End> {
    let answers = archive.compact()?;
    note(&format!(
        "archive: wrote the tables of {answers} {}",
        if answers == 1 { "answer" } else { "answers" }
    ));
    Ok(())
}

/// The answers are kept in any case.
#[cfg(not(feature = "arrow"))]
fn tables(_: &Shared) -> Result<(), End> {
    Err(output::no_tables().into())
}
