//! The journal: answers as they arrive.

#[cfg(feature = "arrow")]
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::ending::Ending;
use super::folder::{self, ANSWERS, JOURNAL, LINES, NOTES, existing};
use super::keys::Place;

/// A file is closed at this size, in bytes.
const SEGMENT: u64 = 64 << 20;

/// The longest time between two syncs of the file to disk.
const SYNC: Duration = Duration::from_secs(1);

pub(super) struct Journal {
    root: PathBuf,
    segment: u32,
    /// `None` until the first answer of the segment.
    file: Option<File>,
    /// `None` until the first note of the segment.
    notes: Option<File>,
    length: u64,
    synced: Instant,
}

impl Journal {
    /// Opens the journal after its last complete line.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let compacted = folder::segments(root, ANSWERS)?;
        let open = folder::segments(root, JOURNAL)?;
        for segment in &open {
            mend(&folder::path(root, JOURNAL, *segment, LINES))?;
        }
        let last = compacted.last().max(open.last());
        Ok(Self {
            root: root.to_owned(),
            segment: last.map_or(1, |last| last + 1),
            file: None,
            notes: None,
            length: 0,
            synced: Instant::now(),
        })
    }

    /// Appends a line, which ends in a line break.
    pub(super) fn append(&mut self, line: &[u8]) -> io::Result<Place> {
        if self.length >= SEGMENT {
            self.sync()?;
            self.begin_next();
        }
        let place = Place {
            segment: self.segment,
            offset: self.length,
            length: line.len() as u64,
        };
        let length = self.length;
        let file = self.file()?;
        if let Err(error) = file.write_all(line) {
            // Part of the line may have been written. If it cannot be removed, nothing may follow it.
            let _ = file.set_len(length);
            self.begin_next();
            if length == 0 {
                // No reader takes an empty file for answers.
                let path = folder::path(&self.root, JOURNAL, place.segment, LINES);
                let _ = fs::remove_file(path);
            }
            return Err(error);
        }
        self.length += place.length;
        if self.synced.elapsed() >= SYNC {
            self.sync()?;
        }
        Ok(place)
    }

    /// The file that lines are appended to.
    fn file(&mut self) -> io::Result<&mut File> {
        let file = if let Some(file) = self.file.take() {
            file
        } else {
            let path = folder::path(&self.root, JOURNAL, self.segment, LINES);
            let mut new = OpenOptions::new();
            new.append(true).create_new(true).open(path)?
        };
        Ok(self.file.insert(file))
    }

    /// Records how a question ended.
    pub(super) fn note(&mut self, ending: Ending) -> io::Result<()> {
        let notes = if let Some(notes) = self.notes.take() {
            notes
        } else {
            let path = folder::path(&self.root, JOURNAL, self.segment, NOTES);
            OpenOptions::new().append(true).create(true).open(path)?
        };
        let line = ending.to_string();
        let written = self.notes.insert(notes).write_all(line.as_bytes());
        written.inspect_err(|_| self.begin_next())
    }

    /// Syncs everything to disk.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.synced = Instant::now();
        let mut files = [&self.file, &self.notes].into_iter().flatten();
        files.try_for_each(File::sync_data)
    }

    /// Closes the current file. Returns the segments that have no tables yet.
    #[cfg(feature = "arrow")]
    pub(super) fn end(&mut self) -> io::Result<BTreeSet<u32>> {
        self.sync()?;
        self.begin_next();
        folder::segments(&self.root, JOURNAL)
    }

    fn begin_next(&mut self) {
        // The error that ends the segment is the one to return.
        let _ = self.sync();
        (self.file, self.notes) = (None, None);
        self.segment += 1;
        self.length = 0;
    }
}

/// Truncates a file after its last complete line. No one was told of an incomplete line. A line that lacks only its
/// line break is completed.
fn mend(path: &Path) -> io::Result<()> {
    let bytes = existing(fs::read(path))?.unwrap_or_default();
    let complete = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1);
    let Some(tail) = bytes.get(complete..).filter(|tail| !tail.is_empty()) else {
        return Ok(());
    };
    let file = OpenOptions::new().append(true).open(path)?;
    if serde_json::from_slice::<serde::de::IgnoredAny>(tail).is_ok() {
        (&file).write_all(b"\n")
    } else {
        file.set_len(complete as u64)
    }
}

/// Reads a line back.
pub(super) fn read(root: &Path, place: Place) -> io::Result<Vec<u8>> {
    let path = |part| folder::path(root, part, place.segment, LINES);
    let mut file = match existing(File::open(path(JOURNAL)))? {
        Some(file) => file,
        None => File::open(path(ANSWERS))?,
    };
    file.seek(SeekFrom::Start(place.offset))?;
    let mut bytes = Vec::new();
    file.take(place.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs::{self, File};

    use super::{ANSWERS, JOURNAL, Journal};

    #[test]
    fn answers_and_notes_are_synced() {
        let folder = tempfile::tempdir().unwrap();
        for part in [JOURNAL, ANSWERS] {
            fs::create_dir(folder.path().join(part)).unwrap();
        }
        // A device cannot be synced.
        let device = || Some(File::open("/dev/null").unwrap());
        for (file, notes) in [(device(), None), (None, device())] {
            let mut journal = Journal::open(folder.path()).unwrap();
            journal.sync().unwrap();
            (journal.file, journal.notes) = (file, notes);
            assert!(journal.sync().is_err());
        }
    }
}
