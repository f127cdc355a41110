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
//! program that is killed at any moment loses no answer that it has shown. While answers come, the disk is
//! asked once a second to keep them, and at the end: a loss of power may cost the last.
//!
//! The answers are the truth; tables can be made of them again. They are lines that `clavata flatten` reads.

#[cfg(feature = "arrow")]
mod compact;
mod folder;
mod journal;
mod keeper;
mod key;
mod keys;
mod marks;
mod record;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::files::Lock;
use clavata_api_ext::{Arrived, Evaluated, Job, LabelAnswers, Verdict};
use uuid::Uuid;

pub(crate) use self::keeper::Keeper;
pub(crate) use self::key::Key;
pub(crate) use self::marks::Mark;

use self::journal::Journal;
use self::keys::{Ending, Keys, Place};
use self::record::Record;
use crate::arguments::Shown;
#[cfg(feature = "arrow")]
use crate::exit::End;
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

impl Known {
    fn rank(&self) -> u8 {
        match (self.answer.verdict(), self.is_settled) {
            (Verdict::Flagged, _) => 3,
            (Verdict::Undetermined(_), true) => 2,
            (Verdict::Clear, true) => 1,
            (_, false) => 0,
        }
    }
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
        self.keys.arrived(record.id(), record.asked(), place);
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

    /// Whether the archive has this answer of a job.
    pub(crate) fn has(&self, job: &Job) -> io::Result<bool> {
        let id = Record::id_of_job(job, false)?;
        Ok(self.archive().keys.has(id))
    }

    /// Which jobs of a policy, or of all, are there.
    pub(crate) fn mark(&self, policy: Option<Uuid>) -> io::Result<Option<Mark>> {
        marks::get(&self.archive().root, policy)
    }

    pub(crate) fn set_mark(&self, policy: Option<Uuid>, mark: Mark) -> io::Result<()> {
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

    /// All answers of the request have arrived, and this one counts.
    pub(crate) fn settled(&self, asked: Key, answer: &Evaluated) -> io::Result<()> {
        let id = Record::id_of_evaluation(answer.answer(), false)?;
        self.note(Ending::Settled { asked, id })
    }

    /// The content was refused, whatever was answered before.
    pub(crate) fn refused(&self, asked: Key) -> io::Result<()> {
        self.note(Ending::Refused { asked })
    }

    fn note(&self, ending: Ending) -> io::Result<()> {
        let archive = &mut *self.archive();
        if archive.keys.end(ending) {
            archive.journal.note(ending)?;
        }
        Ok(())
    }

    /// Whether a question need not be asked.
    pub(crate) fn knows(&self, asked: Key) -> bool {
        !self.archive().keys.answers(asked).is_empty()
    }

    /// The answer to a question that was asked earlier: of several, the worst that counts. One that flags
    /// counts in any case.
    pub(crate) fn recall(&self, asked: Key) -> io::Result<Option<Known>> {
        let archive = self.archive();
        let mut worst: Option<Known> = None;
        for (place, is_settled) in archive.keys.answers(asked) {
            let answer = archive.read(place)?;
            let known = Known { answer, is_settled };
            if worst
                .as_ref()
                .is_none_or(|worst| known.rank() > worst.rank())
            {
                worst = Some(known);
            }
        }
        Ok(worst)
    }

    /// Waits until the disk has everything.
    pub(crate) fn sync(&self) -> io::Result<Kept> {
        let archive = &mut *self.archive();
        archive.journal.sync()?;
        Ok(archive.kept)
    }

    /// Writes the tables of all answers that have none.
    #[cfg(feature = "arrow")]
    pub(crate) fn compact(&self) -> Result<compact::Compacted, End> {
        let archive = &mut *self.archive();
        let done = archive
            .journal
            .end()
            .and_then(|segments| compact::all(&archive.root, &segments));
        done.map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => End::Interrupted,
            _ => unusable(&archive.root, &error).into(),
        })
    }
}

fn unusable(root: &Path, why: &io::Error) -> Failure {
    let what = format!("cannot use the archive {}: {why}", root.display());
    let hint = "name a writable folder that is an archive, or is empty or missing";
    Failure::new(Code::Input, what, hint)
}
