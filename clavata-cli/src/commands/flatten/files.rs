//! The files to read: those named, those that a list names, and those in folders.

use std::collections::BTreeSet;
use std::fs;
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

/// The size of all together. `None` if one is a folder, stdin or packed, or cannot be opened.
pub(super) fn size_of(files: &[PathBuf]) -> Option<u64> {
    let size = |file: &PathBuf| open(file).ok()?.size();
    if files.iter().any(|file| !file.is_file()) {
        return None;
    }
    files.iter().map(size).sum()
}

/// The file itself, or the answers below a folder, sorted by name. Links are followed.
pub(super) fn below(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path == Path::new("-") || !path.is_dir() {
        // What cannot be opened is reported then.
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    add(path, &mut files, &mut BTreeSet::new())?;
    Ok(files)
}

fn add(folder: &Path, files: &mut Vec<PathBuf>, seen: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    // A link may lead around in a circle.
    if !seen.insert(folder.canonicalize()?) {
        return Ok(());
    }
    let entries = folder.read_dir()?;
    let mut entries = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for entry in entries {
        match fs::metadata(&entry) {
            Ok(about) if about.is_dir() => add(&entry, files, seen)?,
            // What cannot be opened is reported then.
            _ if is_answer(&entry) => files.push(entry),
            _ => {}
        }
    }
    Ok(())
}

fn is_answer(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let name = name
        .strip_suffix(".gz")
        .or_else(|| name.strip_suffix(".zst"))
        .unwrap_or(&name);
    let ends = [".json", ".jsonl", ".ndjson"];
    ends.iter().any(|end| name.ends_with(end))
}
