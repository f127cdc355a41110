//! The answers of evaluate labels.

use uuid::Uuid;

use crate::api::{EvaluateLabelsRequest, EvaluateLabelsResponse};
use crate::client::Clavata;
use crate::mask::{Foreign, redact_body};
use crate::{LabelResult, Reason, Usage, Verdict};

/// The answers of label versions, one for each, in the order of the request.
///
/// A label version that is missing from the gateway's response is included as unanswered:
/// undetermined, never clear.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelAnswers(pub(super) EvaluateLabelsResponse);

/// Wraps a response that you already have. The results keep their order and are not checked against a
/// request.
impl From<EvaluateLabelsResponse> for LabelAnswers {
    fn from(answer: EvaluateLabelsResponse) -> Self {
        Self(answer)
    }
}

impl LabelAnswers {
    /// Masks the key, and parts of the request that the errors of single labels repeat.
    pub(crate) fn redact(&mut self, request: &EvaluateLabelsRequest, clavata: &Clavata) {
        redact_body(self, request);
        clavata.redact(self);
    }

    /// Iterates over the answers, in the order of the request.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = LabelResult<'_>> {
        LabelResult::all(&self.0)
    }

    /// The answer of a label version. `None` if it was not asked for.
    pub fn get(&self, label_version: Uuid) -> Option<LabelResult<'_>> {
        self.iter().find(|answer| {
            answer
                .label_version_id()
                .is_some_and(|id| *id == label_version)
        })
    }

    /// The label versions for which the gateway sent neither an evaluation nor an error, or nothing at all.
    pub fn unanswered(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.iter()
            .filter(|answer| answer.outcome().is_none() && answer.error().is_none())
            .filter_map(|answer| answer.label_version_id()?.as_uuid())
    }

    /// The hash of the content, `algorithm::hash`, if the gateway sent one.
    pub fn content_hash(&self) -> Option<&str> {
        Some(self.0.content_hash.as_str()).filter(|hash| !hash.is_empty())
    }

    /// The combined verdict of all labels: flagged if any label is flagged; clear only if there are labels
    /// and all are clear; otherwise undetermined, with the first reason.
    pub fn verdict(&self) -> Verdict {
        let verdicts = self.iter().map(|answer| answer.verdict());
        let worst = verdicts.reduce(|worst, next| {
            if next.is_worse_than(&worst) {
                next
            } else {
                worst
            }
        });
        worst.unwrap_or(Verdict::Undetermined(Reason::NoLabels))
    }

    /// The total usage of the labels. The cost of a label without a report is unknown; [`Usage::silent`] counts it.
    pub fn usage(&self) -> Usage {
        self.iter().map(|answer| answer.usage()).sum()
    }

    /// Returns the generated type, with its results in the order of the request.
    pub fn into_inner(self) -> EvaluateLabelsResponse {
        self.0
    }
}

impl Foreign for LabelAnswers {
    fn words(&mut self, visit: &mut dyn FnMut(&mut String)) {
        let results = self.0.results.iter_mut();
        results.for_each(|result| visit(&mut result.error));
    }
}
