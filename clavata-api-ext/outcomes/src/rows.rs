//! Walks results and yields the rows of their reports.

use std::iter::FusedIterator;

use crate::content_result::{ContentResult, ContentResults, Report};
use crate::kept::KeptRows;
use crate::level::Level;
use crate::report_rows::ReportRows;
use crate::row::Row;
use crate::verdict::Word;

/// The rows of a job or of one result. They borrow from it, so they do not allocate.
///
/// For each result: the policy; each label with its rules and its exception block; then the
/// policy's exception block. A result without a report has no row.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    level: Level,
    /// Whether verdicts are strict. `None` if they are not needed.
    strict: Option<bool>,
    report: Option<Walk<'a>>,
    rest: Rest<'a>,
}

/// What comes after the current report.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a box would allocate, and there is one of these for many rows
enum Rest<'a> {
    Results(ContentResults<'a>),
    Result(Option<ContentResult<'a>>),
    /// A label that was evaluated on its own. Its row comes first, at any level.
    Label {
        answer: Row<'a>,
        result: ContentResult<'a>,
        is_doubted: bool,
    },
}

impl<'a> ContentResult<'a> {
    /// The nodes of the report. Empty if there is no report.
    pub fn rows(&self) -> Rows<'a> {
        Rows::of(Rest::Result(Some(*self)))
    }
}

impl<'a> Rows<'a> {
    fn of(rest: Rest<'a>) -> Self {
        Self {
            level: Level::All,
            strict: Some(false),
            report: None,
            rest,
        }
    }

    pub(crate) fn of_results(results: ContentResults<'a>) -> Self {
        Self::of(Rest::Results(results))
    }

    pub(crate) fn of_label(answer: Row<'a>, result: ContentResult<'a>, is_doubted: bool) -> Self {
        Self::of(Rest::Label {
            answer,
            result,
            is_doubted,
        })
    }

    /// Makes the column `verdict` strict, as in [`Job::strict_verdict`](crate::Job::strict_verdict). Call it
    /// before the first row.
    #[must_use]
    pub fn strict(self) -> Self {
        Self {
            strict: Some(true),
            ..self
        }
    }

    /// Leaves out verdicts, for the code that finds a verdict from these rows.
    pub(crate) fn unjudged(self) -> Self {
        Self {
            strict: None,
            ..self
        }
    }

    /// Leaves out rows deeper than the level.
    ///
    /// ```
    /// # let job = clavata_outcomes::Job::default();
    /// use clavata_outcomes::Level;
    ///
    /// for row in job.rows().level(Level::Label) {
    ///     println!("{:?}: {}", row.label, row.outcome);
    /// }
    /// ```
    #[must_use]
    pub fn level(self, level: Level) -> Self {
        Self { level, ..self }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        loop {
            if let Some(report) = &mut self.report {
                while let Some(row) = report.next() {
                    if self.level.includes(row.kind) {
                        return Some(row);
                    }
                }
            }
            let result = match &mut self.rest {
                Rest::Results(results) => results.next()?,
                Rest::Result(result) => result.take()?,
                Rest::Label {
                    answer,
                    result,
                    is_doubted,
                } => {
                    let (answer, result, is_doubted) = (*answer, *result, *is_doubted);
                    let all = || Self::of_label(answer, result, is_doubted);
                    let word = |strict| all().word(strict, is_doubted);
                    let verdict = self.strict.map_or(Word::Undetermined, word);
                    self.report = Walk::of(result, verdict);
                    self.rest = Rest::Result(None);
                    return Some(Row { verdict, ..answer });
                }
            };
            let word = |strict| result.word(strict);
            let verdict = self.strict.map_or(Word::Undetermined, word);
            self.report = Walk::of(result, verdict);
        }
    }
}

impl FusedIterator for Rows<'_> {}

/// A walk over one report, in the form in which it was read.
#[derive(Clone, Debug)]
enum Walk<'a> {
    Decoded(ReportRows<'a>),
    Kept(KeptRows<'a>),
}

impl<'a> Walk<'a> {
    fn of(result: ContentResult<'a>, verdict: Word) -> Option<Self> {
        match result.source() {
            Report::Missing => None,
            Report::Decoded(report) => Some(Self::Decoded(ReportRows::of(result, report, verdict))),
            Report::Kept(kept) => KeptRows::of(kept, result.index(), verdict).map(Self::Kept),
        }
    }

    fn next(&mut self) -> Option<Row<'a>> {
        match self {
            Self::Decoded(rows) => rows.next(),
            Self::Kept(rows) => rows.next(),
        }
    }
}
