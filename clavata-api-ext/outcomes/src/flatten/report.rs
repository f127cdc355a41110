//! Reads a report into its buffers.

use std::ops::Range;

use clavata_api::json::{Cursor, Fault, double};
use clavata_api::types::PolicyEvaluationReport;

use super::nodes::{DoubtfulRule, Judged, Node, Report, Said};
use super::unseen;
use crate::node::{Saying, has_failed};
use crate::text::Text;
use crate::{Level, RowKind};

// In the order in which the gateway writes them.
const REPORT: [&str; 14] = [
    "policyId",
    "policyKey",
    "policyVersionId",
    "labelId",
    "labelVersionId",
    "result",
    "sectionEvaluationReports",
    "exceptionEvaluationReport",
    "contentHash",
    "contentMetadata",
    "reviewResult",
    "threshold",
    "labelMatches",
    "tokenUsage",
];
const LABEL: [&str; 6] = [
    "name",
    "result",
    "message",
    "assertionEvaluationReports",
    "exceptionEvaluationReport",
    "reviewResult",
];
const EXCEPTION: [&str; 3] = ["result", "assertionEvaluationReports", "reviewResult"];
const RULE: [&str; 3] = ["result", "message", "score"];
const REVIEW: [&str; 2] = ["outcome", "score"];

