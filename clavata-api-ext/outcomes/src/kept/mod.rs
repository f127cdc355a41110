//! An answer of an evaluate stream as it came, with the rows that were read from it.

mod collect;
mod rows;

use std::fmt;
use std::sync::OnceLock;

use clavata_api::types::{EvaluateResponse, Outcome, TokenUsage};
use clavata_api::{Arrived, Id};

use crate::level::RowKind;
use crate::metadata::{KeptPairs, Metadata};
use crate::node::Basis;

use crate::text::Text;

pub(crate) use collect::Collect;
pub(crate) use rows::KeptRows;

/// One answer of an evaluate stream: its bytes, and the rows that were read from them.
///
/// [`Flattener::keep`](crate::flatten::Flattener::keep) makes it, and
/// [`ContentResult::of_kept`](crate::ContentResult::of_kept) shows its rows, matches, verdict and usage.
/// They need no tree; [`answer`](Self::answer) makes it.
#[derive(Default)]
pub struct Kept {
    texts: KeptPairs,
    job_uuid: Option<Id>,
    /// The hash that stands beside the report.
    hash_beside: Text,
    header: Header,
    nodes: Vec<Node>,
    decoded: OnceLock<Box<EvaluateResponse>>,
}

/// What all rows of the report share.
#[derive(Default)]
struct Header {
    content_hash: Text,
    policy_id: Option<Id>,
    policy_version_id: Option<Id>,
    policy_key: Text,
    threshold: f64,
    label_id: Option<Id>,
    label_version_id: Option<Id>,
    usage: Option<TokenUsage>,
}

/// What a row does not share with the others.
struct Node {
    kind: RowKind,
    label: Option<Text>,
    index: Option<usize>,
    message: Option<Text>,
    outcome: Outcome,
    score: Option<f64>,
    basis: Option<Basis>,
    has_failed: bool,
}

impl Kept {
    /// The value as the gateway sent it, with the mark.
    pub fn as_bytes(&self) -> &[u8] {
        self.texts.sent.as_bytes()
    }

    /// The id of the job. `None` if the server sent none.
    pub fn job_uuid(&self) -> Option<&Id> {
        self.job_uuid.as_ref()
    }

    /// The hash of the content that stands beside the report. Empty if the server sent none.
    pub fn hash_beside(&self) -> &str {
        self.texts.text(self.hash_beside)
    }

    /// The metadata under [`Metadata::INPUT_KEY`], which names the input.
    pub fn mark(&self) -> Option<&str> {
        self.metadata().mark()
    }

    /// The answer as the gateway sent it, without the [mark](Self::mark). The first call decodes it.
    ///
    /// What is kept can be decoded: reading it checked everything that decoding checks. If that were not
    /// so, this would be an empty answer, which is undetermined.
    pub fn answer(&self) -> &EvaluateResponse {
        self.decoded.get_or_init(|| Box::new(self.decode()))
    }

    /// As [`answer`](Self::answer), but owned.
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

    /// The effective hash of the content: that of the report, or else the one beside it.
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
