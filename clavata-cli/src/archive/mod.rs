//! An archive: a folder in which every paid answer is kept, once.
//!
//! ```text
//! archive.json    the format of the folder
//! journal/        answers as they arrived, one a line; the last file grows
//! answers/        the same files, once their tables are written
//! rows/day=…/     one Parquet file of rows for each file of answers and day
//! jobs/day=…/     the same, of jobs
//! follow.json     up to where `jobs --follow` has listed
//! ```
//!
//! A line is complete once its line break is written, which is before anybody is told of the answer. So a
//! program that is killed at any moment loses no answer that it has shown. The disk is asked to keep the
//! journal every second: a loss of power may cost what came after.
//!
//! The answers are the truth; tables can be made of them again. They are lines that `clavata flatten` reads.

#[cfg(feature = "arrow")]
mod compact;
mod folder;
mod journal;
mod keeper;
mod keys;
mod marks;
mod record;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::files::Lock;
use clavata_api_ext::{Arrived, Evaluated, Job, LabelAnswers};
use uuid::Uuid;

pub(crate) use self::keeper::Keeper;
pub(crate) use self::keys::Key;

use self::journal::Journal;
use self::keys::{Keys, Place};
use self::record::Record;
use crate::arguments::Shown;
use crate::exit::{Code, Failure};

/// An archive that this program alone writes to.
pub(crate) struct Archive {
    root: PathBuf,
    journal: Journal,
    keys: Keys,
    kept: Kept,
    _lock: Lock,
}

/// What became of the answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) new: u64,
    /// Answers that the archive had already.
    pub(crate) known: u64,
    /// Jobs that have not ended, whose answer is still to come.
    pub(crate) running: u64,
}

/// An answer that was paid for earlier.
pub(crate) struct Known {
    pub(crate) answer: Evaluated,
    /// Whether all answers of its request arrived. Otherwise nothing says that no other contradicted it.
    pub(crate) is_settled: bool,
}

impl Archive {
    /// Opens the archive in a folder, and creates it if the folder is missing or empty.
    pub(crate) fn open(root: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| unusable(root, &error);
        folder::prepare(root)?;
        let lock = Lock::take(root.join("archive.lock")).map_err(|error| {
            if error.kind() == io::ErrorKind::WouldBlock {
                let what = format!(
                    "another program is writing to the archive {}",
                    root.display()
                );
                return Failure::new(
                    Code::Input,
                    what,
                    "wait until it has ended, or use another folder",
                );
            }
            unusable(root, &error)
        })?;
        let journal = Journal::open(root).map_err(failed)?;
        let keys = Keys::load(root).map_err(failed)?;
        Ok(Self {
            root: root.to_owned(),
            journal,
            keys,
            kept: Kept::default(),
            _lock: lock,
        })
    }

    pub(crate) fn shared(self) -> Shared {
        Shared(Arc::new(Mutex::new(self)))
    }

    /// Keeps a job, if it has ended and is not there yet.
    fn job(&mut self, job: &Job, is_doubted: bool) -> io::Result<()> {
        if !job.is_done() {
            self.kept.running += 1;
            return Ok(());
        }
        self.keep_once(&Record::job(job, is_doubted)?)
    }

    /// Keeps what is not there yet.
    fn keep_once(&mut self, record: &Record) -> io::Result<()> {
        if self.keys.has(record.id()) {
            self.kept.known += 1;
            return Ok(());
        }
        self.keep(record)
    }

    fn keep(&mut self, record: &Record) -> io::Result<()> {
        let place = self.journal.append(record.line())?;
        self.keys.add(record.id(), record.asked(), place);
        self.kept.new += 1;
        Ok(())
    }

    /// Reads an answer back.
    fn read(&self, place: Place) -> io::Result<Evaluated> {
        let bytes = journal::read(&self.root, place)?;
        match clavata_api_ext::read(&bytes).answer {
            Some(Arrived::Evaluation(answer)) => Ok(Evaluated::from(answer)),
            _ => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "an answer in the archive cannot be read",
            )),
        }
    }
}