impl Report {
    /// Reads a report. Returns whether it was not `null`.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<bool, Fault> {
        self.clear();
        let mut exception = 0..0;
        let there = cursor.members(&REPORT, |cursor, key| {
            match key {
                "policyId" => {
                    self.header.policy_id = self.last_ids[0].read(cursor)?;
                }
                "policyVersionId" => {
                    self.header.policy_version_id = self.last_ids[1].read(cursor)?;
                }
                "policyKey" => {
                    self.header.policy_key = self.text(cursor)?;
                }
                "contentHash" => {
                    self.header.content_hash = self.text(cursor)?;
                }
                "threshold" => {
                    self.header.threshold = double(cursor)?;
                }
                "result" => {
                    self.header.judged.result = self.said(cursor)?;
                }
                "reviewResult" => {
                    self.header.judged.review = self.review(cursor)?;
                }
                "contentMetadata" => {
                    self.read_metadata(cursor)?;
                }
                "sectionEvaluationReports" => {
                    cursor.elements(|cursor| self.label(cursor, level))?;
                }
                "exceptionEvaluationReport" => exception = self.block(cursor, level)?,
                key => unseen::field::<PolicyEvaluationReport>(cursor, key)?,
            }
            Ok::<(), Fault>(())
        })?;
        // The exception block goes last, wherever its key was.
        self.nodes[exception.start..].rotate_left(exception.len());
        self.exception = self.nodes.len() - exception.len();
        Ok(there)
    }

    fn label(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<(), Fault> {
        let mut judged = Judged::default();
        let mut exception = 0..0;
        let at = self.nodes.len();
        self.add(cursor, Node::new(RowKind::Label))?;
        let mut label = Node::new(RowKind::Label);
        cursor.members(&LABEL, |cursor, key| {
            match key {
                "name" => {
                    label.name = self.text(cursor)?;
                }
                "result" => {
                    judged.result = self.said(cursor)?;
                }
                "message" => {
                    label.message = self.text(cursor)?;
                }
                "reviewResult" => {
                    judged.review = self.review(cursor)?;
                }
                "assertionEvaluationReports" => self.rules(cursor, level)?,
                _ => exception = self.block(cursor, level)?,
            }
            Ok::<(), Fault>(())
        })?;
        if !exception.is_empty() {
            self.nodes[exception.start..].rotate_left(exception.len());
        }
        label.judge(judged);
        self.nodes[at] = label;
        self.labels += 1;
        Ok(())
    }

    /// Reads the rules of a label. They count at every level, but are nodes only if the level has rows
    /// for them.
    fn rules(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<(), Fault> {
        let mut index = 0;
        cursor.elements(|cursor| {
            let (said, has_failed) = if level >= Level::Rule {
                let (said, score) = self.rule(cursor, RowKind::Rule)?;
                (said, has_failed(Some(score)))
            } else {
                self.weigh(cursor)?
            };
            if has_failed || !matches!(said, Said::False | Said::True) {
                self.doubt(index, said, has_failed);
            }
            index += 1;
            Ok(())
        })
    }

    /// Keeps the first rule that raises a doubt about its label.
    #[cold]
    fn doubt(&mut self, index: usize, said: Said, has_failed: bool) {
        let saying = Saying {
            outcome: said.outcome(&self.unknown),
            has_failed,
            basis: None,
        };
        if self.doubtful.is_none() && saying.is_doubtful_rule() {
            self.doubtful = Some(DoubtfulRule {
                label: self.labels,
                index,
                said,
                has_failed,
            });
        }
    }

    /// Reads the outcome of a rule and whether its score shows a failure, and keeps nothing else.
    fn weigh(&mut self, cursor: &mut Cursor<'_>) -> Result<(Said, bool), Fault> {
        let (mut said, mut failed) = (Said::default(), false);
        cursor.members(&RULE, |cursor, key| {
            match key {
                "result" => {
                    said = self.said(cursor)?;
                }
                "score" => {
                    failed = !unseen::is_plain_score(cursor)? && has_failed(Some(double(cursor)?));
                }
                _ => unseen::text(cursor)?,
            }
            Ok::<(), Fault>(())
        })?;
        Ok((said, failed))
    }

    /// Reads an exception block. Returns the range of its nodes, which is empty at a level without rows for
    /// them.
    fn block(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<Range<usize>, Fault> {
        let start = self.nodes.len();
        self.exception(cursor)?;
        if level < Level::All {
            self.nodes.truncate(start);
        }
        Ok(start..self.nodes.len())
    }

    /// Reads an exception block. `null` means none.
    fn exception(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        if cursor.null()? {
            return Ok(());
        }
        let mut judged = Judged::default();
        let at = self.nodes.len();
        self.add(cursor, Node::new(RowKind::Exception))?;
        cursor.members(&EXCEPTION, |cursor, key| {
            match key {
                "result" => {
                    judged.result = self.said(cursor)?;
                }
                "reviewResult" => {
                    judged.review = self.review(cursor)?;
                }
                _ => {
                    cursor.elements(|cursor| {
                        self.rule(cursor, RowKind::ExceptionRule)?;
                        Ok::<(), Fault>(())
                    })?;
                }
            }
            Ok::<(), Fault>(())
        })?;
        self.nodes[at].judge(judged);
        Ok(())
    }

    fn rule(&mut self, cursor: &mut Cursor<'_>, kind: RowKind) -> Result<(Said, f64), Fault> {
        let mut rule = Node::new(kind);
        let mut score = 0.0;
        cursor.members(&RULE, |cursor, key| {
            match key {
                "result" => {
                    rule.said = self.said(cursor)?;
                }
                "message" => {
                    rule.message = self.text(cursor)?;
                }
                _ => {
                    score = double(cursor)?;
                }
            }
            Ok::<(), Fault>(())
        })?;
        rule.score = Some(score);
        self.add(cursor, rule)?;
        Ok((rule.said, score))
    }

    fn review(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<(Said, f64)>, Fault> {
        let (mut said, mut score) = (Said::default(), 0.0);
        let there = cursor.members(&REVIEW, |cursor, key| {
            match key {
                "outcome" => {
                    said = self.said(cursor)?;
                }
                _ => {
                    score = double(cursor)?;
                }
            }
            Ok::<(), Fault>(())
        })?;
        Ok(there.then_some((said, score)))
    }

    fn read_metadata(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        cursor.entries(|cursor, key| {
            // Copies the key: an unescaped one is gone after this step.
            let start = self.unescaped.len();
            self.unescaped.push_str(key);
            let key = Text::unescaped(start, self.unescaped.len());
            let value = self.text(cursor)?;
            self.metadata.push((key, value));
            Ok::<(), Fault>(())
        })?;
        // Sorted by key, and the last of two with the same key wins, as in a decoded job.
        let of_key = |(key, _): &(Text, Text)| key.of("", &self.unescaped);
        self.metadata.reverse();
        self.metadata
            .sort_by(|one, other| of_key(one).cmp(of_key(other)));
        self.metadata
            .dedup_by(|later, kept| of_key(later) == of_key(kept));
        Ok(())
    }
}
