//! What is known of a job while it is being read.

use clavata_api::Id;
use clavata_api::json::{Cursor, Fault, time};
use clavata_api::types::JobStatus;

use super::ahead;
use super::found::JobFound;
use super::from_end::{LastJob, NEAR};
use super::values::job_status;
use crate::around::{JobFacts, OfJob};
use crate::tally::JobTally;
use crate::{Reason, Verdict};

/// The facts about a job that its rows show, in the order in which the gateway writes them.
const FACTS: [&str; 4] = ["status", "created", "updated", "completed"];

/// What was said alongside the job or its results so far. It speaks against all results that follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Beside {
    /// It is checked once, at the end of a whole value.
    #[default]
    Later,
    /// Nothing, in a job that arrives in pieces.
    Nothing,
    Something,
}

/// A job that is being read.
#[derive(Clone, Debug, Default)]
pub(super) struct JobRead {
    pub(super) job_uuid: Option<Id>,
    /// Whether `jobUuid` was met, even if it is empty.
    pub(super) is_named: bool,
    pub(super) facts: JobFacts,
    /// Whether its rows do not show the facts: because they are not wanted, or because the job arrives in pieces
    /// and what follows its results is not known.
    pub(super) is_hidden: bool,
    /// What its rows show if they are read before what follows them. The job must turn out to match.
    pub(super) foreseen: Option<JobFacts>,
    pub(super) beside: Beside,
    /// Which of the facts were met.
    met: [bool; FACTS.len()],
}

impl JobRead {
    /// What its rows show of the job.
    pub(super) fn shown(&self) -> OfJob<'_> {
        match &self.foreseen {
            _ if self.is_hidden => OfJob::Unsaid,
            Some(facts) => OfJob::Read(facts),
            None => OfJob::Read(&self.facts),
        }
    }

    /// Reads a fact, given its key.
    pub(super) fn fact(&mut self, cursor: &mut Cursor<'_>, key: &str) -> Result<(), Fault> {
        let Some(at) = FACTS.iter().position(|fact| *fact == key) else {
            return cursor.skip();
        };
        self.met[at] = true;
        match key {
            "status" => self.facts.status = job_status(cursor)?,
            "created" => self.facts.times.created = time(cursor)?,
            "updated" => self.facts.times.updated = time(cursor)?,
            _ => self.facts.times.completed = time(cursor)?,
        }
        Ok(())
    }

    /// Called where the results begin. Returns whether they can be read before what follows them. If rows show
    /// that, it is read in advance: at the end of the results or, if these are long and the input ends with this job,
    /// at the end of the input.
    ///
    /// Copies of the job may lie between. Once it is completed, they show the same.
    pub(super) fn is_known(
        &mut self,
        cursor: &mut Cursor<'_>,
        last: Option<&LastJob>,
    ) -> Result<bool, Fault> {
        if cursor.peek()? != b'[' {
            // There are no results.
            return Ok(true);
        }
        if !self.is_named {
            return Ok(false);
        }
        if self.is_hidden || self.knows_all() {
            return Ok(true);
        }
        let (text, start) = (cursor.text(), cursor.position());
        let search = |end| self.with_rest(text, ahead::end_of_results(text, start..end)?);
        let is_completed = self.facts.status == JobStatus::Completed;
        let last = last.filter(|last| is_completed && self.job_uuid.as_ref() == Some(&last.id));
        let near = last.and_then(|_| search(text.len().min(start + NEAR)));
        let at_end = || self.with_rest(text, last?.key).filter(Self::knows_all);
        let ahead = near.or_else(at_end).or_else(|| search(text.len()));
        self.foreseen = ahead.map(|job| job.facts);
        Ok(self.foreseen.is_some())
    }

    fn knows_all(&self) -> bool {
        self.met.iter().all(|met| *met)
    }

    /// This job with the members from a key to the end of the object.
    fn with_rest(&self, text: &str, key: usize) -> Option<Self> {
        let mut job = self.clone();
        let mut behind = Cursor::new(text);
        behind.go_to(key);
        ahead::members(&mut behind, |cursor, key| job.fact(cursor, key)).ok()?;
        Some(job)
    }

    /// The job, once it has been read to its end.
    pub(super) fn found(self, tally: &mut JobTally) -> JobFound {
        let verdict = tally.verdict(&self.facts.status, self.job_uuid.is_some());
        JobFound {
            results: tally.seen(),
            verdict: doubted(verdict, self.beside == Beside::Something),
            job_uuid: self.job_uuid,
        }
    }

    /// Called where the job ends. Fails if its rows show other facts.
    pub(super) fn end(&self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        match &self.foreseen {
            Some(foreseen) if *foreseen != self.facts => {
                cursor.fail("the status or the times of the job differ from those in its rows")
            }
            _ => Ok(()),
        }
    }
}

/// Returns the verdict; clear becomes undetermined if the gateway said something alongside it.
pub(super) fn doubted(verdict: Verdict, is_doubted: bool) -> Verdict {
    match verdict {
        Verdict::Clear if is_doubted => Verdict::Undetermined(Reason::BesideError),
        verdict => verdict,
    }
}
