//! An archive, as the parts of a command use it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::{Evaluated, Job, LabelAnswers, Verdict};
use clavata_batch::BatchRow;
use uuid::Uuid;

#[cfg(feature = "arrow")]
use super::compact;
use super::ending::Ending;
use super::record::Record;
use super::{Archive, Kept, Key, Mark, marks};
use crate::arguments::Shown;
use crate::exit::Failure;
#[cfg(feature = "arrow")]
use crate::exit::{Code, End};

/// An archive that several parts of a command use.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Archive>>);

/// Opens the archive that a command was told to keep answers in.
pub(crate) fn asked_for(shown: &Shown) -> Result<Option<Shared>, Failure> {
    let asked = shown.archive.as_deref();
    asked.map(Shared::open).transpose()
}

impl Shared {
    /// Opens the archive in a folder, and creates it if the folder is missing or empty.
    pub(crate) fn open(root: &Path) -> Result<Self, Failure> {
        Ok(Self(Arc::new(Mutex::new(Archive::open(root)?))))
    }

    fn archive(&self) -> MutexGuard<'_, Archive> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn job(&self, job: &Job, is_doubted: bool) -> io::Result<()> {
        self.archive().job(job, is_doubted)
    }

    /// Whether the archive has this answer of a job.
    pub(crate) fn has(&self, job: &Job) -> io::Result<bool> {
        let id = Record::id_of_job(job, false)?;
        Ok(self.archive().answers.keys.has(id))
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

    /// Keeps a row of a batch job, unless it is there already.
    pub(crate) fn batch_row(&self, row: BatchRow) -> io::Result<()> {
        self.archive().batch_row(row)
    }

    /// Keeps an answer that has just arrived, for an input if it is known and the answer is valid for it. An answer
    /// for no input counts for none.
    pub(crate) fn arrived(&self, asked: Option<Key>, answer: &Evaluated) -> io::Result<()> {
        let is_doubted = answer.objection().is_some() || asked.is_none();
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
        if archive.answers.keys.end(ending) {
            archive.answers.journal.note(ending)?;
        }
        Ok(())
    }

    /// Whether a question need not be asked.
    pub(crate) fn knows(&self, asked: Key) -> bool {
        !self.archive().answers.keys.answers(asked).is_empty()
    }

    /// The answer to a question that was asked earlier: of several, the worst that counts. One that flags
    /// counts in any case.
    pub(crate) fn recall(&self, asked: Key) -> io::Result<Option<Known>> {
        let archive = self.archive();
        let mut worst: Option<Known> = None;
        for (place, is_settled) in archive.answers.keys.answers(asked) {
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
        archive.parts().try_for_each(|part| part.journal.sync())?;
        Ok(archive.kept)
    }

    /// Writes the tables of all answers that have none, or have wrong ones.
    #[cfg(feature = "arrow")]
    pub(crate) fn compact(&self) -> Result<compact::Compacted, End> {
        let archive = &mut *self.archive();
        archive.compact().map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return End::Interrupted;
            }
            let root = archive.root.display();
            let what = format!("cannot write the tables of the archive {root}: {error}");
            let hint = "check the folder and the space on its disk; the answers are kept";
            Failure::new(Code::Output, what, hint).into()
        })
    }
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
