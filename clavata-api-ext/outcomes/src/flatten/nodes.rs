//! Holds one report at a time, as plain records in buffers that the next report reuses.

use clavata_api::Id;
use clavata_api::json::{Cursor, Fault};
use clavata_api::types::{Outcome, TokenUsage};

use super::holes::Learned;
use super::values::LastId;
use crate::Basis;
use crate::text::Text;

pub(super) use crate::flat::{DoubtfulRule, Node, Said};

/// What a node says, in its own fields and in its review.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Judged {
    pub(super) result: Said,
    pub(super) review: Option<(Said, f64)>,
}

impl Judged {
    pub(super) fn said(self) -> Said {
        match self.review {
            None | Some((Said::Unspecified, _)) => self.result,
            Some((said, _)) => said,
        }
    }

    pub(super) fn score(self) -> Option<f64> {
        self.review.map(|(_, score)| score)
    }

    pub(super) fn basis(self) -> Basis {
        match self.review {
            None | Some((Said::Unspecified, _)) => Basis::Result,
            Some(_) => Basis::Review,
        }
    }
}

impl Node {
    pub(super) fn judge(&mut self, judged: Judged) {
        self.said = judged.said();
        self.score = judged.score();
        self.basis = Some(judged.basis());
    }
}

/// What a report says about itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub(super) policy_id: Option<Id>,
    pub(super) policy_version_id: Option<Id>,
    pub(super) policy_key: Text,
    pub(super) content_hash: Text,
    pub(super) threshold: f64,
    pub(super) judged: Judged,
    pub(super) label_id: Option<Id>,
    pub(super) label_version_id: Option<Id>,
    pub(super) usage: Option<TokenUsage>,
}

/// The report that is being read.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) header: Header,
    /// In the order of rows, without the policy's own.
    pub(super) nodes: Vec<Node>,
    /// Where the policy's exception block starts among the nodes.
    pub(super) exception: usize,
    /// The number of labels.
    pub(super) labels: usize,
    /// The first rule that raises a doubt about its label. Kept apart from the nodes, because rules count
    /// at every level.
    pub(super) doubtful: Option<DoubtfulRule>,
    pub(super) metadata: Vec<(Text, Text)>,
    pub(super) unescaped: String,
    pub(super) unknown: Vec<Outcome>,
    /// The ids of the policy, of a label evaluated on its own, and of their versions.
    pub(super) last_ids: [LastId; 4],
    /// The holes of the report, if it is to be learned.
    pub(super) learned: Learned,
}

impl Report {
    /// Adds a node. The nodes have the same limit as decoded values: at most 16 times the size of the text
    /// plus 1 MiB.
    pub(super) fn add(&mut self, cursor: &mut Cursor<'_>, node: Node) -> Result<(), Fault> {
        let text = cursor.text().len();
        if self.nodes.len() * size_of::<Node>() > text.saturating_mul(16).saturating_add(1 << 20) {
            return cursor.fail("it would take more than 16 times its size in memory");
        }
        self.nodes.push(node);
        Ok(())
    }

    pub(super) fn clear(&mut self) {
        self.header = Header::default();
        self.nodes.clear();
        self.exception = 0;
        (self.labels, self.doubtful) = (0, None);
        self.metadata.clear();
        self.unescaped.clear();
        self.forget_unknown();
    }

    pub(super) fn forget_unknown(&mut self) {
        // Keeps unknown outcomes, which tend to repeat, up to a bound.
        if self.unknown.len() > 64 {
            self.unknown.clear();
        }
    }
}
