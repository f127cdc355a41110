//! The nodes of a report in flat memory: plain records, whose texts and unknown outcomes are stored elsewhere.

use clavata_api::types::Outcome;

use crate::level::RowKind;
use crate::node::{Basis, Saying, has_failed};
use crate::text::Text;

/// An outcome: one that the contract names, or an index into the unknown ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Said {
    #[default]
    Unspecified,
    False,
    True,
    Failed,
    Unknown(u32),
}

impl Said {
    pub(crate) fn outcome(self, unknown: &[Outcome]) -> &Outcome {
        match self {
            Self::Unspecified => &Outcome::Unspecified,
            Self::False => &Outcome::False,
            Self::True => &Outcome::True,
            Self::Failed => &Outcome::Failed,
            Self::Unknown(at) => &unknown[at as usize],
        }
    }
}

/// The policy, a label, a rule or a part of an exception block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: RowKind,
    pub(crate) name: Text,
    pub(crate) message: Text,
    pub(crate) said: Said,
    /// As sent. `None` if there is no review.
    pub(crate) score: Option<f64>,
    /// `None` for a rule.
    pub(crate) basis: Option<Basis>,
}

/// A rule that may raise a doubt about its label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DoubtfulRule {
    /// The index of the label in its policy.
    pub(crate) label: usize,
    /// The index of the rule in its label.
    pub(crate) index: usize,
    pub(crate) said: Said,
    pub(crate) has_failed: bool,
}

impl DoubtfulRule {
    pub(crate) fn saying(self, unknown: &[Outcome]) -> Saying<'_> {
        Saying {
            outcome: self.said.outcome(unknown),
            has_failed: self.has_failed,
            basis: None,
        }
    }
}

impl Node {
    pub(crate) fn new(kind: RowKind) -> Self {
        Self {
            kind,
            name: Text::default(),
            message: Text::default(),
            said: Said::default(),
            score: None,
            basis: None,
        }
    }

    /// Whether it says no, and its evaluation did not fail. Such a label affects only strict verdicts.
    pub(crate) fn is_plain_no(&self) -> bool {
        self.said == Said::False && !has_failed(self.score)
    }
}
