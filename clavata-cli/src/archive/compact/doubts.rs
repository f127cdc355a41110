//! Which answers of a segment were doubted when its tables were written. This changes if a question is refused
//! later, or if its answer counts in the end.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::super::folder::{self, ANSWERS};
use super::super::key::Key;
use super::super::keys::Keys;

const EXTENSION: &str = "doubts";

/// The note while tables are being rewritten, when their content is unknown.
pub(super) const WRITING: &str = "writing";

/// A hash of the answers that are doubted now. Empty if none are.
pub(super) fn of(segment: &Keys, all: &Keys) -> io::Result<String> {
    let doubted = segment.doubted(all);
    if doubted.is_empty() {
        return Ok(String::new());
    }
    Ok(Key::of("doubts", &doubted)?.to_string())
}

/// The note from when the tables were written. Empty if nothing was doubted.
fn noted(root: &Path, segment: u32) -> io::Result<Vec<u8>> {
    let noted = fs::read(folder::path(root, ANSWERS, segment, EXTENSION));
    Ok(folder::existing(noted)?.unwrap_or_default())
}

pub(super) fn note(root: &Path, segment: u32, doubts: &str) -> io::Result<()> {
    if noted(root, segment)? == doubts.as_bytes() {
        return Ok(());
    }
    let path = folder::path(root, ANSWERS, segment, EXTENSION);
    folder::write(&path, doubts.as_bytes())
}

/// The segments whose doubted answers have changed since their tables were written.
pub(in crate::archive) fn changed(root: &Path, all: &Keys) -> io::Result<BTreeSet<u32>> {
    let mut changed = BTreeSet::new();
    for segment in folder::segments(root, ANSWERS)? {
        let now = of(&Keys::of_answers(root, segment)?, all)?;
        if noted(root, segment)? != now.as_bytes() {
            changed.insert(segment);
        }
    }
    Ok(changed)
}
