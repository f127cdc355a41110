//! The folder of an archive and the version of its format.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clavata_api_ext::files::Target;
use serde::{Deserialize, Serialize};

use super::unusable;
use crate::exit::Failure;

/// The version of the format that this program reads and writes.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct About {
    format: u32,
    program: String,
}

const ABOUT: &str = "archive.json";

/// The folder of answers that are not in the tables yet.
pub(super) const JOURNAL: &str = "journal";
/// The folder of answers that are in the tables.
pub(super) const ANSWERS: &str = "answers";

/// The extension of the answers of a segment.
pub(super) const LINES: &str = "jsonl";
/// The extension of the notes of how questions ended while a segment was written.
pub(super) const NOTES: &str = "ends";

/// The folder of the part for rows of batch jobs, which contain less than reports.
pub(super) fn batch(archive: &Path) -> PathBuf {
    archive.join("batch")
}

/// Makes sure that a folder is an archive of this format. Creates the archive if the folder is empty or missing.
pub(super) fn prepare(root: &Path) -> Result<(), Failure> {
    let failed = |error: io::Error| unusable(root, &error);
    fs::create_dir_all(root).map_err(failed)?;
    let about = root.join(ABOUT);
    if let Some(found) = existing(fs::read(&about)).map_err(failed)? {
        return check(root, &found);
    }
    if has_others(root).map_err(failed)? {
        let what = format!(
            "the folder {} contains other files and is not an archive",
            root.display()
        );
        return Err(Failure::input(what, "name an empty or a new folder"));
    }
    let found = About {
        format: FORMAT,
        program: concat!("clavata ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    write(&about, &serde_json::to_vec(&found).unwrap_or_default()).map_err(failed)
}

/// Makes sure that a folder is an archive of this format, without writing to it.
pub(super) fn known(root: &Path) -> Result<(), Failure> {
    let about = existing(fs::read(root.join(ABOUT)));
    if let Some(found) = about.map_err(|error| unusable(root, &error))? {
        return check(root, &found);
    }
    let what = match existing(root.metadata()) {
        Ok(None) => format!("the archive {} does not exist", root.display()),
        _ => format!("{} is not an archive", root.display()),
    };
    Err(Failure::input(what, "name the folder of an archive"))
}

/// The archive that a file belongs to.
pub(crate) fn archive_of(file: &Path) -> Option<PathBuf> {
    let file = file.canonicalize().ok()?;
    // Answers may be in a file of the same name as the one that marks an archive.
    let parts = [ABOUT, JOURNAL, ANSWERS];
    let archive = file
        .ancestors()
        .find(|folder| parts.iter().all(|part| folder.join(part).exists()))?;
    Some(archive.to_owned())
}

/// Whether a folder has anything other than the remains of a start that was killed.
fn has_others(root: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(root)? {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with("archive.json.") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn check(root: &Path, about: &[u8]) -> Result<(), Failure> {
    match serde_json::from_slice::<About>(about) {
        Ok(about) if about.format == FORMAT => Ok(()),
        Ok(about) => {
            let what = format!(
                "the archive {} has the format {}, written by {}; this program supports only format {FORMAT}",
                root.display(),
                about.format,
                about.program,
            );
            Err(Failure::input(what, "use a newer clavata"))
        }
        Err(_) => {
            let what = format!("archive.json in {} cannot be read", root.display());
            Err(Failure::input(what, "name the folder of an archive"))
        }
    }
}

/// What was found. `None` if the file or the folder does not exist.
pub(super) fn existing<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}

/// Writes a file that appears once it is complete.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = Target::look(path)?.begin()?;
    file.file().write_all(bytes)?;
    file.publish()
}

/// The numbers of the segments in a part of the archive, in order. A segment without answers has only notes.
pub(super) fn segments(root: &Path, part: &str) -> io::Result<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root.join(part))? {
        let name = entry?.file_name();
        let name = name.to_str().and_then(|name| name.split_once('.'));
        // Other files do not belong to the archive.
        let Some((number, kind @ (LINES | NOTES))) = name.filter(|(number, _)| number.len() == 8)
        else {
            continue;
        };
        let Ok(number) = number.parse() else { continue };
        // Notes of answers that are in the tables are left of a program that was killed.
        if kind == LINES || !path(root, ANSWERS, number, LINES).exists() {
            found.insert(number);
        }
    }
    Ok(found)
}

/// The path of a file of a segment.
pub(super) fn path(root: &Path, part: &str, segment: u32, extension: &str) -> PathBuf {
    root.join(part).join(format!("{segment:08}.{extension}"))
}
