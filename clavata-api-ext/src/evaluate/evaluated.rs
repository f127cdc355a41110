//! The answer for one input.

use std::fmt;

use clavata_api::Id;

use crate::api::{EvaluateResponse, PolicyEvaluationReport};
use crate::content::RESERVED_KEY;
use crate::outcomes::{ContentResult, Rows, Verdict};

/// What the gateway found for one input of an evaluation.
#[derive(Clone, PartialEq)]
pub struct Evaluated {
    input: Option<usize>,
    answer: EvaluateResponse,
}

impl Evaluated {
    /// Takes the mark that says which input this is out of the echoed metadata.
    pub(crate) fn of(mut answer: EvaluateResponse) -> Self {
        let input = answer
            .policy_evaluation_report
            .as_mut()
            .and_then(|report| report.content_metadata.remove(RESERVED_KEY))
            .and_then(|mark| mark.parse().ok());
        Self { input, answer }
    }

    pub(crate) fn with_input(mut self, input: Option<usize>) -> Self {
        self.input = input;
        self
    }

    /// Which input this answers, counted from 0 in the order in which they were given.
    ///
    /// `None` where the gateway does not echo metadata and there was more than one input: such an
    /// answer counts for none of them, look at its [hash](Self::content_hash).
    pub fn input(&self) -> Option<usize> {
        self.input
    }

    /// The job that the evaluation made.
    pub fn job_uuid(&self) -> Option<&Id> {
        self.answer.job_uuid.as_ref()
    }

    /// The hash of the content, as `algorithm::hash`; empty where the gateway gave none.
    pub fn content_hash(&self) -> &str {
        self.result().content_hash()
    }

    /// The report, where there is one.
    pub fn report(&self) -> Option<&PolicyEvaluationReport> {
        self.answer.policy_evaluation_report.as_ref()
    }

    /// The view that has rows, matches and actions. Its index is the input.
    pub fn result(&self) -> ContentResult<'_> {
        ContentResult::of_evaluation(self.input.unwrap_or(0), &self.answer)
    }

    /// Every node of the report.
    pub fn rows(&self) -> Rows<'_> {
        self.result().rows()
    }

    /// What may be done with the content.
    pub fn verdict(&self) -> Verdict<'_> {
        self.result().verdict()
    }

    pub(super) fn is_clear(&self) -> bool {
        matches!(self.verdict(), Verdict::Clear)
    }

    /// The answer as the gateway sent it, without the mark.
    pub fn into_inner(self) -> EvaluateResponse {
        self.answer
    }
}

impl fmt::Debug for Evaluated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evaluated")
            .field("input", &self.input)
            .field("verdict", &self.verdict().as_str())
            .finish_non_exhaustive()
    }
}
