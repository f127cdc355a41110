//! Walks the rows that were kept.

use super::Kept;
use crate::around::Around;
use crate::row::Row;
use crate::verdict::Word;

/// The position of the walk.
#[derive(Clone, Debug)]
pub(crate) struct KeptRows<'a> {
    kept: &'a Kept,
    /// The columns that all rows share.
    shared: Row<'a>,
    next: usize,
}

impl<'a> KeptRows<'a> {
    /// Of a result with this index; `None` if there is no row.
    pub(crate) fn of(kept: &'a Kept, index: usize, verdict: Word) -> Option<Self> {
        let policy = kept.nodes.first()?;
        let header = &kept.header;
        let shared = Row {
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
            outcome: &policy.outcome,
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
            shared,
            next: 0,
        })
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Option<Row<'a>> {
        let kept = self.kept;
        let node = kept.nodes.get(self.next)?;
        self.next += 1;
        Some(Row {
            kind: node.kind,
            label: node.label.map(|label| kept.texts.text(label)),
            index: node.index,
            message: node.message.map(|message| kept.texts.text(message)),
            outcome: &node.outcome,
            score: node.score,
            basis: node.basis,
            has_failed: node.has_failed,
            ..self.shared
        })
    }
}
