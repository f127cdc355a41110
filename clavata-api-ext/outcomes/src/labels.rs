//! Evaluate-labels answers, with the same methods as jobs.

use clavata_api::Id;
use clavata_api::types::{
    EvaluateLabelsResponse, EvaluateLabelsResult, LabelEvaluation, Outcome, PolicyEvaluationReport,
};

use crate::around::Around;
use crate::content_result::ContentResult;
use crate::doubt::Doubt;
use crate::level::RowKind;
use crate::matches::Matches;
use crate::metadata::Metadata;
use crate::node;
use crate::row::Row;
use crate::rows::Rows;
use crate::tally::ResultTally;
use crate::verdict::{Verdict, Word};

/// The result of one label: an evaluation, or an error.
///
/// ```
/// use clavata_outcomes::{LabelResult, Verdict, api::EvaluateLabelsResponse, decode};
///
/// let answer: EvaluateLabelsResponse = decode(br#"{"results": [
///     {"evaluation": {"outcome": "OUTCOME_FALSE", "score": 0.1}},
///     {"error": "label version not found"}
/// ]}"#)?;
/// let results: Vec<_> = LabelResult::all(&answer).collect();
/// assert_eq!(results[0].verdict(), Verdict::Clear);
/// assert_eq!(
///     results[1].verdict().to_string(),
///     "undetermined: result 1: not evaluated: label version not found",
/// );
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LabelResult<'a> {
    index: usize,
    content_hash: &'a str,
    result: &'a EvaluateLabelsResult,
}

impl<'a> LabelResult<'a> {
    /// The results of an answer, in the order of the labels in the request.
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

    /// The index of the label in the request, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The hash of the content, as `algorithm::hash`. Empty if the server sent none.
    pub fn content_hash(&self) -> &'a str {
        self.content_hash
    }

    /// The label.
    pub fn label_id(&self) -> Option<&'a Id> {
        self.result.label_id.as_ref()
    }

    /// The version of the label.
    pub fn label_version_id(&self) -> Option<&'a Id> {
        self.result.label_version_id.as_ref()
    }

    /// The job that stores the evaluation. `None` if the server sent none.
    pub fn job_uuid(&self) -> Option<&'a Id> {
        self.result.job_uuid.as_ref()
    }

    /// The server's error, if it sent one instead of an evaluation. In the answer to a call of `clavata-api-ext` also
    /// why an evaluation is not what was asked for, such as of another threshold; it is then never clear.
    pub fn error(&self) -> Option<&'a str> {
        (!self.result.error.is_empty()).then_some(self.result.error.as_str())
    }

    /// The outcome of the evaluation, if there is one.
    pub fn outcome(&self) -> Option<&'a Outcome> {
        self.evaluation().map(|evaluation| &evaluation.outcome)
    }

    /// The score, in 0..=1, as sent. `None` if the server sent none or the evaluation failed.
    pub fn score(&self) -> Option<f64> {
        node::score(self.evaluation()?.score)
    }

    /// The report, if you requested one and the server sent it.
    pub fn report(&self) -> Option<&'a PolicyEvaluationReport> {
        self.evaluation()?.report.as_ref()
    }

    /// A row for the label as a whole, then the nodes of the report, if there is one.
    ///
    /// The first row has the kind `label`. Its policy columns describe the label: `policy_id` is
    /// the label, `policy_version_id` its version, and `threshold` is that of the evaluation. The
    /// gateway sends no name, so `label`, `index` and `message` are `None`. Without an evaluation the
    /// outcome is `Unspecified`. [`level`](Rows::level) leaves out only rows of the report.
    pub fn rows(&self) -> Rows<'a> {
        let result = self.content_result();
        let is_doubted = self.is_unanswered() || result.doubt().is_some();
        Rows::of_label(self.row(), result, is_doubted)
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
            source_file: None,
            source_line: None,
            verdict: Word::Undetermined,
            around: Around {
                label_id: self.label_id(),
                label_version_id: self.label_version_id(),
                ..Around::default()
            },
            basis: None,
            has_failed: node::has_failed(sent),
        }
    }

    /// The label itself, without a name, if its outcome is true, and then the true labels of its report.
    pub fn matches(&self) -> Matches<'a> {
        Matches::of(self.rows())
    }

    /// The action texts of these labels, in order and without duplicates. A label without one adds
    /// nothing.
    pub fn actions(&self) -> Vec<&'a str> {
        self.matches().actions()
    }

    /// What the label allows. It is clear only if there is an evaluation and no error, the outcome is
    /// `False`, the score does not show a failure, and the report, if there is one, is clear as well.
    pub fn verdict(&self) -> Verdict {
        self.judge(false)
    }

    /// Like [`verdict`](Self::verdict), but it reads the report as
    /// [`Job::strict_verdict`](crate::Job::strict_verdict) does.
    pub fn strict_verdict(&self) -> Verdict {
        self.judge(true)
    }

    fn is_unanswered(&self) -> bool {
        self.evaluation().is_none() || self.error().is_some()
    }

    fn judge(&self, strict: bool) -> Verdict {
        let doubt = if self.is_unanswered() {
            Some(Doubt::NotEvaluated {
                error: self.result.error.clone(),
            })
        } else {
            self.content_result().doubt().cloned()
        };
        ResultTally::of_rows(self.rows(), strict).verdict(self.index, doubt)
    }

    fn evaluation(&self) -> Option<&'a LabelEvaluation> {
        self.result.evaluation.as_ref()
    }

    pub(crate) fn content_result(&self) -> ContentResult<'a> {
        ContentResult::of(self.job_uuid(), self.index, self.report())
            .with_hash_beside(self.content_hash)
    }
}
