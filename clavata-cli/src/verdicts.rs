//! Computes verdicts, including the verdict of everything that was printed, for `--exit-verdict`.

use clavata_api_ext::{
    Basis, ContentResult, Doubt, Job, JobRow, LabelResult, Place, Reason, Row, RowKind, Rows,
    Verdict,
};

use crate::exit::{Code, End};

/// Computes verdicts. With `--strict`, only a review can make a verdict clear.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judge {
    strict: bool,
    is_doubted: bool,
}

impl Judge {
    pub(crate) fn new(strict: bool) -> Self {
        Self {
            strict,
            is_doubted: false,
        }
    }

    /// The judge of answers that came with an error, if they did. None of them is clear.
    pub(crate) fn doubted(mut self, is_doubted: bool) -> Self {
        self.is_doubted |= is_doubted;
        self
    }

    /// Whether an error came with the answers.
    pub(crate) fn is_doubted(self) -> bool {
        self.is_doubted
    }

    fn held(self, verdict: Verdict) -> Verdict {
        match verdict {
            Verdict::Clear if self.is_doubted => Verdict::Undetermined(Reason::BesideError),
            verdict => verdict,
        }
    }

    pub(crate) fn is_strict(self) -> bool {
        self.strict
    }

    pub(crate) fn job(self, job: &Job) -> Verdict {
        self.held(if self.strict {
            job.strict_verdict()
        } else {
            job.verdict()
        })
    }

    pub(crate) fn row(self, job: &Job) -> JobRow<'_> {
        let mut row = if self.strict {
            JobRow::strict(job)
        } else {
            JobRow::of(job)
        };
        if self.is_doubted && row.verdict == Verdict::Clear.as_str() {
            let held = Verdict::Undetermined(Reason::BesideError);
            row.verdict = held.as_str();
            row.reason = Some(Reason::BesideError.to_string());
        }
        row
    }

    /// Returns the rows with the verdicts of this judge.
    pub(crate) fn rows(self, rows: Rows<'_>) -> Rows<'_> {
        if self.strict { rows.strict() } else { rows }
    }

    /// Returns the row, whose verdict is not clear while there is a doubt.
    pub(crate) fn held_row(self, row: Row<'_>) -> Row<'_> {
        if self.is_doubted { row.doubted() } else { row }
    }

    pub(crate) fn result(self, result: &ContentResult<'_>) -> Verdict {
        self.held(if self.strict {
            result.strict_verdict()
        } else {
            result.verdict()
        })
    }

    /// The verdict for a sweep. With `--strict`, it is also undetermined for flagged content that would not be clear
    /// even without what flags it.
    pub(crate) fn at_any_threshold(self, result: &ContentResult<'_>) -> Verdict {
        if self.is_doubted {
            return Verdict::Undetermined(Reason::BesideError);
        }
        let verdict = self.result(result);
        if !self.strict || verdict != Verdict::Flagged {
            return verdict;
        }
        let unreviewed = result.rows().find_map(|row| {
            let at = match row.kind {
                RowKind::Policy => Place::Policy,
                RowKind::Label => Place::Label {
                    label: row.label.unwrap_or_default().to_owned(),
                },
                _ => return None,
            };
            let is_unreviewed = row.basis() == Some(Basis::Result);
            is_unreviewed.then_some(Doubt::NotReviewed { at })
        });
        unreviewed.map_or(verdict, |doubt| {
            let index = result.index();
            Verdict::Undetermined(Reason::Result { index, doubt })
        })
    }

    pub(crate) fn label(self, answer: &LabelResult<'_>) -> Verdict {
        self.held(if self.strict {
            answer.strict_verdict()
        } else {
            answer.verdict()
        })
    }
}

/// Flagged if anything is flagged. Clear only if there was content, and all of it is clear.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Verdicts {
    clear: bool,
    flagged: bool,
    undetermined: bool,
    /// Whether one of the pages of jobs names no next one. `None` if there was no page.
    has_last_page: Option<bool>,
}

impl Verdicts {
    pub(crate) fn see(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Clear => self.clear = true,
            Verdict::Flagged => self.flagged = true,
            Verdict::Undetermined(_) => self.undetermined = true,
        }
    }

    /// Adds the counts of another.
    pub(crate) fn add(&mut self, others: Self) {
        self.clear |= others.clear;
        self.flagged |= others.flagged;
        self.undetermined |= others.undetermined;
        self.has_last_page = self.has_last_page.max(others.has_last_page);
    }

    /// Counts a page of jobs, which may name a next one.
    pub(crate) fn see_page(&mut self, continues: bool) {
        self.has_last_page = self.has_last_page.max(Some(!continues));
    }

    /// Without the pages, if they are only pieces of one.
    pub(crate) fn without_pages(self) -> Self {
        Self {
            has_last_page: None,
            ..self
        }
    }

    /// Whether there are pages of jobs, but not the last one.
    pub(crate) fn lacks_last_page(self) -> bool {
        self.has_last_page == Some(false)
    }

    /// Records that an error came with everything that was counted, so that nothing is clear.
    pub(crate) fn doubt(&mut self) {
        self.undetermined |= std::mem::take(&mut self.clear);
    }

    /// Counts content without a result: it was refused, or its verdict is unknown.
    pub(crate) fn see_unjudged(&mut self) {
        self.undetermined = true;
    }

    /// Ends a command that has finished its work.
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
            } if !self.lacks_last_page() => Ok(()),
            _ => Err(End::Verdict(Code::Undetermined)),
        }
    }
}
