//! What one node of a report says.

use clavata_api::types::{Outcome, ReviewResult};

/// Which field of a node gave its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The `reviewResult`.
    Review,
    /// The deprecated `result`: there is no review, or the review has no outcome.
    Result,
}

/// What a node that may have a review says.
pub(crate) struct Judged<'a> {
    pub(crate) outcome: &'a Outcome,
    /// As sent. `None` if there is no review.
    pub(crate) sent: Option<f64>,
    pub(crate) basis: Basis,
}

impl<'a> Judged<'a> {
    /// The review decides. The deprecated `result` counts only if there is no review, or the review has
    /// no outcome. Without a review there is no score.
    pub(crate) fn of(result: &'a Outcome, review: Option<&'a ReviewResult>) -> Self {
        let sent = review.map(|review| review.score);
        match review {
            Some(review) if review.outcome != Outcome::Unspecified => Self {
                outcome: &review.outcome,
                sent,
                basis: Basis::Review,
            },
            _ => Self {
                outcome: result,
                sent,
                basis: Basis::Result,
            },
        }
    }
}

/// The score, unless it only says that there is none: -1 means that the evaluation failed, and NaN and
/// infinities are no scores.
pub(crate) fn score(sent: f64) -> Option<f64> {
    (sent.is_finite() && sent >= 0.0).then_some(sent)
}

/// Whether the server sent a score that shows that the evaluation failed.
pub(crate) fn has_failed(sent: Option<f64>) -> bool {
    sent.is_some_and(|sent| score(sent).is_none())
}

/// An outcome as rows print it: its name without the prefix, or the value as received if it has no name.
pub(crate) fn outcome_text(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::True => "TRUE",
        Outcome::False => "FALSE",
        Outcome::Failed => "FAILED",
        Outcome::Unspecified => "UNSPECIFIED",
        other => other.as_str(),
    }
}
