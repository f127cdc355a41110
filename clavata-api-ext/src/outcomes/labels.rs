//! The answers of evaluate labels, read the same way as jobs.

use clavata_api::Id;
use clavata_api::types::{
    EvaluateLabelsResponse, EvaluateLabelsResult, LabelEvaluation, Outcome, PolicyEvaluationReport,
};

use super::content_result::ContentResult;
use super::node;
use super::reason::Doubt;
use super::rows::Rows;
use super::tally::{ResultTally, Tallied};
use super::verdict::{Verdict, tally};

/// What one label found: an evaluation, or the server's error in its place.
///
/// ```
/// use clavata_api_ext::{LabelResult, Verdict, api::EvaluateLabelsResponse};
///
/// let answer: EvaluateLabelsResponse = serde_json::from_str(r#"{"results": [
///     {"evaluation": {"outcome": "OUTCOME_FALSE", "score": 0.1}},
///     {"error": "label version not found"}
/// ]}"#)?;
/// let results: Vec<_> = LabelResult::all(&answer).collect();
/// assert_eq!(results[0].verdict(), Verdict::Clear);
/// assert_eq!(
///     results[1].verdict().to_string(),
///     "undetermined: result 1: not evaluated: label version not found",
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LabelResult<'a> {
    index: usize,
    content_hash: &'a str,
    result: &'a EvaluateLabelsResult,
}

impl<'a> LabelResult<'a> {
    /// The results of an answer, in the order in which the labels were asked for.
    pub fn all(
        answer: &'a EvaluateLabelsResponse,
    ) -> impl ExactSizeIterator<Item = Self> + use<'a> {
        let results = answer.results.iter().enumerate();
        results.map(|(index, result)| Self {
            index,
            content_hash: &answer.content_hash,
            result,
        })
    }

    /// Which label of the request this answers, counted from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The label.
    pub fn label_id(&self) -> Option<&'a Id> {
        self.result.label_id.as_ref()
    }

    /// The version of the label.
    pub fn label_version_id(&self) -> Option<&'a Id> {
        self.result.label_version_id.as_ref()
    }

    /// The job that keeps the evaluation, where the server says which.
    pub fn job_uuid(&self) -> Option<&'a Id> {
        self.result.job_uuid.as_ref()
    }

    /// What the server says in place of an evaluation.
    pub fn error(&self) -> Option<&'a str> {
        (!self.result.error.is_empty()).then_some(self.result.error.as_str())
    }

    /// What the evaluation came to, where there is one.
    pub fn outcome(&self) -> Option<&'a Outcome> {
        self.evaluation().map(|evaluation| &evaluation.outcome)
    }

    /// In 0..=1 as sent; none where the server gave none or the evaluation failed.
    pub fn score(&self) -> Option<f64> {
        node::score(self.evaluation()?.score)
    }

    /// The report, where one was asked for and made.
    pub fn report(&self) -> Option<&'a PolicyEvaluationReport> {
        self.evaluation()?.report.as_ref()
    }

    /// The nodes of the report; none where there is no report.
    pub fn rows(&self) -> Rows<'a> {
        self.content_result().rows()
    }

    /// What the label allows: clear only where there is an evaluation and no error, its outcome is
    /// `False`, and its report, where there is one, is clear as well.
    pub fn verdict(&self) -> Verdict<'a> {
        Verdict::of_label(self)
    }

    pub(crate) fn standing(&self) -> Tallied<Doubt> {
        let mut seen = ResultTally::default();
        if self.report().is_some() {
            seen = tally(self.content_result());
        }
        if let Some(outcome) = self.outcome() {
            seen.see(None, outcome);
        }
        let stands = seen.standing();
        let unanswered = self.evaluation().is_none() || self.error().is_some();
        if unanswered && stands != Tallied::Flagged {
            return Tallied::Undetermined(Doubt::NotEvaluated {
                error: self.result.error.clone(),
            });
        }
        stands
    }

    fn evaluation(&self) -> Option<&'a LabelEvaluation> {
        self.result.evaluation.as_ref()
    }

    pub(crate) fn content_result(&self) -> ContentResult<'a> {
        ContentResult::of(self.job_uuid(), self.index, self.report())
            .or_content_hash(self.content_hash)
    }
}
