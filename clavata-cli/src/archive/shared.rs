//! An archive that is shared by the parts of a command.

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

/// An archive that is shared by the parts of a command.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Mutex<Archive>>);

/// Opens the archive that the options name.
pub(crate) fn asked_for(shown: &Shown) -> Result<Option<Shared>, Failure> {
    let asked = shown.archive.as_deref();
    asked.map(Shared::open).transpose()
}

impl Shared {
    /// Opens the archive in a folder. Creates it if the folder is missing or empty.
    pub(crate) fn open(root: &Path) -> Result<Self, Failure> {
        Ok(Self(Arc::new(Mutex::new(Archive::open(root)?))))
    }

    fn archive(&self) -> MutexGuard<'_, Archive> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Archives a job that has ended, unless it is already archived.
    pub(crate) fn job(&self, job: &Job, is_doubted: bool) -> io::Result<()> {
        let archive = &mut *self.archive();
        if !job.is_done() {
            archive.kept.running += 1;
            return Ok(());
        }
        archive.keep_once(&Record::job(job, is_doubted)?)
    }

    /// Whether the archive has this answer of a job.
    pub(crate) fn has(&self, job: &Job) -> io::Result<bool> {
        let id = Record::id_of_job(job, false)?;
        Ok(self.archive().answers.keys.has(id))
    }

    /// How far the jobs of a policy, or of all policies, have been archived.
    pub(crate) fn mark(&self, policy: Option<Uuid>) -> io::Result<Option<Mark>> {
        marks::get(&self.archive().root, policy)
    }

    pub(crate) fn set_mark(&self, policy: Option<Uuid>, mark: Mark) -> io::Result<()> {
        marks::set(&self.archive().root, policy, mark)
    }

    /// Archives an answer from a file, unless it is already archived.
    pub(crate) fn evaluation(&self, answer: &EvaluateResponse, is_doubted: bool) -> io::Result<()> {
        let record = Record::evaluation(answer, None, is_doubted)?;
        self.archive().keep_once(&record)
    }

    pub(crate) fn labels(&self, answers: &LabelAnswers, is_doubted: bool) -> io::Result<()> {
        self.archive()
            .keep_once(&Record::labels(answers, is_doubted)?)
    }

    /// Archives a row of a batch job, unless it is already archived.
    pub(crate) fn batch_row(&self, row: &BatchRow) -> io::Result<()> {
        let record = Record::batch(row)?;
        let archive = &mut *self.archive();
        let is_new = archive.batch()?.keep_once(&record)?;
        archive.kept.count(is_new);
        Ok(())
    }

    /// Archives an answer that has just arrived. It counts for its question only if it is valid for a known input.
    pub(crate) fn arrived(&self, asked: Option<Key>, answer: &Evaluated) -> io::Result<()> {
        let is_doubted = answer.objection().is_some() || asked.is_none();
        let asked = asked.filter(|_| !is_doubted);
        let record = Record::evaluation(answer.answer(), asked, is_doubted)?;
        let archive = &mut *self.archive();
        archive.answers.keep(&record)?;
        archive.kept.count(true);
        Ok(())
    }

    /// Records that all answers of the request have arrived, and that this one counts.
    pub(crate) fn settled(&self, asked: Key, answer: &Evaluated) -> io::Result<()> {
        let id = Record::id_of_evaluation(answer.answer(), false)?;
        self.note(Ending::Settled { asked, id })
    }

    /// Records that the content was refused, whatever was answered before.
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

    /// Whether the answer to a question is known.
    pub(crate) fn knows(&self, asked: Key) -> bool {
        !self.archive().answers.keys.answers(asked).is_empty()
    }

    /// The answer to a question that was asked earlier: the worst of several. An answer whose request was cut is used
    /// only if it flags or if there is no other.
    pub(crate) fn recall(&self, asked: Key) -> io::Result<Option<Known>> {
        let archive = self.archive();
        let mut worst: Option<Known> = None;
        for (id, place, is_settled) in archive.answers.keys.answers(asked) {
            let answer = archive.read(place, (asked, id))?;
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

    /// Syncs everything to disk.
    pub(crate) fn sync(&self) -> io::Result<Kept> {
        let archive = &mut *self.archive();
        archive.parts().try_for_each(|part| part.journal.sync())?;
        Ok(archive.kept)
    }

    /// What was archived so far.
    pub(crate) fn kept(&self) -> Kept {
        self.archive().kept
    }

    /// Writes the tables of all segments that have none, and corrects others.
    #[cfg(feature = "arrow")]
    pub(crate) fn compact(&self) -> Result<compact::Compacted, End> {
        let archive = &mut *self.archive();
        archive.compact().map_err(|error| {
            if error.kind() == io::ErrorKind::Interrupted {
                return End::Interrupted;
            }
            let root = archive.root.display();
            let what = format!("cannot write the tables of the archive {root}: {error}");
            let hint = "check the folder and the free space on its disk; the answers are safe";
            Failure::new(Code::Output, what, hint).into()
        })
    }
}

/// An answer that was paid for earlier.
pub(crate) struct Known {
    pub(crate) answer: Evaluated,
    /// Whether all answers of its request arrived. If not, another answer may have contradicted it.
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
