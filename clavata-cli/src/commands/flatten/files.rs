//! The files to read: those named, those that a list names, and those in folders.

use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use super::failures;
use crate::exit::Failure;
use crate::input::open;

/// The files of a list, one a line. Empty lines do not count.
pub(super) fn listed(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = || {
        let lines = BufReader::new(open(list)?).lines();
        let lines: io::Result<Vec<String>> = lines.collect();
        Ok(lines?
            .into_iter()
            .filter(|line| !line.trim().is_empty())
            .map(PathBuf::from)
            .collect())
    };
    read().map_err(|error: io::Error| failures::unopened(&list.display().to_string(), &error))
}

/// The file itself, or the answers below a folder, sorted by name.
pub(super) fn below(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path == Path::new("-") || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut entries: Vec<PathBuf> = path
        .read_dir()?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        // A link to a folder may lead around in a circle.
        if entry.is_dir() && !entry.is_symlink() {
            files.extend(below(&entry)?);
        } else if is_answer(&entry) {
            files.push(entry);
        }
    }
    Ok(files)
}

fn is_answer(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let name = name
        .strip_suffix(".gz")
        .or_else(|| name.strip_suffix(".zst"))
        .unwrap_or(&name);
    let is_named = [".json", ".jsonl", ".ndjson"]
        .iter()
        .any(|end| name.ends_with(end));
    is_named && file.is_file()
}
