//! What keeps one result from being clear.

use std::fmt;

use clavata_api::types::Outcome;
use serde::{Serialize, Serializer};

/// What [`Doubt::TwoContents`] says.
pub(crate) const TWO_CONTENTS: &str = "it names two pieces of content: its two hashes differ";

/// What keeps one result from being clear.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Doubt {
    /// There is no report.
    NoReport,
    /// The server sent an error instead of an evaluation.
    NotEvaluated {
        /// The server's message.
        error: String,
    },
    /// An error came with the result.
    BesideError,
    /// It names two pieces of content: the hash in its report differs from the one next to the report.
    TwoContents,
    /// It does not match the request: it is for another policy, version or threshold.
    NotAsked {
        /// What differs.
        why: String,
    },
    /// A node has an outcome other than true and false.
    Outcome {
        /// Which node.
        at: Place,
        /// `Failed`, `Unspecified`, or one that this release does not know. A no in an object that also has an `error`
        /// is read as `Failed`.
        outcome: Outcome,
    },
    /// The score of a node shows that its evaluation failed: it is negative, NaN or infinite. The
    /// outcome of the node does not count.
    FailedScore {
        /// Which node.
        at: Place,
    },
    /// Only the deprecated `result` says no, which is not enough for a strict verdict.
    NotReviewed {
        /// Which node.
        at: Place,
    },
}

impl Doubt {
    /// A short name, for metrics and logs. It is one of a small fixed set and never holds content.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NoReport => "no_report",
            Self::NotEvaluated { .. } => "not_evaluated",
            Self::BesideError => "beside_error",
            Self::TwoContents => "two_contents",
            Self::NotAsked { .. } => "not_asked",
            Self::Outcome { .. } => "outcome",
            Self::FailedScore { .. } => "failed_score",
            Self::NotReviewed { .. } => "not_reviewed",
        }
    }
}

/// Serializes as the text of `Display`.
impl Serialize for Doubt {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        into.collect_str(self)
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoReport => f.write_str("there is no report"),
            Self::NotEvaluated { error } if error.is_empty() => {
                f.write_str("there is no evaluation")
            }
            Self::NotEvaluated { error } => write!(f, "not evaluated: {error}"),
            Self::BesideError => f.write_str("an error came with it"),
            Self::TwoContents => f.write_str(TWO_CONTENTS),
            Self::NotAsked { why } => write!(f, "it does not answer what was asked: {why}"),
            Self::Outcome { at, outcome } => match outcome {
                Outcome::Failed => write!(f, "{at}: the evaluation failed"),
                Outcome::Unspecified => write!(f, "{at}: no outcome was given"),
                other => write!(f, "{at}: unknown outcome {}", other.as_str()),
            },
            Self::FailedScore { at } => {
                write!(f, "{at}: the score says that the evaluation failed")
            }
            Self::NotReviewed { at } => write!(f, "{at}: there is no review"),
        }
    }
}

/// The node of a report that makes it undetermined.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The policy as a whole.
    Policy,
    /// A label of the policy.
    Label {
        /// The name of the label.
        label: String,
    },
    /// A rule of a label.
    Rule {
        /// The name of the label.
        label: String,
        /// The index of the rule in the label, from 0.
        index: usize,
    },
    /// A label that was evaluated on its own.
    Answer,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Policy => f.write_str("the policy"),
            Self::Label { label } => write!(f, "label {label:?}"),
            Self::Rule { label, index } => write!(f, "label {label:?}, rule {index}"),
            Self::Answer => f.write_str("the label"),
        }
    }
}
