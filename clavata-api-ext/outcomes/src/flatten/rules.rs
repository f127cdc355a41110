//! Reads the rules of a label or of an exception block.

use clavata_api::json::{Cursor, Fault, Keys};

use super::holes::Hole;
use super::nodes::{DoubtfulRule, Node, Report, Said};
use super::unseen;
use crate::node::has_failed;
use crate::{Level, RowKind};

// In the order in which the gateway writes them.
static RULE: Keys<3> = Keys::new(["result", "message", "score"]);

impl Report {
    /// Reads the rules of a label. They count at every level, but are nodes only if the level has rows
    /// for them.
    pub(super) fn rules(&mut self, cursor: &mut Cursor<'_>, level: Level) -> Result<(), Fault> {
        let mut index = 0;
        cursor.elements(|cursor| {
            let (rule, node) = (self.learned.rule(self.labels, index), self.nodes.len());
            let (said, has_failed) = if level >= Level::Rule {
                let holes = (Hole::RuleOutcome(rule, node), Hole::RuleScore(rule, node));
                let (said, score) = self.rule(cursor, RowKind::Rule, holes)?;
                (said, has_failed(Some(score)))
            } else {
                self.weigh(cursor, rule)?
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
        let rule = DoubtfulRule {
            label: self.labels,
            index,
            said,
            has_failed,
        };
        if self.doubtful.is_none() && rule.saying(&self.unknown).is_doubtful_rule() {
            self.doubtful = Some(rule);
        }
    }

    /// Reads the outcome of a rule and whether its score shows a failure, but keeps nothing else.
    fn weigh(&mut self, cursor: &mut Cursor<'_>, rule: usize) -> Result<(Said, bool), Fault> {
        let (mut said, mut failed) = (Said::default(), false);
        cursor.members(&RULE, |cursor, key| {
            match key {
                "result" => {
                    said = self.outcome(cursor, Hole::WeighedOutcome(rule))?;
                }
                "score" => {
                    let start = cursor.position();
                    failed = unseen::failed_score(cursor)?;
                    self.learned.note(start, cursor, Hole::WeighedScore(rule));
                }
                _ => {
                    let start = cursor.position();
                    unseen::text(cursor)?;
                    self.learned.note(start, cursor, Hole::Text);
                }
            }
            Ok::<(), Fault>(())
        })?;
        Ok((said, failed))
    }

    pub(super) fn rule(
        &mut self,
        cursor: &mut Cursor<'_>,
        kind: RowKind,
        holes: (Hole, Hole),
    ) -> Result<(Said, f64), Fault> {
        let mut rule = Node::new(kind);
        let mut score = 0.0;
        let at = self.nodes.len();
        cursor.members(&RULE, |cursor, key| {
            match key {
                "result" => {
                    rule.said = self.outcome(cursor, holes.0)?;
                }
                "message" => {
                    rule.message = self.text_of(cursor, Hole::Message(at))?;
                }
                _ => {
                    score = self.double(cursor, holes.1)?;
                }
            }
            Ok::<(), Fault>(())
        })?;
        rule.score = Some(score);
        self.add(cursor, rule)?;
        Ok((rule.said, score))
    }
}
