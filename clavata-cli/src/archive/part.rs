//! A part of an archive: a journal and its index.

use std::fs;
use std::io;
use std::path::Path;
#[cfg(feature = "arrow")]
use std::path::PathBuf;

use super::folder::{ANSWERS, JOURNAL};
use super::journal::Journal;
use super::keys::Keys;
use super::record::Record;

pub(super) struct Part {
    #[cfg(feature = "arrow")]
    pub(super) root: PathBuf,
    pub(super) journal: Journal,
    pub(super) keys: Keys,
}

impl Part {
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        for folder in [JOURNAL, ANSWERS] {
            fs::create_dir_all(root.join(folder))?;
        }
        Ok(Self {
            #[cfg(feature = "arrow")]
            root: root.to_owned(),
            journal: Journal::open(root)?,
            keys: Keys::load(root)?,
        })
    }

    /// Keeps a record, unless it has it. Returns whether it is new.
    pub(super) fn keep_once(&mut self, record: &Record) -> io::Result<bool> {
        if self.keys.has(record.id()) {
            return Ok(false);
        }
        self.keep(record).map(|()| true)
    }

    pub(super) fn keep(&mut self, record: &Record) -> io::Result<()> {
        let place = self.journal.append(record.line())?;
        self.keys.arrived(record.id(), record.asked(), place);
        Ok(())
    }
}
