//! Walks the rows that were kept.

use super::Kept;
use crate::around::Around;
use crate::level::RowKind;
use crate::node::{has_failed, score};
use crate::row::Row;
use crate::verdict::Word;

/// The position of the walk.
#[derive(Clone, Debug)]
pub(crate) struct KeptRows<'a> {
    kept: &'a Kept,
    /// The last row, or what all rows share.
    row: Row<'a>,
    next: usize,
    /// The indexes of the next label, and of the next rule of its block.
    indexes: (usize, usize),
}

impl<'a> KeptRows<'a> {
    /// For a result with this index; `None` if there is no row.
    pub(crate) fn of(kept: &'a Kept, index: usize, verdict: Word) -> Option<Self> {
        let policy = kept.nodes.first()?;
        let header = &kept.header;
        let row = Row {
            job_uuid: kept.job_uuid(),
            result_index: index,
            content_hash: kept.content_hash(),
            content_metadata: kept.metadata(),
            policy_id: header.policy_id.as_ref(),
            policy_version_id: header.policy_version_id.as_ref(),
            policy_key: kept.texts.text(header.policy_key),
            threshold: header.threshold,
            kind: policy.kind,
            label: None,
            index: None,
            message: None,
            outcome: policy.said.outcome(&kept.unknown),
            score: None,
            source_file: None,
            source_line: None,
            verdict,
            around: Around {
                label_id: header.label_id.as_ref(),
                label_version_id: header.label_version_id.as_ref(),
                usage: header.usage.as_ref(),
                ..Around::default()
            },
            basis: None,
            has_failed: false,
        };
        Some(Self {
            kept,
            row,
            next: 0,
            indexes: (0, 0),
        })
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Option<Row<'a>> {
        let kept = self.kept;
        let (mut nodes, from) = (kept.nodes.get(self.next..)?.iter(), self.next);
        let node = nodes.find(|node| kept.level.includes(node.kind))?;
        self.next = kept.nodes.len() - nodes.len();
        let row = &mut self.row;
        if (from..self.next).contains(&kept.exception) {
            row.label = None;
        }
        let (labels, rules) = &mut self.indexes;
        let counted = match node.kind {
            RowKind::Label => {
                row.label = Some(kept.texts.text(node.name));
                *rules = 0;
                Some(labels)
            }
            RowKind::Rule | RowKind::ExceptionRule => Some(rules),
            RowKind::Exception | RowKind::Policy => {
                *rules = 0;
                None
            }
        };
        row.message = counted.is_some().then(|| kept.texts.text(node.message));
        row.index = counted.map(|next| {
            *next += 1;
            *next - 1
        });
        row.kind = node.kind;
        row.outcome = node.said.outcome(&kept.unknown);
        row.score = node.score.and_then(score);
        row.basis = node.basis;
        row.has_failed = has_failed(node.score);
        Some(*row)
    }
}