/// Opens the archive that a command was told to keep answers in.
pub(crate) fn asked_for(shown: &Shown) -> Result<Option<Shared>, Failure> {
    match &shown.archive {
        Some(root) => Ok(Some(Archive::open(root)?.shared())),
        None => Ok(None),
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "archive: {} new", self.new)?;
        if self.known > 0 {
            write!(f, ", {} already there", self.known)?;
        }
        match self.running {
            0 => Ok(()),
            1 => f.write_str(", 1 job not kept, because it has not ended"),
            jobs => write!(f, ", {jobs} jobs not kept, because they have not ended"),
        }
    }
}

/// An archive that several parts of a command use.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Archive>>);

impl Shared {
    fn archive(&self) -> MutexGuard<'_, Archive> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn job(&self, job: &Job, is_doubted: bool) -> io::Result<()> {
        self.archive().job(job, is_doubted)
    }

    /// Whether the archive has a job that has ended.
    pub(crate) fn has(&self, job: &Job) -> io::Result<bool> {
        let id = Record::id_of(job)?;
        Ok(self.archive().keys.has(id))
    }

    /// All jobs of a policy, or of all, that were created before this time are there.
    pub(crate) fn mark(&self, policy: Option<Uuid>) -> io::Result<Option<DateTime<Utc>>> {
        marks::get(&self.archive().root, policy)
    }

    pub(crate) fn set_mark(&self, policy: Option<Uuid>, mark: DateTime<Utc>) -> io::Result<()> {
        marks::set(&self.archive().root, policy, mark)
    }

    /// Keeps an answer of a file, unless it is there already.
    pub(crate) fn evaluation(&self, answer: &EvaluateResponse, is_doubted: bool) -> io::Result<()> {
        let record = Record::evaluation(answer, None, is_doubted)?;
        self.archive().keep_once(&record)
    }

    pub(crate) fn labels(&self, answers: &LabelAnswers, is_doubted: bool) -> io::Result<()> {
        self.archive()
            .keep_once(&Record::labels(answers, is_doubted)?)
    }

    /// Keeps an answer that has just arrived, for an input if it is known and the answer is valid for it.
    pub(crate) fn arrived(&self, asked: Option<Key>, answer: &Evaluated) -> io::Result<()> {
        let is_doubted = answer.objection().is_some();
        let asked = asked.filter(|_| !is_doubted);
        let record = Record::evaluation(answer.answer(), asked, is_doubted)?;
        self.archive().keep(&record)
    }

    /// All answers of the request have arrived, and the one for this input counts.
    pub(crate) fn settled(&self, asked: Key) -> io::Result<()> {
        let archive = &mut *self.archive();
        match archive.keys.settle(asked) {
            Some(id) => archive.journal.settle(id),
            None => Ok(()),
        }
    }

    pub(crate) fn knows(&self, asked: Key) -> bool {
        self.archive().keys.place_of(asked).is_some()
    }

    /// The answer of an input that was asked for earlier.
    pub(crate) fn recall(&self, asked: Key) -> io::Result<Option<Known>> {
        let archive = self.archive();
        let Some((place, is_settled)) = archive.keys.place_of(asked) else {
            return Ok(None);
        };
        let answer = archive.read(place)?;
        Ok(Some(Known { answer, is_settled }))
    }

    /// Waits until the disk has everything.
    pub(crate) fn sync(&self) -> io::Result<Kept> {
        let archive = &mut *self.archive();
        archive.journal.sync()?;
        Ok(archive.kept)
    }

    /// Writes the tables of all answers that have none.
    #[cfg(feature = "arrow")]
    pub(crate) fn compact(&self) -> Result<usize, Failure> {
        let archive = &mut *self.archive();
        let failed = |error: io::Error| unusable(&archive.root, &error);
        let segments = archive.journal.end().map_err(failed)?;
        compact::all(&archive.root, &segments).map_err(failed)
    }
}

fn unusable(root: &Path, why: &io::Error) -> Failure {
    let what = format!("cannot use the archive {}: {why}", root.display());
    let hint = "name a writable folder that is an archive, or is empty or missing";
    Failure::new(Code::Input, what, hint)
}
