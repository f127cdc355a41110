//! The answer for one input.

use std::collections::BTreeMap;

use clavata_api::Id;
use serde::{Serialize, Serializer};

use super::asked::Asked;
use super::held::Held;
use crate::api::{EvaluateResponse, PolicyEvaluationReport};
use crate::shown::debug_fields;
use crate::{ContentResult, Doubt, Matches, Metadata, Rows, Usage, Verdict};

/// The gateway's answer for one input of an evaluation.
///
/// It stores the bytes of the answer and its rows. Only [`report`](Self::report),
/// [`answer`](Self::answer) and [`into_inner`](Self::into_inner) decode the bytes into the generated types.
#[derive(Clone, PartialEq)]
pub struct Evaluated {
    input: Option<usize>,
    mark: Mark,
    answer: Held,
    /// Why it does not count as an answer to the request.
    doubt: Option<Doubt>,
    is_cached: bool,
}

/// Which input an answer names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Number(usize),
    Missing,
    /// An input that was never sent.
    Foreign,
}

impl Mark {
    fn read(mark: &str) -> Self {
        match mark.parse::<usize>() {
            Ok(number) if number.to_string() == mark => Self::Number(number),
            _ => Self::Foreign,
        }
    }
}

impl Evaluated {
    /// Moves the mark that names the input out of the returned metadata.
    pub(super) fn of(mut answer: Held) -> Self {
        let mark = match &mut answer {
            Held::Kept(kept) => kept.mark().map(Mark::read),
            Held::Decoded(answer) => answer
                .policy_evaluation_report
                .as_mut()
                .and_then(|report| report.content_metadata.remove(Metadata::INPUT_KEY))
                .map(|mark| Mark::read(&mark)),
        };
        Self {
            input: None,
            mark: mark.unwrap_or(Mark::Missing),
            answer,
            doubt: None,
            is_cached: false,
        }
    }

    /// The same answer, marked as having come with an error.
    pub(super) fn beside_error(mut self) -> Self {
        self.doubt = Some(Doubt::BesideError);
        self
    }

    /// The same answer, checked against the request.
    pub(super) fn held_to(mut self, asked: &Asked) -> Self {
        if self.doubt.is_none() {
            self.doubt = asked.objection(&self.answer);
        }
        self
    }

    pub(super) fn with_input(mut self, input: Option<usize>) -> Self {
        self.input = input;
        self
    }

    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// Whether it counts as an answer. A flagged one does, whatever else is wrong with it.
    pub(super) fn counts(&self) -> bool {
        self.doubt.is_none() || self.verdict() == Verdict::Flagged
    }

    /// Why it does not count as an answer to the request, such as a report about another policy, or an error
    /// that came with it. If there is an objection, the verdict is flagged or undetermined, never clear.
    pub fn objection(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// The index of the input that it answers, from 0, in the order in which you passed the inputs.
    ///
    /// `None` if the answer names no input, or one that was not sent. Such an answer does not count for
    /// any input; its [hash](Self::content_hash) may tell what it is about.
    pub fn input(&self) -> Option<usize> {
        self.input
    }

    /// The id of the job that the evaluation created.
    pub fn job_uuid(&self) -> Option<&Id> {
        self.result().job_uuid()
    }

    /// The hash of the content, as `algorithm::hash`. Empty if the gateway sent none.
    pub fn content_hash(&self) -> &str {
        self.result().content_hash()
    }

    /// The report, if there is one.
    pub fn report(&self) -> Option<&PolicyEvaluationReport> {
        self.answer().policy_evaluation_report.as_ref()
    }

    /// A view with rows, matches and actions. Its index is that of the input.
    pub fn result(&self) -> ContentResult<'_> {
        self.result_at(self.input.unwrap_or(0))
    }

    /// Like [`result`](Self::result), with your own index.
    pub fn result_at(&self, index: usize) -> ContentResult<'_> {
        self.answer.result(index).doubted(self.doubt.as_ref())
    }

    /// The rows: one for each node of the report.
    pub fn rows(&self) -> Rows<'_> {
        self.result().rows()
    }

    /// The labels that are true, in the policy's order.
    pub fn matches(&self) -> Matches<'_> {
        self.result().matches()
    }

    /// The distinct action texts of the [matches](Self::matches), in order. Labels without an action text are
    /// left out.
    pub fn actions(&self) -> Vec<&str> {
        self.result().actions()
    }

    /// The verdict on the content.
    pub fn verdict(&self) -> Verdict {
        self.result().verdict()
    }

    /// The tokens used. Empty if the answer [is cached](Self::is_cached).
    pub fn usage(&self) -> Usage {
        if self.is_cached {
            return Usage::default();
        }
        self.result().usage()
    }

    /// Whether the verdict comes from the client's [cache](crate::VerdictCache).
    ///
    /// Then the job is that of the original call, the metadata is that of your content, and the
    /// [usage](Self::usage) is empty, because the answer costs nothing.
    pub fn is_cached(&self) -> bool {
        self.is_cached
    }

    /// The form to cache: without what belongs to a single call. `None` if it must not be cached.
    pub(super) fn to_remember(&self) -> Option<Self> {
        let verdict = self.verdict();
        let is_sure = matches!(verdict, Verdict::Clear | Verdict::Flagged)
            && self.doubt.is_none()
            && self.result().strict_verdict() == verdict;
        let mut kept = self.clone();
        let report = kept.answer.decoded().policy_evaluation_report.as_mut()?;
        report.content_metadata.clear();
        report.token_usage = None;
        kept.is_cached = true;
        is_sure.then_some(kept)
    }

    /// The cached answer, with the metadata of the content that it is for now.
    pub(super) fn recalled(mut self, metadata: &BTreeMap<String, String>) -> Self {
        if let Some(report) = &mut self.answer.decoded().policy_evaluation_report {
            report.content_metadata.clone_from(metadata);
        }
        self
    }

    /// The answer as the gateway sent it, without the mark of its input.
    pub fn answer(&self) -> &EvaluateResponse {
        self.answer.answer()
    }

    /// Like [`answer`](Self::answer), but owned. It no longer knows whether it matches the request.
    pub fn into_inner(self) -> EvaluateResponse {
        self.answer.into_answer()
    }
}

/// Writes [`answer`](Evaluated::answer) as the API's JSON. It contains neither the input's index nor
/// whether the answer matches the request: store [`input`](Evaluated::input) and
/// [`verdict`](Evaluated::verdict) as well.
impl Serialize for Evaluated {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        self.answer().serialize(into)
    }
}

/// Wraps an answer that you already have. Its policy, version and threshold are not checked, because
/// the request is unknown, and it has no input. Do not convert the result of
/// [`into_inner`](Evaluated::into_inner) back: an objection to it would be lost.
impl From<EvaluateResponse> for Evaluated {
    fn from(answer: EvaluateResponse) -> Self {
        let answer = Held::from(answer);
        let doubt = answer.result(0).doubt().cloned();
        Self {
            doubt,
            ..Self::of(answer)
        }
    }
}

debug_fields!(Evaluated, |it| input: it.input, verdict: it.verdict().as_str());
