//! The tables of an archive, for reading.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::{self, JOURNAL, existing};
use super::unusable;
use crate::exit::Failure;

/// The views of the tables, and the folders of their files.
pub(crate) const VIEWS: [(&str, &str); 4] = [
    ("rows", "rows"),
    ("jobs", "jobs"),
    ("usage", "usage"),
    ("batch", "batch/rows"),
];

/// The tables that can be read. A program that writes to the archive at the same time adds only whole files.
pub(crate) struct Tables {
    /// The absolute path of the archive.
    pub(crate) root: PathBuf,
    /// Whether answers arrived that are in no table.
    pub(crate) is_behind: bool,
}

impl Tables {
    /// Whether a folder of the archive contains tables.
    pub(crate) fn has(&self, folder: &str) -> bool {
        let days = fs::read_dir(self.root.join(folder)).into_iter().flatten();
        let mut files = days
            .flatten()
            .flat_map(|day| fs::read_dir(day.path()).into_iter().flatten().flatten());
        files.any(|file| Path::new(&file.file_name()).extension() == Some("parquet".as_ref()))
    }
}

/// Finds the tables of an archive, which does not have to be writable. Fails if there are none.
pub(crate) fn tables(root: &Path) -> Result<Tables, Failure> {
    let failed = |error: io::Error| unusable(root, &error);
    folder::known(root)?;
    let batch = folder::batch(root);
    let is_behind = is_behind(root).map_err(failed)? || is_behind(&batch).map_err(failed)?;
    let tables = Tables {
        root: std::path::absolute(root).map_err(failed)?,
        is_behind,
    };
    if VIEWS.iter().any(|(_, folder)| tables.has(folder)) {
        return Ok(tables);
    }
    let what = format!("the archive {} has no tables", root.display());
    let hint = format!(
        "run `clavata archive {}` to write them for all archived answers",
        root.display()
    );
    Err(Failure::input(what, hint))
}

/// Whether the journal of a part contains answers.
fn is_behind(part: &Path) -> io::Result<bool> {
    let segments = existing(folder::segments(part, JOURNAL))?;
    Ok(segments.is_some_and(|segments| !segments.is_empty()))
}
