//! The one place where outcomes become a standing, for decoded jobs and for jobs read from bytes.

use clavata_api::types::{JobStatus, Outcome};

use super::reason::{Doubt, Reason};

/// A verdict without what it points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing<Why> {
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

    pub(crate) fn standing(self) -> Standing<Doubt> {
        match self {
            Self { flagged: true, .. } => Standing::Flagged,
            Self {
                doubt: Some(doubt), ..
            } => Standing::Undetermined(doubt),
            Self { any: false, .. } => Standing::Undetermined(Doubt::NoReport),
            Self { .. } => Standing::Clear,
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
    pub(crate) fn see(&mut self, standing: Standing<Doubt>) {
        match standing {
            Standing::Flagged => self.flagged = true,
            Standing::Clear => {}
            Standing::Undetermined(doubt) => {
                let index = self.seen;
                self.first.get_or_insert((index, doubt));
            }
        }
        self.seen += 1;
    }

    /// What the job comes to, given its status and how many pieces of content it has.
    pub(crate) fn standing(self, status: &JobStatus, content: usize) -> Standing<Reason> {
        if self.flagged {
            return Standing::Flagged;
        }
        if let Some(reason) = Reason::of_status(status) {
            return Standing::Undetermined(reason);
        }
        if self.seen == 0 {
            return Standing::Undetermined(Reason::NoResults);
        }
        if self.seen < content {
            return Standing::Undetermined(Reason::ResultsMissing {
                expected: content,
                got: self.seen,
            });
        }
        match self.first {
            Some((index, doubt)) => Standing::Undetermined(Reason::Result { index, doubt }),
            None => Standing::Clear,
        }
    }
}
