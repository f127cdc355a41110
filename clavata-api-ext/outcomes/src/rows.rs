//! Walks reports and yields one row for each node.

use std::iter::{Enumerate, FusedIterator};
use std::slice;

use clavata_api::types::{
    AssertionEvaluationReport, ExceptionEvaluationReport, PolicyEvaluationReport,
    SectionEvaluationReport,
};

use crate::content_result::{ContentResult, ContentResults, Report};
use crate::kept::KeptRows;
use crate::level::{Level, RowKind};
use crate::metadata::Metadata;
use crate::node::{self, Judged};
use crate::row::Row;
use crate::verdict::Word;

/// The rows of a job or of one result. They are borrowed; making them does not allocate.
///
/// For each result: the policy; each label with its rules and its exception block; then the
/// policy's exception block. A result without a report has no row.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    level: Level,
    /// How the verdict of a result is found. `None` if nobody asks for it.
    strict: Option<bool>,
    report: Option<Walk<'a>>,
    rest: Rest<'a>,
}

/// What comes after the report that the walk is in.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a box would allocate, and there is one of it for many rows
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
    /// The nodes of the report; none where there is no report.
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

    /// Finds no verdicts, which are found of such rows.
    pub(crate) fn unjudged(self) -> Self {
        Self {
            strict: None,
            ..self
        }
    }

    /// Leaves out rows that are deeper than the level.
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

/// The position of the walk in one report.
#[derive(Clone, Debug)]
struct ReportRows<'a> {
    report: &'a PolicyEvaluationReport,
    /// The columns that all rows of the report share.
    shared: Row<'a>,
    /// Whether the policy's own row is still to come.
    policy: bool,
    labels: Enumerate<slice::Iter<'a, SectionEvaluationReport>>,
    /// The label that the walk is in. `None` outside labels.
    label: Option<&'a str>,
    rules: Rules<'a>,
    exception: Option<&'a ExceptionEvaluationReport>,
    /// Whether the policy's exception block is done.
    ended: bool,
}

#[derive(Clone, Debug)]
struct Rules<'a> {
    kind: RowKind,
    rules: Enumerate<slice::Iter<'a, AssertionEvaluationReport>>,
}

impl<'a> Rules<'a> {
    fn of(kind: RowKind, rules: &'a [AssertionEvaluationReport]) -> Self {
        Self {
            kind,
            rules: rules.iter().enumerate(),
        }
    }
}

impl<'a> ReportRows<'a> {
    fn of(result: ContentResult<'a>, report: &'a PolicyEvaluationReport, verdict: Word) -> Self {
        let judged = Judged::from(report);
        let shared = Row {
            job_uuid: result.job_uuid(),
            result_index: result.index(),
            content_hash: result.content_hash(),
            content_metadata: Metadata::of_map(&report.content_metadata),
            policy_id: report.policy_id.as_ref(),
            policy_version_id: report.policy_version_id.as_ref(),
            policy_key: &report.policy_key,
            threshold: report.threshold,
            kind: RowKind::Policy,
            label: None,
            index: None,
            message: None,
            outcome: judged.outcome,
            score: None,
            source_file: None,
            source_line: None,
            verdict,
            around: result.around(report),
            basis: None,
            has_failed: false,
        };
        let shared = shared.saying(&judged);
        Self {
            report,
            shared,
            policy: true,
            labels: report.section_evaluation_reports.iter().enumerate(),
            label: None,
            rules: Rules::of(RowKind::Rule, &[]),
            exception: None,
            ended: false,
        }
    }

    fn next(&mut self) -> Option<Row<'a>> {
        if self.policy {
            self.policy = false;
            return Some(self.shared);
        }
        loop {
            if let Some((index, rule)) = self.rules.rules.next() {
                return Some(self.rule(index, rule));
            }
            if let Some(exception) = self.exception.take() {
                return Some(self.enter_exception(exception));
            }
            if let Some((index, label)) = self.labels.next() {
                return Some(self.enter_label(index, label));
            }
            if self.ended {
                return None;
            }
            self.ended = true;
            self.label = None;
            self.exception = self.report.exception_evaluation_report.as_ref();
        }
    }

    fn enter_label(&mut self, index: usize, label: &'a SectionEvaluationReport) -> Row<'a> {
        self.label = Some(&label.name);
        self.rules = Rules::of(RowKind::Rule, &label.assertion_evaluation_reports);
        self.exception = label.exception_evaluation_report.as_ref();
        Row {
            kind: RowKind::Label,
            label: self.label,
            index: Some(index),
            message: Some(&label.message),
            ..self.shared
        }
        .saying(&Judged::from(label))
    }

    fn enter_exception(&mut self, exception: &'a ExceptionEvaluationReport) -> Row<'a> {
        self.rules = Rules::of(
            RowKind::ExceptionRule,
            &exception.assertion_evaluation_reports,
        );
        Row {
            kind: RowKind::Exception,
            label: self.label,
            ..self.shared
        }
        .saying(&Judged::from(exception))
    }

    fn rule(&self, index: usize, rule: &'a AssertionEvaluationReport) -> Row<'a> {
        Row {
            kind: self.rules.kind,
            label: self.label,
            index: Some(index),
            message: Some(&rule.message),
            outcome: &rule.result,
            score: node::score(rule.score),
            basis: None,
            has_failed: node::has_failed(Some(rule.score)),
            ..self.shared
        }
    }
}

impl<'a> Row<'a> {
    /// The same row with the outcome and score of its node.
    fn saying(self, judged: &Judged<'a>) -> Self {
        Self {
            outcome: judged.outcome,
            score: judged.sent.and_then(node::score),
            basis: Some(judged.basis),
            has_failed: node::has_failed(judged.sent),
            ..self
        }
    }
}
