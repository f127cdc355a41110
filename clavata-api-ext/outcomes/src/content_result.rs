//! What was found for one piece of content.

use std::iter::{Enumerate, FusedIterator};
use std::slice;

use clavata_api::Id;
use clavata_api::types::{EvaluateResponse, Job, JobResult, PolicyEvaluationReport};

use crate::around::{Around, OfJob};
use crate::doubt::Doubt;
use crate::kept::Kept;
use crate::metadata::Metadata;
use crate::two_contents::{IS_OF_TWO, are_of_different_content};

/// What was found for one piece of content: a view of a job's result, or of an evaluation.
///
/// ```
/// use clavata_outcomes::{ContentResult, Verdict, api::EvaluateResponse, decode};
///
/// let answer: EvaluateResponse = decode(
///     br#"{"policyEvaluationReport": {"result": "OUTCOME_FALSE"}}"#,
/// )?;
/// let result = ContentResult::of_evaluation(0, &answer);
/// assert_eq!(result.verdict(), Verdict::Clear);
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ContentResult<'a> {
    job_uuid: Option<&'a Id>,
    index: usize,
    content_hash: &'a str,
    report: Report<'a>,
    doubt: Option<&'a Doubt>,
    /// The job and the result that contain the report, if it is from a job.
    within: Option<(&'a Job, &'a JobResult)>,
}

/// A report, in the form in which it was read.
#[derive(Clone, Copy)]
pub(crate) enum Report<'a> {
    Missing,
    Decoded(&'a PolicyEvaluationReport),
    Kept(&'a Kept),
}

impl<'a> ContentResult<'a> {
    /// Makes a view of a report, or of a missing one, as the result at `index` (from 0) of a job.
    pub fn of(
        job_uuid: Option<&'a Id>,
        index: usize,
        report: Option<&'a PolicyEvaluationReport>,
    ) -> Self {
        Self {
            job_uuid,
            index,
            content_hash: report.map_or("", |report| &report.content_hash),
            report: report.map_or(Report::Missing, Report::Decoded),
            doubt: None,
            within: None,
        }
    }

    /// Makes a view of one answer of an evaluate stream. Its rows show `index`.
    pub fn of_evaluation(index: usize, answer: &'a EvaluateResponse) -> Self {
        Self::of(
            answer.job_uuid.as_ref(),
            index,
            answer.policy_evaluation_report.as_ref(),
        )
        .with_hash_beside(&answer.content_hash)
    }

    /// Makes a view of one answer that was [kept](crate::flatten::Flattener::keep). Its rows show `index`.
    pub fn of_kept(index: usize, answer: &'a Kept) -> Self {
        Self {
            job_uuid: answer.job_uuid(),
            index,
            content_hash: answer.content_hash(),
            report: Report::Kept(answer),
            doubt: None,
            within: None,
        }
    }

    /// Adds your doubt: whatever the report says, the result is then not clear. If it is flagged, it stays flagged.
    ///
    /// Nothing removes a doubt: if the result has one, it keeps that one, and `None` changes nothing.
    pub fn doubted(self, doubt: Option<&'a Doubt>) -> Self {
        Self {
            doubt: self.doubt.or(doubt),
            ..self
        }
    }

    /// The first doubt about the whole result: that it [names two pieces of content](Doubt::TwoContents), one of the
    /// client that got it, or yours. Doubts about its nodes show only in the [verdict](Self::verdict).
    pub fn doubt(&self) -> Option<&'a Doubt> {
        self.doubt
    }

    /// Adds the hash next to the report. The result has it if the report has none, and is doubtful if they are of
    /// two pieces of content.
    pub(crate) fn with_hash_beside(self, content_hash: &'a str) -> Self {
        if self.content_hash.is_empty() {
            return Self {
                content_hash,
                ..self
            };
        }
        let is_of_two = are_of_different_content(content_hash, self.content_hash);
        self.doubted(is_of_two.then_some(&IS_OF_TWO))
    }

    /// The id of the job. `None` if the server sent none.
    pub fn job_uuid(&self) -> Option<&'a Id> {
        self.job_uuid
    }

    /// The index of this result in the job, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The report. `None` if the server sent none. The first call decodes a report that was kept.
    pub fn report(&self) -> Option<&'a PolicyEvaluationReport> {
        match self.report {
            Report::Missing => None,
            Report::Decoded(report) => Some(report),
            Report::Kept(kept) => kept.answer().policy_evaluation_report.as_ref(),
        }
    }

    pub(crate) fn source(&self) -> Report<'a> {
        self.report
    }

    /// What surrounds the report.
    pub(crate) fn around(&self, report: &'a PolicyEvaluationReport) -> Around<'a> {
        Around {
            job: self
                .within
                .map_or(OfJob::Unsaid, |(job, _)| OfJob::Decoded(job)),
            created: self.within.and_then(|(_, result)| result.created),
            label_id: report.label_id.as_ref(),
            label_version_id: report.label_version_id.as_ref(),
            usage: report.token_usage.as_ref(),
        }
    }

    /// The hash of the content, as `algorithm::hash`. Empty if the server sent none.
    pub fn content_hash(&self) -> &'a str {
        self.content_hash
    }

    /// The metadata that the caller attached to the content.
    pub fn metadata(&self) -> Metadata<'a> {
        match self.report {
            Report::Missing => Metadata::default(),
            Report::Decoded(report) => Metadata::of_map(&report.content_metadata),
            Report::Kept(kept) => kept.metadata(),
        }
    }
}

impl std::fmt::Debug for ContentResult<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContentResult")
            .field("job_uuid", &self.job_uuid)
            .field("index", &self.index)
            .field("content_hash", &self.content_hash)
            .field("has_report", &!matches!(self.report, Report::Missing))
            .finish()
    }
}

/// The results of a job, in order.
#[derive(Clone, Debug, Default)]
pub struct ContentResults<'a> {
    job: Option<&'a Job>,
    results: Enumerate<slice::Iter<'a, JobResult>>,
}

impl<'a> ContentResults<'a> {
    pub(crate) fn of(job: &'a Job) -> Self {
        Self {
            job: Some(job),
            results: job.results.iter().enumerate(),
        }
    }

    fn view(&self, (index, result): (usize, &'a JobResult)) -> ContentResult<'a> {
        let job_uuid = self.job.and_then(|job| job.job_uuid.as_ref());
        ContentResult {
            within: self.job.map(|job| (job, result)),
            ..ContentResult::of(job_uuid, index, result.report.as_ref())
        }
    }
}

impl<'a> Iterator for ContentResults<'a> {
    type Item = ContentResult<'a>;

    fn next(&mut self) -> Option<ContentResult<'a>> {
        let next = self.results.next()?;
        Some(self.view(next))
    }

    fn nth(&mut self, skipped: usize) -> Option<ContentResult<'a>> {
        let next = self.results.nth(skipped)?;
        Some(self.view(next))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.results.size_hint()
    }
}

impl ExactSizeIterator for ContentResults<'_> {}

impl FusedIterator for ContentResults<'_> {}
