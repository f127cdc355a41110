//! An answer of an evaluate stream as received, with the rows that were read from it.

mod rows;

use std::fmt;
use std::sync::OnceLock;

use clavata_api::types::{EvaluateResponse, Outcome, TokenUsage};
use clavata_api::{Arrived, Id};

use crate::flat::{DoubtfulRule, Node};
use crate::level::{Level, RowKind};
use crate::metadata::{KeptPairs, Metadata};
use crate::node::{At, Saying, has_failed};
use crate::text::Text;

pub(crate) use rows::KeptRows;

/// One answer of an evaluate stream: its bytes, and the rows that were read from them.
///
/// [`Flattener::keep`](crate::flatten::Flattener::keep) makes it, and
/// [`ContentResult::of_kept`](crate::ContentResult::of_kept) shows its rows, matches, verdict and usage.
/// These need no decoding; [`answer`](Self::answer) decodes it.
pub struct Kept {
    pub(crate) texts: KeptPairs,
    pub(crate) job_uuid: Option<Id>,
    pub(crate) header: Header,
    /// How deep the rows go. Labels are among the nodes at any level, for the verdict.
    pub(crate) level: Level,
    /// In the order of rows. The first is the policy, which is always there.
    pub(crate) nodes: Vec<Node>,
    /// Where the policy's exception block starts among them.
    pub(crate) exception: usize,
    /// The first rule of a label that raises a doubt. It counts at every level.
    pub(crate) doubtful: Option<DoubtfulRule>,
    /// Outcomes that the contract does not name.
    pub(crate) unknown: Vec<Outcome>,
    pub(crate) decoded: OnceLock<Box<EvaluateResponse>>,
}

/// The maximum number of rows to keep. Up to this number, they decode within the memory that any value may
/// take, however their text is laid out.
pub(crate) const MOST: usize = 2048;

/// What all rows of the report share.
pub(crate) struct Header {
    pub(crate) content_hash: Text,
    pub(crate) policy_id: Option<Id>,
    pub(crate) policy_version_id: Option<Id>,
    pub(crate) policy_key: Text,
    pub(crate) threshold: f64,
    pub(crate) label_id: Option<Id>,
    pub(crate) label_version_id: Option<Id>,
    pub(crate) usage: Option<TokenUsage>,
}

impl Kept {
    /// The value as the gateway sent it, including the mark.
    pub fn as_bytes(&self) -> &[u8] {
        self.texts.sent.as_bytes()
    }

    /// The id of the job. `None` if the server sent none.
    pub fn job_uuid(&self) -> Option<&Id> {
        self.job_uuid.as_ref()
    }

    /// The metadata under [`Metadata::INPUT_KEY`], which names the input.
    pub fn mark(&self) -> Option<&str> {
        self.metadata().mark()
    }

    /// The answer as the gateway sent it, without the [mark](Self::mark). The first call decodes it.
    ///
    /// Decoding cannot fail, because everything that it checks was checked when the answer was read. If it
    /// did fail, this would be an empty answer, which is undetermined.
    pub fn answer(&self) -> &EvaluateResponse {
        self.decoded.get_or_init(|| Box::new(self.decode()))
    }

    /// Like [`answer`](Self::answer), but owned.
    pub fn into_answer(mut self) -> EvaluateResponse {
        match self.decoded.take() {
            Some(answer) => *answer,
            None => self.decode(),
        }
    }

    fn decode(&self) -> EvaluateResponse {
        let value = clavata_api::read(self.as_bytes());
        let Some(Arrived::Evaluation(mut answer)) = value.answer else {
            return EvaluateResponse::default();
        };
        if let Some(report) = &mut answer.policy_evaluation_report {
            report.content_metadata.remove(Metadata::INPUT_KEY);
        }
        answer
    }

    /// Passes on what counts for the verdict, in the order of rows. Of the rules, only the first that raises a
    /// doubt can count, and a plain no counts only if the verdict is strict.
    pub(crate) fn judge<'a>(&'a self, strict: bool, mut see: impl FnMut(At<'a>, Saying<'a>)) {
        let mut labels = 0..;
        for node in &self.nodes {
            match node.kind {
                RowKind::Policy => see(At::Policy, self.saying(node)),
                RowKind::Label => {
                    let of = labels.next();
                    let rule = self.doubtful.filter(|rule| Some(rule.label) == of);
                    if rule.is_none() && node.is_plain_no() && !strict {
                        continue;
                    }
                    let label = self.texts.text(node.name);
                    see(At::Label(label), self.saying(node));
                    if let Some(rule) = rule {
                        let index = rule.index;
                        see(At::Rule { label, index }, rule.saying(&self.unknown));
                    }
                }
                RowKind::Rule | RowKind::Exception | RowKind::ExceptionRule => {}
            }
        }
    }

    fn saying(&self, node: &Node) -> Saying<'_> {
        Saying {
            outcome: node.said.outcome(&self.unknown),
            has_failed: has_failed(node.score),
            basis: node.basis,
        }
    }

    /// The effective hash of the content: the one in the report, or else the one next to it.
    pub(crate) fn content_hash(&self) -> &str {
        self.texts.text(self.header.content_hash)
    }

    pub(crate) fn metadata(&self) -> Metadata<'_> {
        Metadata::of_kept(&self.texts)
    }

    /// What the report says about its cost.
    pub(crate) fn token_usage(&self) -> Option<&TokenUsage> {
        self.header.usage.as_ref()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("job_uuid", &self.job_uuid)
            .field("rows", &self.nodes.len())
            .finish_non_exhaustive()
    }
}
