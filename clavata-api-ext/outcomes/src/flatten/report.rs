//! Reads a report into its buffers.

use std::ops::Range;

use clavata_api::json::{Cursor, Fault, Keys};
use clavata_api::types::PolicyEvaluationReport;

use super::holes::Hole;
use super::nodes::{Judged, Node, Report, Said};
use super::unseen;
use crate::text::Text;
use crate::{Level, RowKind};

// In the order in which the gateway writes them.
static REPORT: Keys<14> = Keys::new([
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
]);
static LABEL: Keys<6> = Keys::new([
    "name",
    "result",
    "message",
    "assertionEvaluationReports",
    "exceptionEvaluationReport",
    "reviewResult",
]);
static EXCEPTION: Keys<3> = Keys::new(["result", "assertionEvaluationReports", "reviewResult"]);
static REVIEW: Keys<2> = Keys::new(["outcome", "score"]);

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
                "labelId" => {
                    self.header.label_id = self.last_ids[2].read(cursor)?;
                }
                "labelVersionId" => {
                    self.header.label_version_id = self.last_ids[3].read(cursor)?;
                }
                "policyKey" => {
                    self.header.policy_key = self.text_of(cursor, Hole::PolicyKey)?;
                }
                "contentHash" => {
                    self.header.content_hash = self.text_of(cursor, Hole::ContentHash)?;
                }
                "threshold" => {
                    self.header.threshold = self.double(cursor, Hole::Threshold)?;
                }
                "result" => {
                    self.header.judged.result = self.outcome(cursor, Hole::Result(0))?;
                }
                "reviewResult" => {
                    self.header.judged.review = self.review(cursor, 0, false)?;
                }
                "contentMetadata" => {
                    self.read_metadata(cursor)?;
                }
                "sectionEvaluationReports" => {
                    cursor.elements(|cursor| self.label(cursor, level))?;
                }
                "exceptionEvaluationReport" => exception = self.block(cursor, level)?,
                "labelMatches" if cursor.peek()? == b'{' => {
                    cursor.entries(|cursor, _| self.label_match(cursor))?;
                }
                "tokenUsage" => self.usage(cursor)?,
                key => unseen::field::<PolicyEvaluationReport>(cursor, key)?,
            }
            Ok::<(), Fault>(())
        })?;
        // The exception block comes last, wherever its key was.
        self.put_last(&exception);
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
                    label.name = self.text_of(cursor, Hole::Name(at))?;
                }
                "result" => {
                    judged.result = self.outcome(cursor, Hole::Result(at + 1))?;
                }
                "message" => {
                    label.message = self.text_of(cursor, Hole::Message(at))?;
                }
                "reviewResult" => {
                    judged.review = self.review(cursor, at + 1, level < Level::Label)?;
                }
                "assertionEvaluationReports" => self.rules(cursor, level)?,
                _ => exception = self.block(cursor, level)?,
            }
            Ok::<(), Fault>(())
        })?;
        self.put_last(&exception);
        label.judge(judged);
        self.nodes[at] = label;
        self.labels += 1;
        Ok(())
    }

    /// Moves an exception block to the end, after what was read later.
    fn put_last(&mut self, exception: &Range<usize>) {
        if !exception.is_empty() && exception.end < self.nodes.len() {
            self.nodes[exception.start..].rotate_left(exception.len());
            // The holes refer to nodes that have moved.
            self.learned.is_on = false;
        }
    }

    /// Reads an exception block. Returns the range of its nodes, which is empty if the level has no rows for
    /// them.
    fn block(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<Range<usize>, Fault> {
        let (start, learned) = (self.nodes.len(), self.learned.leaves.len());
        self.exception(cursor)?;
        if level < Level::All {
            self.nodes.truncate(start);
            self.learned.drop_rows(learned);
        }
        Ok(start..self.nodes.len())
    }

    /// Reads an exception block, unless it is `null`.
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
                    judged.result = self.outcome(cursor, Hole::Result(at + 1))?;
                }
                "reviewResult" => {
                    judged.review = self.review(cursor, at + 1, false)?;
                }
                _ => {
                    cursor.elements(|cursor| {
                        let node = self.nodes.len();
                        let holes = (Hole::ExceptionOutcome(node), Hole::ExceptionScore(node));
                        self.rule(cursor, RowKind::ExceptionRule, holes)?;
                        Ok::<(), Fault>(())
                    })?;
                }
            }
            Ok::<(), Fault>(())
        })?;
        self.nodes[at].judge(judged);
        Ok(())
    }

    /// Reads the review of the policy (0), or of the node at this index minus 1. If no row shows the score, only
    /// keeps whether it shows a failure.
    fn review(
        &mut self,
        cursor: &mut Cursor<'_>,
        of: usize,
        is_weighed: bool,
    ) -> Result<Option<(Said, f64)>, Fault> {
        let (mut said, mut score) = (Said::default(), 0.0);
        let there = cursor.members(&REVIEW, |cursor, key| {
            match key {
                "outcome" => {
                    said = self.outcome(cursor, Hole::Outcome(of))?;
                }
                _ if is_weighed => {
                    score = self.weighed(cursor, Hole::ReviewedScore(of))?;
                }
                _ => {
                    score = self.double(cursor, Hole::Score(of))?;
                }
            }
            Ok::<(), Fault>(())
        })?;
        Ok(there.then_some((said, score)))
    }

    fn read_metadata(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Fault> {
        cursor.entries(|cursor, key| {
            // Copies the key, because an unescaped one is gone after this step.
            let start = self.unescaped.len();
            self.unescaped.push_str(key);
            let key = Text::unescaped(start, self.unescaped.len());
            let value = self.text_of(cursor, Hole::Metadata(start))?;
            self.metadata.push((key, value));
            Ok::<(), Fault>(())
        })?;
        // Sorted by key. If two have the same key, the last one wins, as in a decoded job.
        let of_key = |(key, _): &(Text, Text)| key.of("", &self.unescaped);
        self.metadata.reverse();
        self.metadata
            .sort_by(|one, other| of_key(one).cmp(of_key(other)));
        self.metadata
            .dedup_by(|later, kept| of_key(later) == of_key(kept));
        Ok(())
    }
}
