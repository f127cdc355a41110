//! What one node of a report says.

use clavata_api::types::{
    ExceptionEvaluationReport, Outcome, PolicyEvaluationReport, ReviewResult,
    SectionEvaluationReport,
};

/// Which field of a node gave its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The `reviewResult`.
    Review,
    /// The deprecated `result`, because there is no review, or the review has no outcome.
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

/// A node that counts for the verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At<'a> {
    Policy,
    Label(&'a str),
    /// A rule of a label, but not of its exceptions. It can only raise a doubt.
    Rule {
        label: &'a str,
        index: usize,
    },
    /// A label as a whole, in an evaluate-labels answer.
    Answer,
}

/// What one node says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Saying<'a> {
    pub(crate) outcome: &'a Outcome,
    /// Whether its score, as sent, shows that the evaluation failed.
    pub(crate) has_failed: bool,
    /// `None` if only one field could decide.
    pub(crate) basis: Option<Basis>,
}

impl Saying<'_> {
    /// Whether a rule raises a doubt about its label. An unspecified outcome alone does not: the rule was
    /// not needed.
    pub(crate) fn is_doubtful_rule(&self) -> bool {
        use Outcome::{False, True, Unspecified};
        self.has_failed || !matches!(self.outcome, Unspecified | False | True)
    }
}

/// The only place that reads deprecated fields.
macro_rules! judged {
    ($($report:ident)*) => {$(
        impl<'a> From<&'a $report> for Judged<'a> {
            #[allow(deprecated)] // without a review, there is only `result`
            fn from(report: &'a $report) -> Self {
                Self::of(&report.result, report.review_result.as_ref())
            }
        }
    )*};
}

judged!(PolicyEvaluationReport SectionEvaluationReport ExceptionEvaluationReport);

/// Returns the score, unless it only says that there is none: -1 means that the evaluation failed, and NaN
/// and infinities are not scores.
pub(crate) fn score(sent: f64) -> Option<f64> {
    (sent.is_finite() && sent >= 0.0).then_some(sent)
}

/// Whether the server sent a score that shows that the evaluation failed.
pub(crate) fn has_failed(sent: Option<f64>) -> bool {
    sent.is_some_and(|sent| score(sent).is_none())
}
