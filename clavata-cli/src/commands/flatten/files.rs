//! The files to read: from the arguments, from a list, and from folders.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{DirEntry, FileType};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use super::NAMED_FAILURES;
use super::failures::more_inputs;
use crate::exit::{End, Failure};
use crate::input::{open, unread};

/// The files that a list names, one per line. Empty lines are ignored.
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
    read().map_err(|error: io::Error| unread(&list.display().to_string(), &error))
}

/// Fails if none of the files exists, so that no empty archive is created.
pub(in crate::commands) fn some_exist(files: &[PathBuf]) -> Result<(), End> {
    let mut missing = Vec::new();
    for file in files {
        match file.metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound && file != Path::new("-") => {
                missing.push(unread(&file.display().to_string(), &error));
            }
            _ => return Ok(()),
        }
    }
    let Some(first) = missing.first() else {
        return Ok(());
    };
    let code = first.code();
    for failure in missing.iter().take(NAMED_FAILURES) {
        failure.tell();
    }
    if missing.len() > NAMED_FAILURES {
        more_inputs(missing.len() - NAMED_FAILURES).tell();
    }
    Err(End::Reported(code))
}

/// The total size. `None` if one of the files is a folder, stdin or compressed, or cannot be opened.
pub(super) fn size_of(files: &[PathBuf]) -> Option<u64> {
    let size = |file: &PathBuf| open(file).ok()?.size();
    if files.iter().any(|file| !file.is_file()) {
        return None;
    }
    files.iter().map(size).sum()
}

/// The file itself, or the answer files below a folder, sorted by name. Symbolic links are followed.
pub(super) fn below(path: &Path) -> io::Result<Vec<PathBuf>> {
    if path == Path::new("-") || !path.is_dir() {
        // A path that cannot be opened is reported when it is read.
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    add(path, &mut files, &mut BTreeSet::new())?;
    Ok(files)
}

/// Like [`below`], without what cannot be listed.
pub(in crate::commands) fn answers_below(path: &Path) -> Vec<PathBuf> {
    below(path).unwrap_or_default()
}

fn add(folder: &Path, files: &mut Vec<PathBuf>, seen: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    // Links may form a cycle.
    if !seen.insert(folder.canonicalize()?) {
        return Ok(());
    }
    // An entry would keep its folder open.
    let entry = |entry: io::Result<DirEntry>| {
        entry.map(|entry| (entry.file_name(), entry.file_type().ok()))
    };
    let mut entries = folder
        .read_dir()?
        .map(entry)
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (name, kind) in entries {
        let path = folder.join(&name);
        if is_folder(&path, kind) {
            add(&path, files, seen)?;
        } else if is_answer(&name) {
            // A path that cannot be opened is reported when it is read.
            files.push(path);
        }
    }
    Ok(())
}

/// Whether it is a folder or a link to one. For most entries, no further system call is needed.
fn is_folder(path: &Path, kind: Option<FileType>) -> bool {
    match kind {
        Some(kind) if !kind.is_symlink() => kind.is_dir(),
        _ => path.is_dir(),
    }
}

fn is_answer(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes().to_ascii_lowercase();
    let name = name
        .strip_suffix(b".gz")
        .or_else(|| name.strip_suffix(b".zst"))
        .unwrap_or(&name);
    let ends = [&b".json"[..], b".jsonl", b".ndjson"];
    ends.iter().any(|end| name.ends_with(end))
}
