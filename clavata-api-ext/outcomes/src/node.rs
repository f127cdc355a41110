//! What one node of a report says.

use clavata_api::types::{
    ExceptionEvaluationReport, Outcome, PolicyEvaluationReport, ReviewResult,
    SectionEvaluationReport,
};

/// Which field of a node its outcome was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The `reviewResult`.
    Review,
    /// The deprecated `result`: there is no review, or it gives no outcome.
    Result,
}

/// What a node that may have a review says.
pub(crate) struct Judged<'a> {
    pub(crate) outcome: &'a Outcome,
    /// As sent; none if there is no review.
    pub(crate) sent: Option<f64>,
    pub(crate) basis: Basis,
}

impl<'a> Judged<'a> {
    /// The review decides; the deprecated `result` counts only if the review is missing or gives no
    /// outcome. Without a review there is no score.
    fn of(result: &'a Outcome, review: Option<&'a ReviewResult>) -> Self {
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

/// A node that has a say in the verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At<'a> {
    Policy,
    Label(&'a str),
    /// A rule of a label, exceptions aside: it can only raise a doubt.
    Rule {
        label: &'a str,
        index: usize,
    },
    /// What evaluate labels says of a label as a whole.
    Answer,
}

/// What one node says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Saying<'a> {
    pub(crate) outcome: &'a Outcome,
    /// Whether its score, as sent, says that the evaluation failed.
    pub(crate) has_failed: bool,
    /// None if there is only one field that could decide.
    pub(crate) basis: Option<Basis>,
}

impl Saying<'_> {
    /// Whether a rule leaves its label in doubt. An unspecified one was not needed, and leaves none.
    pub(crate) fn is_doubtful_rule(&self) -> bool {
        use Outcome::{False, True, Unspecified};
        self.has_failed || !matches!(self.outcome, Unspecified | False | True)
    }
}

/// The only place that reads what is deprecated.
macro_rules! judged {
    ($($report:ident)*) => {$(
        impl<'a> From<&'a $report> for Judged<'a> {
            #[allow(deprecated)] // `result` is all that there is without a review
            fn from(report: &'a $report) -> Self {
                Self::of(&report.result, report.review_result.as_ref())
            }
        }
    )*};
}

judged!(PolicyEvaluationReport SectionEvaluationReport ExceptionEvaluationReport);

/// A score that says something: -1 stands for a failed evaluation, and NaN and infinities for none.
pub(crate) fn score(sent: f64) -> Option<f64> {
    (sent.is_finite() && sent >= 0.0).then_some(sent)
}

/// Whether a score was sent that says nothing, so that nobody judged.
pub(crate) fn has_failed(sent: Option<f64>) -> bool {
    sent.is_some_and(|sent| score(sent).is_none())
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
