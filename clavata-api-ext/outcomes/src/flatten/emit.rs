//! Passes on the rows of the current report.

use clavata_api::Id;

use super::nodes::{Report, Said};
use crate::around::Around;
use crate::metadata::Pairs;
use crate::node::{At, Saying, has_failed, score};
use crate::tally::ResultTally;
use crate::text::Text;
use crate::verdict::Word;
use crate::{Level, Metadata, Row, RowKind};

impl Report {
    /// Counts what speaks for and against the content.
    pub(super) fn judge<'a>(&'a self, sent: &'a str, strict: bool) -> ResultTally<'a> {
        let mut tally = ResultTally::new(strict);
        let policy = &self.header.judged;
        let said = |said: Said, sent, basis| Saying {
            outcome: said.outcome(&self.unknown),
            has_failed: has_failed(sent),
            basis,
        };
        let policy = said(policy.said(), policy.score(), Some(policy.basis()));
        tally.see(At::Policy, policy);
        let labels = self.nodes.iter().filter(|node| node.kind == RowKind::Label);
        for (index, node) in labels.enumerate() {
            let rule = self.doubtful.filter(|rule| rule.label == index);
            if rule.is_none() && node.is_plain_no() && !strict {
                continue;
            }
            if tally.is_flagged() {
                break;
            }
            let label = node.name.of(sent, &self.unescaped);
            tally.see(At::Label(label), said(node.said, node.score, node.basis));
            if let Some(rule) = rule {
                let index = rule.index;
                tally.see(At::Rule { label, index }, rule.saying(&self.unknown));
            }
        }
        tally
    }

    /// The metadata of the content.
    pub(super) fn pairs<'a>(&'a self, sent: &'a str) -> Pairs<'a> {
        Pairs {
            texts: &self.metadata,
            sent,
            unescaped: &self.unescaped,
        }
    }

    /// The row of the policy, without metadata.
    pub(super) fn first_row<'a>(
        &'a self,
        sent: &'a str,
        (job_uuid, result_index): (Option<&'a Id>, usize),
        around: Around<'a>,
        verdict: Word,
    ) -> Row<'a> {
        let text = |text: Text| text.of(sent, &self.unescaped);
        let header = &self.header;
        Row {
            job_uuid,
            result_index,
            content_hash: text(header.content_hash),
            content_metadata: Metadata::default(),
            policy_id: header.policy_id.as_ref(),
            policy_version_id: header.policy_version_id.as_ref(),
            policy_key: text(header.policy_key),
            threshold: header.threshold,
            kind: RowKind::Policy,
            label: None,
            index: None,
            message: None,
            outcome: header.judged.said().outcome(&self.unknown),
            score: header.judged.score().and_then(score),
            source_file: None,
            source_line: None,
            verdict,
            around: Around {
                label_id: header.label_id.as_ref(),
                label_version_id: header.label_version_id.as_ref(),
                usage: header.usage.as_ref(),
                ..around
            },
            basis: Some(header.judged.basis()),
            has_failed: has_failed(header.judged.score()),
        }
    }

    /// Passes on the rows in order, given the first one.
    pub(super) fn emit<'a, E>(
        &'a self,
        sent: &'a str,
        mut row: Row<'a>,
        level: Level,
        mut each: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = |text: Text| text.of(sent, &self.unescaped);
        each(&row)?;
        if level == Level::Policy {
            return Ok(());
        }

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
                    row.label = Some(text(node.name));
                    row.message = Some(text(node.message));
                    row.index = labels.next();
                    rules = 0..;
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
        Ok(())
    }
}
