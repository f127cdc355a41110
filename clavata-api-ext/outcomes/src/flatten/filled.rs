//! A report whose values are filled in from the holes of a pattern.

use clavata_api::json::{Cursor, Fault, double};

use super::holes::Hole;
use super::nodes::{DoubtfulRule, Judged, Report, Said};
use super::unseen;
use crate::node::has_failed;
use crate::text::Text;

/// A report, and the values that the holes fill.
#[derive(Debug)]
pub(super) struct Filled {
    pub(super) report: Report,
    /// The judgment of the policy, followed by those of the nodes.
    judged: Vec<Judged>,
    /// The nodes that have a judgment.
    to_judge: Vec<usize>,
    rules: Vec<DoubtfulRule>,
    is_doubtful: bool,
    /// The outcomes of the report that are not the expected ones.
    other: Vec<Hole>,
}

/// An outcome is expected to be this one until it differs too often, because most labels do not match.
pub(super) const EXPECTED: (&[u8], Said) = (b"\"OUTCOME_FALSE\"", Said::False);

impl Filled {
    /// `report` is one that was parsed in full, and `rules` are those of its labels.
    pub(super) fn new(report: Report, rules: Vec<DoubtfulRule>) -> Self {
        let judged = |score: Option<f64>| Judged {
            result: Said::default(),
            review: score.map(|_| (Said::default(), 0.0)),
        };
        let policy = judged(report.header.judged.score());
        let of_nodes = report.nodes.iter().map(|node| judged(node.score));
        let to_judge = (0..report.nodes.len()).filter(|at| report.nodes[*at].basis.is_some());
        Self {
            judged: std::iter::once(policy).chain(of_nodes).collect(),
            to_judge: to_judge.collect(),
            rules,
            is_doubtful: false,
            other: Vec::new(),
            report,
        }
    }

    pub(super) fn restart(&mut self, fixed: usize) {
        while let Some(hole) = self.other.pop() {
            self.hear(hole, EXPECTED.1);
        }
        if std::mem::take(&mut self.is_doubtful) {
            self.rules
                .iter_mut()
                .for_each(|rule| rule.has_failed = false);
        }
        let report = &mut self.report;
        report.unescaped.truncate(fixed);
        report.forget_unknown();
        // It may have been taken from outside the last report.
        report.header.content_hash = Text::default();
    }

    /// Reads a hole that does not have the expected value.
    pub(super) fn differ(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<(), Fault> {
        if hole.is_outcome() {
            self.other.push(hole);
        }
        self.fill_other(cursor, hole)
    }

    /// Reads a hole. Most are scores, or texts that vary.
    #[inline]
    pub(super) fn fill(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<(), Fault> {
        match hole {
            Hole::Score(at) => {
                let score = double(cursor)?;
                if let Some(review) = &mut self.judged[at].review {
                    review.1 = score;
                }
            }
            Hole::ReviewedScore(at) => {
                let score = unseen::weighed_score(cursor)?;
                if let Some(review) = &mut self.judged[at].review {
                    review.1 = score;
                }
            }
            Hole::RuleScore(rule, node) => {
                let score = double(cursor)?;
                self.report.nodes[node].score = Some(score);
                if has_failed(Some(score)) {
                    self.fail(rule);
                }
            }
            Hole::WeighedScore(rule) => {
                if unseen::failed_score(cursor)? {
                    self.fail(rule);
                }
            }
            Hole::Message(node) => self.report.nodes[node].message = self.report.text(cursor)?,
            Hole::Text => unseen::text(cursor)?,
            hole => self.fill_other(cursor, hole)?,
        }
        Ok(())
    }

    #[inline(never)]
    fn fill_other(&mut self, cursor: &mut Cursor<'_>, hole: Hole) -> Result<(), Fault> {
        let report = &mut self.report;
        match hole {
            Hole::ExceptionScore(node) => report.nodes[node].score = Some(double(cursor)?),
            Hole::CheckedScore => drop(double(cursor)?),
            Hole::Threshold => report.header.threshold = double(cursor)?,
            Hole::InputTokens | Hole::BilledTokens | Hole::Multiplier => {
                report.header.spent(cursor, hole)?;
            }
            Hole::LabelMatch => unseen::label_match(cursor)?,
            Hole::End => {}
            outcome if outcome.is_outcome() => {
                let said = report.said(cursor)?;
                self.hear(outcome, said);
            }
            text => {
                let read = report.text(cursor)?;
                if let Some(text) = report.text_in(text) {
                    *text = read;
                }
            }
        }
        Ok(())
    }

    #[inline]
    pub(super) fn hear(&mut self, hole: Hole, said: Said) {
        match hole {
            Hole::Result(at) => self.judged[at].result = said,
            Hole::Outcome(at) => {
                if let Some(review) = &mut self.judged[at].review {
                    review.0 = said;
                }
            }
            Hole::RuleOutcome(rule, node) => {
                self.report.nodes[node].said = said;
                self.heard(rule, said);
            }
            Hole::WeighedOutcome(rule) => self.heard(rule, said),
            Hole::ExceptionOutcome(node) => self.report.nodes[node].said = said,
            _ => {}
        }
    }

    #[inline]
    fn heard(&mut self, rule: usize, said: Said) {
        self.rules[rule].said = said;
        self.is_doubtful |= !matches!(said, Said::False | Said::True);
    }

    #[cold]
    fn fail(&mut self, rule: usize) {
        self.rules[rule].has_failed = true;
        self.is_doubtful = true;
    }

    pub(super) fn finish(&mut self) {
        let report = &mut self.report;
        report.header.judged = self.judged[0];
        for at in &self.to_judge {
            report.nodes[*at].judge(self.judged[at + 1]);
        }
        report.doubtful = None;
        if self.is_doubtful {
            let mut rules = self.rules.iter();
            let first = rules.find(|rule| rule.saying(&report.unknown).is_doubtful_rule());
            report.doubtful = first.copied();
        }
    }
}

impl Report {
    /// The text that a hole fills.
    pub(super) fn text_in(&mut self, hole: Hole) -> Option<&mut Text> {
        match hole {
            Hole::PolicyKey => Some(&mut self.header.policy_key),
            Hole::ContentHash => Some(&mut self.header.content_hash),
            Hole::Metadata(at) => Some(&mut self.metadata[at].1),
            Hole::Name(node) => Some(&mut self.nodes[node].name),
            Hole::Message(node) => Some(&mut self.nodes[node].message),
            _ => None,
        }
    }
}
