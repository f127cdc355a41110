//! The tables of an archive, for those who read them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::{self, JOURNAL};
use super::outdated::outdated;
use super::{batch, unusable};
use crate::exit::{Code, Failure};

/// What there is to read. Whoever writes to the archive meanwhile adds whole files.
pub(crate) struct Tables {
    /// The absolute path of the archive.
    pub(crate) root: PathBuf,
    /// Whether answers arrived that are in no table.
    pub(crate) is_behind: bool,
    /// Whether an older version wrote some of them, which has no verdict in rows and no usage.
    pub(crate) is_outdated: bool,
}

impl Tables {
    /// Whether there are files below this folder of the archive.
    pub(crate) fn has(&self, folder: &str) -> bool {
        files(&self.root.join(folder)).is_ok_and(|files| !files.is_empty())
    }
}

/// Finds the tables of an archive, which need not be writable. Fails if there are none.
pub(crate) fn tables(root: &Path) -> Result<Tables, Failure> {
    let failed = |error: io::Error| unusable(root, &error);
    folder::known(root)?;
    let batch = batch::root(root);
    let is_behind = is_behind(root).map_err(failed)? || is_behind(&batch).map_err(failed)?;
    let tables = Tables {
        root: std::path::absolute(root).map_err(failed)?,
        is_behind,
        is_outdated: !outdated(root).map_err(failed)?.is_empty(),
    };
    if ["rows", "jobs", "usage", "batch/rows"]
        .iter()
        .any(|table| tables.has(table))
    {
        return Ok(tables);
    }
    let what = format!("the archive {} has no tables", root.display());
    let hint = "`clavata archive DIR` writes them, of all answers that are there";
    Err(Failure::new(Code::Input, what, hint))
}

/// The files of a table, in no order. None if the table is not there.
pub(super) fn files(table: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let days = match fs::read_dir(table) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        days => days?,
    };
    for day in days {
        let Ok(files) = fs::read_dir(day?.path()) else {
            continue;
        };
        for file in files {
            let path = file?.path();
            if path.extension().is_some_and(|kind| kind == "parquet") {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// Whether the journal of a part has answers.
fn is_behind(part: &Path) -> io::Result<bool> {
    match folder::segments(part, JOURNAL) {
        Ok(segments) => Ok(!segments.is_empty()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
