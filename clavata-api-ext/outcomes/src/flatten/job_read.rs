//! What is known of a job while it is being read.

use clavata_api::Id;
use clavata_api::json::{Cursor, Fault, time};

use super::ahead;
use super::found::JobFound;
use super::values::job_status;
use crate::around::{JobFacts, OfJob};
use crate::tally::JobTally;
use crate::{Reason, Verdict};

/// The facts about a job that its rows show, in the order in which the gateway writes them.
const FACTS: [&str; 4] = ["status", "created", "updated", "completed"];

type Met = [Option<usize>; FACTS.len()];

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
    /// What its rows show if it arrives in pieces. The job must turn out to match.
    pub(super) foreseen: Option<JobFacts>,
    pub(super) beside: Beside,
    /// Where each of the facts was met.
    met: Met,
    /// Where each must be met, because rows already show what is there.
    ahead: Option<Met>,
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
        cursor.peek()?;
        self.met[at] = Some(cursor.position());
        match key {
            "status" => self.facts.status = job_status(cursor)?,
            "created" => self.facts.times.created = time(cursor)?,
            "updated" => self.facts.times.updated = time(cursor)?,
            _ => self.facts.times.completed = time(cursor)?,
        }
        Ok(())
    }

    /// Called where the results begin. Returns whether they can be read before what follows them. If rows show
    /// that, it is read in advance.
    pub(super) fn is_known(&mut self, cursor: &mut Cursor<'_>) -> Result<bool, Fault> {
        if cursor.peek()? != b'[' {
            // There are no results.
            return Ok(true);
        }
        if !self.is_named {
            return Ok(false);
        }
        if self.is_hidden || self.met.iter().all(Option::is_some) {
            return Ok(true);
        }
        let text = cursor.text();
        let Some(key) = ahead::end_of_results(text, cursor.position()) else {
            return Ok(false);
        };
        let before = self.clone();
        let mut behind = Cursor::new(text);
        behind.go_to(key);
        let read = ahead::members(&mut behind, |cursor, key| match key {
            "status" | "created" | "updated" | "completed" => self.fact(cursor, key),
            _ => cursor.skip(),
        });
        if read.is_err() {
            *self = before;
            return Ok(false);
        }
        self.ahead = Some(std::mem::replace(&mut self.met, before.met));
        Ok(true)
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

    /// Called where the job ends. Fails if a fact was not where it was read in advance.
    pub(super) fn end(&self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        if self.ahead.is_some_and(|ahead| ahead != self.met) {
            cursor.fail("the times of the job are not where they are expected")?;
        }
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
