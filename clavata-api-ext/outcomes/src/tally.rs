//! Turns outcomes into a verdict, for decoded jobs and for jobs read from bytes. No other code does.

use clavata_api::types::{JobStatus, Outcome};

use crate::content_result::{ContentResult, Report};
use crate::doubt::{Doubt, Place};
use crate::hashes::Hashes;
use crate::level::Level;
use crate::node::{At, Basis, Saying};
use crate::reason::Reason;
use crate::rows::Rows;
use crate::verdict::{Verdict, Word};

impl At<'_> {
    fn place(self) -> Place {
        match self {
            Self::Policy => Place::Policy,
            Self::Label(label) => Place::Label {
                label: label.to_owned(),
            },
            Self::Rule { label, index } => Place::Rule {
                label: label.to_owned(),
                index,
            },
            Self::Answer => Place::Answer,
        }
    }
}

/// Counts the policy row, the label rows and the labels' rules of one result.
#[derive(Debug, Default)]
pub(crate) struct ResultTally<'a> {
    strict: bool,
    any: bool,
    flagged: bool,
    raised: Option<Raised<'a>>,
}

/// What raised the first doubt.
#[derive(Clone, Copy, Debug)]
enum Raised<'a> {
    NotReviewed(At<'a>),
    FailedScore(At<'a>),
    Outcome(At<'a>, &'a Outcome),
}

impl Raised<'_> {
    fn doubt(self) -> Doubt {
        match self {
            Self::NotReviewed(at) => Doubt::NotReviewed { at: at.place() },
            Self::FailedScore(at) => Doubt::FailedScore { at: at.place() },
            Self::Outcome(at, outcome) => Doubt::Outcome {
                at: at.place(),
                outcome: outcome.clone(),
            },
        }
    }
}

impl<'a> ResultTally<'a> {
    /// For `strict`, see [`Job::strict_verdict`](crate::Job::strict_verdict).
    pub(crate) fn new(strict: bool) -> Self {
        Self {
            strict,
            ..Self::default()
        }
    }

    /// Counts the rows of one result.
    pub(crate) fn of_rows(rows: Rows<'a>, strict: bool) -> Self {
        let mut seen = Self::new(strict);
        for row in rows.unjudged().level(Level::Rule) {
            if let Some(at) = row.at() {
                seen.see(at, row.said());
            }
        }
        seen
    }

    /// Counts one node. Call it in the order of rows.
    pub(crate) fn see(&mut self, at: At<'a>, said: Saying<'a>) {
        if self.flagged {
            return;
        }
        if let At::Rule { .. } = at {
            if said.is_doubtful_rule() {
                self.doubt(at, said);
            }
            return;
        }
        self.any = true;
        match said.outcome {
            Outcome::True => self.flagged = true,
            Outcome::False if !said.has_failed => {
                if self.strict && said.basis == Some(Basis::Result) {
                    self.raised.get_or_insert(Raised::NotReviewed(at));
                }
            }
            _ => self.doubt(at, said),
        }
    }

    /// Whether the result is flagged, so that nothing that is still to be counted matters.
    pub(crate) fn is_flagged(&self) -> bool {
        self.flagged
    }

    /// Raises a doubt. A doubtful outcome says more than its score.
    fn doubt(&mut self, at: At<'a>, said: Saying<'a>) {
        let scored = matches!(said.outcome, Outcome::False | Outcome::True)
            || matches!((at, said.outcome), (At::Rule { .. }, Outcome::Unspecified));
        self.raised.get_or_insert(if scored {
            Raised::FailedScore(at)
        } else {
            Raised::Outcome(at, said.outcome)
        });
    }

    /// The word for the verdict of the result. `is_doubted` is whether there is another doubt about it.
    pub(crate) fn word(&self, is_doubted: bool) -> Word {
        if self.flagged {
            Word::Flagged
        } else if is_doubted || !self.any || self.raised.is_some() {
            Word::Undetermined
        } else {
            Word::Clear
        }
    }

    /// Returns the verdict of the result. A doubt about the whole result takes precedence over doubts about
    /// its nodes.
    pub(crate) fn verdict(self, index: usize, doubt: Option<Doubt>) -> Verdict {
        if self.flagged {
            return Verdict::Flagged;
        }
        let unsaid = (!self.any).then_some(Doubt::NoReport);
        match doubt.or(unsaid).or(self.raised.map(Raised::doubt)) {
            Some(doubt) => Verdict::Undetermined(Reason::Result { index, doubt }),
            None => Verdict::Clear,
        }
    }
}

