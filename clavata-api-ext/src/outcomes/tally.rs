//! The one place where outcomes become a standing, for decoded jobs and for jobs read from bytes.

use clavata_api::types::{JobStatus, Outcome};

use super::reason::{Doubt, Reason};

/// What it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tallied<Why> {
    Flagged,
    Clear,
    Undetermined(Why),
}

/// Counts the policy row and the label rows of one result.
#[derive(Debug, Default)]
pub(crate) struct ResultTally {
    any: bool,
    flagged: bool,
    doubt: Option<Doubt>,
}

impl ResultTally {
    /// Sees one row; `label` is none for the policy.
    pub(crate) fn see(&mut self, label: Option<&str>, outcome: &Outcome) {
        self.any = true;
        match outcome {
            Outcome::True => self.flagged = true,
            Outcome::False => {}
            other => {
                self.doubt.get_or_insert_with(|| Doubt::Outcome {
                    label: label.map(str::to_owned),
                    outcome: other.clone(),
                });
            }
        }
    }

    pub(crate) fn standing(self) -> Tallied<Doubt> {
        match self {
            Self { flagged: true, .. } => Tallied::Flagged,
            Self {
                doubt: Some(doubt), ..
            } => Tallied::Undetermined(doubt),
            Self { any: false, .. } => Tallied::Undetermined(Doubt::NoReport),
            Self { .. } => Tallied::Clear,
        }
    }
}

/// Counts the results of one job, in order.
#[derive(Debug, Default)]
pub(crate) struct JobTally {
    seen: usize,
    flagged: bool,
    first: Option<(usize, Doubt)>,
}

impl JobTally {
    pub(crate) fn see(&mut self, standing: Tallied<Doubt>) {
        match standing {
            Tallied::Flagged => self.flagged = true,
            Tallied::Clear => {}
            Tallied::Undetermined(doubt) => {
                let index = self.seen;
                self.first.get_or_insert((index, doubt));
            }
        }
        self.seen += 1;
    }

    /// How many results there were.
    pub(crate) fn seen(&self) -> usize {
        self.seen
    }

    /// What the job comes to, given its status and how many pieces of content it has.
    pub(crate) fn standing(self, status: &JobStatus, content: usize) -> Tallied<Reason> {
        if self.flagged {
            return Tallied::Flagged;
        }
        if let Some(reason) = Reason::of_status(status) {
            return Tallied::Undetermined(reason);
        }
        if self.seen == 0 {
            return Tallied::Undetermined(Reason::NoResults);
        }
        if self.seen < content {
            return Tallied::Undetermined(Reason::ResultsMissing {
                expected: content,
                got: self.seen,
            });
        }
        match self.first {
            Some((index, doubt)) => Tallied::Undetermined(Reason::Result { index, doubt }),
            None => Tallied::Clear,
        }
    }
}
