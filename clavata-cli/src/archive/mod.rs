//! An archive: a folder that keeps each paid answer once.
//!
//! ```text
//! archive.json    the format of the folder
//! journal/        answers as they arrived, one per line; the last file grows
//! answers/        the same files, once their tables are written, with notes of which answers were doubted
//! rows/day=…/     one Parquet file of rows for each file of answers and day
//! jobs/day=…/     the same for jobs
//! usage/day=…/    the same for the cost of each result
//! batch/          rows of batch jobs, with their own journal, answers and tables
//! follow.json     how far `jobs --follow` has listed
//! ```
//!
//! A line is complete once its line break is written, which happens before the answer is shown. A program that is
//! killed at any moment therefore loses no answer that it has shown. The disk is synced at least once per second while
//! answers arrive, and at the end: a power failure may lose the last answers.
//!
//! The answers are authoritative: the tables can be made again from them. The lines can be read by `clavata flatten`.

#[cfg(feature = "arrow")]
mod compact;
mod ending;
mod folder;
mod journal;
mod keeper;
mod kept;
mod key;
mod keys;
mod lines;
mod marks;
mod part;
mod record;
mod shared;
mod tables;

use std::io;
use std::path::{Path, PathBuf};

use clavata_api_ext::files::Lock;
use clavata_api_ext::{Arrived, Evaluated};

pub(crate) use self::folder::archive_of;
pub(crate) use self::keeper::Keeper;
pub(crate) use self::kept::Kept;
pub(crate) use self::key::{Key, Question};
pub(crate) use self::marks::Mark;
pub(crate) use self::record::{Doubted, named};
pub(crate) use self::shared::{Known, Shared, asked_for};
pub(crate) use self::tables::{Tables, VIEWS, tables};

use self::keys::Place;
use self::part::Part;
use self::record::{Head, Record};
use crate::exit::Failure;

/// An archive that only this program writes to.
struct Archive {
    root: PathBuf,
    answers: Part,
    /// `None` until it is needed.
    batch: Option<Part>,
    kept: Kept,
    _lock: Lock,
}

impl Archive {
    /// Opens the archive in a folder. Creates it if the folder is missing or empty.
    fn open(root: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| unusable(root, &error);
        folder::prepare(root)?;
        let lock = Lock::take(root.join("archive.lock")).map_err(|error| {
            if error.kind() == io::ErrorKind::WouldBlock {
                let what = format!(
                    "another program is writing to the archive {}",
                    root.display()
                );
                return Failure::input(what, "wait until it has ended, or use another folder");
            }
            unusable(root, &error)
        })?;
        let answers = Part::open(root).map_err(failed)?;
        Ok(Self {
            root: root.to_owned(),
            answers,
            batch: None,
            kept: Kept::default(),
            _lock: lock,
        })
    }

    /// Archives a record that is not archived yet.
    fn keep_once(&mut self, record: &Record) -> io::Result<()> {
        let is_new = self.answers.keep_once(record)?;
        self.kept.count(is_new);
        Ok(())
    }

    /// The part for rows of batch jobs.
    fn batch(&mut self) -> io::Result<&mut Part> {
        let part = match self.batch.take() {
            Some(part) => part,
            None => Part::open(&folder::batch(&self.root))?,
        };
        Ok(self.batch.insert(part))
    }

    fn parts(&mut self) -> impl Iterator<Item = &mut Part> {
        [&mut self.answers].into_iter().chain(&mut self.batch)
    }

    /// Writes the tables of all segments that have none, and rewrites those whose doubted answers have changed.
    #[cfg(feature = "arrow")]
    fn compact(&mut self) -> io::Result<compact::Compacted> {
        if folder::batch(&self.root).exists() {
            self.batch()?;
        }
        let mut done = compact::Compacted::default();
        for part in self.parts() {
            let segments = part.journal.end()?;
            compact::all(&part.root, &segments, &part.keys, &mut done)?;
        }
        let keys = &self.answers.keys;
        let wrong = compact::doubts::changed(&self.root, keys)?;
        compact::again(&self.root, &wrong, keys, &mut done)?;
        Ok(done)
    }

    /// Reads an answer to a question back. Fails if the file was changed and another answer is there.
    fn read(&self, place: Place, (asked, id): (Key, Key)) -> io::Result<Evaluated> {
        let bytes = journal::read(&self.root, place)?;
        let is_it = |head: Head| head.asked == Some(asked) && head.id == id;
        let is_it = serde_json::from_slice(&bytes).is_ok_and(is_it);
        match clavata_api_ext::read(&bytes).answer {
            Some(Arrived::Evaluation(answer)) if is_it => Ok(Evaluated::from(answer)),
            _ => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "an answer in the archive cannot be read",
            )),
        }
    }
}

fn unusable(root: &Path, why: &io::Error) -> Failure {
    let what = format!("cannot use the archive {}: {why}", root.display());
    let hint = "name a writable folder that is an archive, or one that is empty or missing";
    Failure::input(what, hint)
}