impl Rows<'_> {
    /// The word for the verdict of a result, given all its rows.
    pub(crate) fn word(self, strict: bool, is_doubted: bool) -> Word {
        ResultTally::of_rows(self, strict).word(is_doubted)
    }
}

impl<'a> ContentResult<'a> {
    /// What this result allows. It is clear only if the policy and every label say `False`, and
    /// nothing under them failed.
    pub fn verdict(&self) -> Verdict {
        self.judge(false)
    }

    /// Like [`verdict`](Self::verdict), but `False` counts only if a review says it: see
    /// [`Job::strict_verdict`](crate::Job::strict_verdict).
    pub fn strict_verdict(&self) -> Verdict {
        self.judge(true)
    }

    pub(crate) fn judge(&self, strict: bool) -> Verdict {
        let doubt = self.doubt().cloned();
        self.tally(strict).verdict(self.index(), doubt)
    }

    pub(crate) fn word(&self, strict: bool) -> Word {
        self.tally(strict).word(self.doubt().is_some())
    }

    fn tally(&self, strict: bool) -> ResultTally<'a> {
        let Report::Kept(kept) = self.source() else {
            return ResultTally::of_rows(self.rows(), strict);
        };
        let mut seen = ResultTally::new(strict);
        kept.judge(strict, |at, said| seen.see(at, said));
        seen
    }
}

/// Counts the content and the results of one job, each in order. It reuses its buffers.
#[derive(Debug, Default)]
pub(crate) struct JobTally {
    content: Hashes,
    answered: Hashes,
    seen: usize,
    flagged: bool,
    foreign: Option<usize>,
    /// The reason of the first undetermined result.
    reason: Option<Reason>,
}

impl JobTally {
    /// Starts another job.
    pub(crate) fn restart(&mut self) {
        self.content.clear();
        self.answered.clear();
        (self.seen, self.flagged) = (0, false);
        (self.foreign, self.reason) = (None, None);
    }

    /// Counts a piece of content by its hash, which is empty if it has none.
    pub(crate) fn see_content(&mut self, hash: &str) {
        self.content.see(hash);
    }

    /// Counts a result: the hash of its content, whether it names another job, and its verdict.
    pub(crate) fn see(&mut self, hash: &str, is_foreign: bool, verdict: &Verdict) {
        let index = self.seen;
        self.seen += 1;
        if is_foreign {
            self.foreign.get_or_insert(index);
        }
        match verdict {
            Verdict::Clear => {}
            Verdict::Flagged => self.flagged = true,
            Verdict::Undetermined(reason) => {
                self.reason.get_or_insert_with(|| reason.clone());
            }
        }
        // Only a job that may still be clear needs its hashes.
        if !self.flagged && self.reason.is_none() {
            self.answered.see(hash);
        }
    }

    /// The number of results.
    pub(crate) fn seen(&self) -> usize {
        self.seen
    }

    /// Returns the verdict of the job, given its status and whether it has an id.
    pub(crate) fn verdict(&mut self, status: &JobStatus, has_id: bool) -> Verdict {
        if self.flagged {
            return Verdict::Flagged;
        }
        match self.reason(status, has_id) {
            Some(reason) => Verdict::Undetermined(reason),
            None => Verdict::Clear,
        }
    }

    fn reason(&mut self, status: &JobStatus, has_id: bool) -> Option<Reason> {
        if let Some(reason) = Reason::of_status(status) {
            return Some(reason);
        }
        if !has_id {
            return Some(Reason::NoId);
        }
        if self.seen == 0 {
            return Some(Reason::NoResults);
        }
        let (expected, got) = (self.content.all(), self.seen);
        if got < expected {
            return Some(Reason::ResultsMissing { expected, got });
        }
        if let Some(index) = self.foreign {
            return Some(Reason::ForeignResult { index });
        }
        if let Some(reason) = self.reason.take() {
            return Some(reason);
        }
        let (expected, got) = (self.content.at_most(), self.answered.at_least());
        (got < expected).then_some(Reason::ContentUnanswered { expected, got })
    }
}
