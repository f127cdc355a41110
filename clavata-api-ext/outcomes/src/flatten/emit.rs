//! Hands out the rows of the report that was read.

use clavata_api::Id;

use super::nodes::Report;
use crate::metadata::Pairs;
use crate::node::{At, has_failed, score};
use crate::tally::ResultTally;
use crate::text::Text;
use crate::{Level, Metadata, Row, RowKind};

impl Report {
    /// Hands out the rows, in order, and counts what speaks for or against the content.
    pub(super) fn emit<E>(
        &self,
        sent: &str,
        job_uuid: Option<&Id>,
        result_index: usize,
        (level, strict): (Level, bool),
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<ResultTally, E> {
        let text = |text: Text| text.of(sent, &self.unescaped);
        let mut tally = ResultTally::new(strict);
        let header = &self.header;
        let outcome = header.judged.said().outcome(&self.unknown);
        let pairs = Pairs {
            texts: &self.metadata,
            sent,
            unescaped: &self.unescaped,
        };
        let mut row = Row {
            job_uuid,
            result_index,
            content_hash: text(header.content_hash),
            content_metadata: Metadata::of_pairs(&pairs),
            policy_id: header.policy_id.as_ref(),
            policy_version_id: header.policy_version_id.as_ref(),
            policy_key: text(header.policy_key),
            threshold: header.threshold,
            kind: RowKind::Policy,
            label: None,
            index: None,
            message: None,
            outcome,
            score: header.judged.score().and_then(score),
            basis: Some(header.judged.basis()),
            has_failed: has_failed(header.judged.score()),
        };
        tally.see(At::Policy, row.said());
        each(&row)?;

        let (mut labels, mut rules) = (0.., 0..);
        for (at, node) in self.nodes.iter().enumerate() {
            if at == self.exception {
                row.label = None;
            }
            row.kind = node.kind;
            row.outcome = node.said.outcome(&self.unknown);
            row.score = node.score.and_then(score);
            row.basis = node.basis;
            row.has_failed = has_failed(node.score);
            match node.kind {
                RowKind::Label => {
                    let label = text(node.name);
                    row.label = Some(label);
                    row.message = Some(text(node.message));
                    row.index = labels.next();
                    rules = 0..;
                    tally.see(At::Label(label), row.said());
                    if let Some(rule) = self.doubtful.filter(|rule| row.index == Some(rule.label)) {
                        tally.see(
                            At::Rule {
                                label,
                                index: rule.index,
                            },
                            rule.saying(&self.unknown),
                        );
                    }
                    if level < Level::Label {
                        continue;
                    }
                }
                RowKind::Exception | RowKind::Policy => {
                    row.message = None;
                    row.index = None;
                    rules = 0..;
                }
                RowKind::Rule | RowKind::ExceptionRule => {
                    row.message = Some(text(node.message));
                    row.index = rules.next();
                }
            }
            each(&row)?;
        }
        Ok(tally)
    }
}
