//! `clavata archive`: adds saved answers to an archive, and writes its tables.

use super::flatten;
use crate::archive::Shared;
use crate::arguments::ArchiveArguments;
use crate::exit::End;
#[cfg(feature = "arrow")]
use crate::exit::{Code, Failure};
use crate::output;
#[cfg(feature = "arrow")]
use crate::terminal::{counted, note};

pub(super) fn run(arguments: &ArchiveArguments) -> Result<(), End> {
    flatten::some_exist(&arguments.files)?;
    let archive = Shared::open(&arguments.folder)?;
    let added = if arguments.files.is_empty() {
        Ok(())
    } else {
        flatten::keep(&arguments.files, output::only_kept(archive.clone()))
    };
    // A failure of a file is reported first, because it may be a refusal.
    match (added, tables(&archive)) {
        (Err(End::Reported(code)), Err(End::Failure(failure))) => {
            failure.tell();
            Err(End::Reported(code))
        }
        (added, tables) => added.and(tables),
    }
}

#[cfg(feature = "arrow")]
fn tables(archive: &Shared) -> Result<(), End> {
    let done = archive.compact()?;
    note(&format!(
        "archive: wrote the tables of {}",
        counted(done.answers as u64, "answer")
    ));
    if done.unread == 0 {
        return Ok(());
    }
    let what = format!(
        "{} of the archive cannot be read",
        counted(done.unread as u64, "line")
    );
    let hint = "they are in no table; run `clavata flatten DIR/answers` to list them";
    Err(Failure::new(Code::Unreadable, what, hint).into())
}

/// Without the feature, answers are archived but no tables are written.
#[cfg(not(feature = "arrow"))]
fn tables(_: &Shared) -> Result<(), End> {
    Err(output::no_tables().into())
}
