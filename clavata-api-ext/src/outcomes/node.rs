//! What one node of a report says.

use clavata_api::types::{Outcome, ReviewResult};

/// The outcome and score of a node that may have a review.
///
/// The review decides; the deprecated `result` counts only where the review is missing or gives no
/// outcome. Without a review there is no score.
pub(crate) fn judged<'a>(
    result: &'a Outcome,
    review: Option<&'a ReviewResult>,
) -> (&'a Outcome, Option<f64>) {
    match review {
        None => (result, None),
        Some(review) if review.outcome == Outcome::Unspecified => (result, score(review.score)),
        Some(review) => (&review.outcome, score(review.score)),
    }
}

/// A score that says something: -1 stands for a failed evaluation, and NaN and infinities for none.
pub(crate) fn score(sent: f64) -> Option<f64> {
    (sent.is_finite() && sent >= 0.0).then_some(sent)
}

/// An outcome as rows print it: the name without its prefix, or what came where it has no name.
pub(crate) fn outcome_text(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::True => "TRUE",
        Outcome::False => "FALSE",
        Outcome::Failed => "FAILED",
        Outcome::Unspecified => "UNSPECIFIED",
        other => other.as_str(),
    }
}
