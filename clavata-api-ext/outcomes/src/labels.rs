//! The answers of evaluate labels, read the same way as jobs.

use clavata_api::Id;
use clavata_api::types::{
    EvaluateLabelsResponse, EvaluateLabelsResult, LabelEvaluation, Outcome, PolicyEvaluationReport,
};

use crate::content_result::ContentResult;
use crate::matches::Matches;
use crate::metadata::Metadata;
use crate::node;
use crate::reason::Doubt;
use crate::row::{Row, RowKind};
use crate::rows::Rows;
use crate::tally::ResultTally;
use crate::verdict::Verdict;

/// What one label found: an evaluation, or the server's error in its place.
///
/// ```
/// use clavata_outcomes::{LabelResult, Verdict, api::EvaluateLabelsResponse};
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

    /// What the label says as a whole, then the nodes of the report, if there is one.
    ///
    /// The first row is of the kind `label`. The label stands where a policy stands elsewhere:
    /// `policy_id` is the label and `policy_version_id` its version; `threshold` is the evaluation's.
    /// The gateway gives no name, so `label`, `index` and `message` are none. Without an evaluation
    /// the outcome is `Unspecified`. [`level`](Rows::level) leaves out only rows of the report.
    pub fn rows(&self) -> Rows<'a> {
        Rows::of_label(self.row(), self.content_result())
    }

    fn row(&self) -> Row<'a> {
        let evaluation = self.evaluation();
        let sent = evaluation.map(|evaluation| evaluation.score);
        Row {
            job_uuid: self.job_uuid(),
            result_index: self.index,
            content_hash: self.content_hash,
            content_metadata: Metadata::default(),
            policy_id: self.label_id(),
            policy_version_id: self.label_version_id(),
            policy_key: "",
            threshold: evaluation.map_or(0.0, |evaluation| evaluation.threshold),
            kind: RowKind::Label,
            label: None,
            index: None,
            message: None,
            outcome: self.outcome().unwrap_or(&Outcome::Unspecified),
            score: self.score(),
            basis: None,
            has_failed: node::has_failed(sent),
        }
    }

    /// The label itself, without a name, if its outcome is true; then the labels that are true in its
    /// report.
    pub fn matches(&self) -> Matches<'a> {
        Matches::of(self.rows())
    }

    /// The distinct action texts of these labels, in order; a label without one adds nothing.
    pub fn actions(&self) -> Vec<&'a str> {
        self.matches().actions()
    }

    /// What the label allows: clear only where there is an evaluation and no error, its outcome is
    /// `False`, its score does not say that it failed, and its report, where there is one, is clear
    /// as well.
    pub fn verdict(&self) -> Verdict {
        self.judge(false)
    }

    /// As [`verdict`](Self::verdict), but the report counts as
    /// [`Job::strict_verdict`](crate::Job::strict_verdict) says.
    pub fn strict_verdict(&self) -> Verdict {
        self.judge(true)
    }

    fn judge(&self, strict: bool) -> Verdict {
        let unanswered = self.evaluation().is_none() || self.error().is_some();
        let doubt = unanswered.then(|| Doubt::NotEvaluated {
            error: self.result.error.clone(),
        });
        ResultTally::of_rows(self.rows(), strict).verdict(self.index, doubt)
    }

    fn evaluation(&self) -> Option<&'a LabelEvaluation> {
        self.result.evaluation.as_ref()
    }

    pub(crate) fn content_result(&self) -> ContentResult<'a> {
        ContentResult::of(self.job_uuid(), self.index, self.report())
            .or_content_hash(self.content_hash)
    }
}
