//! Walks a decoded report and yields one row for each node.

use std::iter::Enumerate;
use std::slice;

use clavata_api::types::{
    AssertionEvaluationReport, ExceptionEvaluationReport, PolicyEvaluationReport,
    SectionEvaluationReport,
};

use crate::content_result::ContentResult;
use crate::level::RowKind;
use crate::metadata::Metadata;
use crate::node::{self, Judged};
use crate::row::Row;
use crate::verdict::Word;

/// The position of the walk in one report.
#[derive(Clone, Debug)]
pub(crate) struct ReportRows<'a> {
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
    pub(crate) fn of(
        result: ContentResult<'a>,
        report: &'a PolicyEvaluationReport,
        verdict: Word,
    ) -> Self {
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

    pub(crate) fn next(&mut self) -> Option<Row<'a>> {
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
    /// Returns the row with the outcome and score of its node.
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
