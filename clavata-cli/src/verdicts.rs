//! Verdicts as the caller wants them, and the one over everything that was printed, for
//! `--exit-verdict`.

use clavata_api_ext::{ContentResult, Job, LabelResult, Verdict};

use crate::exit::{Code, End};

/// Computes verdicts: as usual, or with `--strict` only from reviews.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judge {
    strict: bool,
}

impl Judge {
    pub(crate) fn new(strict: bool) -> Self {
        Self { strict }
    }

    pub(crate) fn is_strict(self) -> bool {
        self.strict
    }

    pub(crate) fn job(self, job: &Job) -> Verdict {
        if self.strict {
            job.strict_verdict()
        } else {
            job.verdict()
        }
    }

    pub(crate) fn result(self, result: &ContentResult<'_>) -> Verdict {
        if self.strict {
            result.strict_verdict()
        } else {
            result.verdict()
        }
    }

    pub(crate) fn label(self, answer: &LabelResult<'_>) -> Verdict {
        if self.strict {
            answer.strict_verdict()
        } else {
            answer.verdict()
        }
    }
}

/// Flagged if anything is; clear only if there was content and all of it is clear.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Verdicts {
    clear: bool,
    flagged: bool,
    undetermined: bool,
}

impl Verdicts {
    pub(crate) fn see(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Clear => self.clear = true,
            Verdict::Flagged => self.flagged = true,
            Verdict::Undetermined(_) => self.undetermined = true,
        }
    }

    /// Sees what others have seen.
    pub(crate) fn add(&mut self, others: Self) {
        self.clear |= others.clear;
        self.flagged |= others.flagged;
        self.undetermined |= others.undetermined;
    }

    /// Sees content that has no result: it was refused, or nobody knows.
    pub(crate) fn see_unjudged(&mut self) {
        self.undetermined = true;
    }

    /// Sees an answer that belongs to nothing: it can flag, and leaves something open otherwise.
    pub(crate) fn see_unmatched(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Flagged => self.flagged = true,
            Verdict::Clear | Verdict::Undetermined(_) => self.undetermined = true,
        }
    }

    /// The end of a command that did all it was asked for.
    pub(crate) fn end(self, exit_verdict: bool) -> Result<(), End> {
        if !exit_verdict {
            return Ok(());
        }
        match self {
            Self { flagged: true, .. } => Err(End::Verdict(Code::Flagged)),
            Self {
                clear: true,
                undetermined: false,
                ..
            } => Ok(()),
            _ => Err(End::Verdict(Code::Undetermined)),
        }
    }
}
