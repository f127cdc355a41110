//! A job with methods for its rows and its verdict.

use std::ops::{Deref, DerefMut};

use clavata_api::contract::JOB_STATUS_ENDS;
use clavata_api::types::{self, JobStatus};
use serde::{Deserialize, Serialize};

use crate::matches::Matches;
use crate::tally::JobTally;
use crate::{ContentResult, ContentResults, Rows, Verdict};

/// A job of the API, with methods for its rows, matches and verdict.
///
/// It wraps the generated [`api::Job`](crate::api::Job). `Deref` gives access to every field, `From`
/// converts in both directions at no cost, and the JSON is the same. It is a wrapper and not a trait, so
/// you can call `job.rows()` and `job.verdict()` without an import.
///
/// Decode it with [`decode`](crate::decode), not with `serde_json`: a refusal or an error next to the job, which
/// `decode` returns as an error, would be lost.
///
/// ```
/// use clavata_outcomes::{Job, Verdict};
///
/// let answer = br#"{"job": {
///     "status": "JOB_STATUS_COMPLETED",
///     "contentData": [{"contentHash": "fnv1a128::00"}],
///     "results": [{"report": {
///         "reviewResult": {"outcome": "OUTCOME_TRUE", "score": 0.9},
///         "sectionEvaluationReports": [{
///             "name": "Insults",
///             "message": "block, review",
///             "reviewResult": {"outcome": "OUTCOME_TRUE", "score": 0.9}
///         }]
///     }}]
/// }}"#;
/// let answer: clavata_outcomes::api::GetJobResponse = clavata_api::decode(answer)?;
/// let job = Job::from(answer.job.unwrap_or_default());
///
/// for row in job.rows() {
///     println!("{} {:?} {}", row.kind, row.label, row.outcome);
/// }
/// assert_eq!(job.verdict(), Verdict::Flagged);
/// assert_eq!(job.actions(), ["block, review"]);
/// # Ok::<(), clavata_api::DecodeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Job(types::Job);

impl Job {
    /// One row for each node of each report, in the order of the results. See [`Row`](crate::Row).
    pub fn rows(&self) -> Rows<'_> {
        Rows::of_results(self.content_results())
    }

    /// A view of each result, in order.
    pub fn content_results(&self) -> ContentResults<'_> {
        ContentResults::of(self)
    }

    /// A view of the result at `index`, from 0.
    pub fn content_result(&self, index: usize) -> Option<ContentResult<'_>> {
        self.content_results().nth(index)
    }

    /// The labels that are true, result by result, in the policy's order. Empty if the policy is true
    /// and none of its labels is.
    pub fn matches(&self) -> Matches<'_> {
        Matches::of(self.rows())
    }

    /// The action texts of these labels, in order and without duplicates. A label without one adds
    /// nothing.
    pub fn actions(&self) -> Vec<&str> {
        self.matches().actions()
    }

    /// What the job as a whole allows.
    ///
    /// The verdict is flagged if any result is, whatever the status. It is clear only if all of this
    /// holds:
    ///
    /// - The job has its id, and the status is `Completed`.
    /// - There is a result, and there are at least as many results as pieces of content.
    /// - The results have as many different content hashes as the pieces of content.
    /// - No result names another job, and every result is clear.
    ///
    /// Otherwise it is undetermined, with the reason.
    ///
    /// Hashes are counted but not compared, because the two sides may use different hashes. Content
    /// without a hash counts as different from all others. Results without one may be about any
    /// content: if no result has a hash, all of them count as one.
    pub fn verdict(&self) -> Verdict {
        self.judge(false)
    }

    /// Like [`verdict`](Self::verdict), but a `False` counts only if a review says it. If there is no
    /// review, or the review has no outcome, the deprecated `result` is not enough, and the verdict is
    /// undetermined.
    ///
    /// The vendor's SDK for Python reads reports in this way. Unlike in the SDK, a `True` in either field
    /// flags: a strict verdict never hides a match. [`Row::basis`](crate::Row::basis) returns the field
    /// that decided.
    pub fn strict_verdict(&self) -> Verdict {
        self.judge(true)
    }

    pub(crate) fn judge(&self, strict: bool) -> Verdict {
        let mut seen = JobTally::default();
        for content in &self.content_data {
            seen.see_content(content.content_hash.as_deref().unwrap_or_default());
        }
        for (result, sent) in self.content_results().zip(&self.0.results) {
            let is_foreign = sent.job_uuid.is_some() && sent.job_uuid != self.job_uuid;
            let verdict = result.judge(strict);
            seen.see(result.content_hash(), is_foreign, &verdict);
        }
        seen.verdict(&self.status, self.job_uuid.is_some())
    }

    /// Whether the job is certainly complete. A list may show only part of a job. If this is false, get the job by
    /// its id.
    pub fn is_whole(&self) -> bool {
        self.status == JobStatus::Completed
            && !self.content_data.is_empty()
            && self.results.len() >= self.content_data.len()
            && !matches!(self.verdict(), Verdict::Undetermined(_))
    }

    /// Holds the job to the number of pieces of content that it was created with. If it is completed and lists
    /// fewer, empty pieces are added, which you also see if you print or store the job. Its verdict is then clear
    /// only if it has as many results, for different pieces of content.
    ///
    /// The calls that create a job do this to the job that they return. Do the same with a job that a poller or
    /// `reconcile` returns, and wherever else you know the number.
    ///
    /// ```
    /// use clavata_outcomes::{Job, Verdict, decode};
    ///
    /// let job: Job = decode(br#"{
    ///     "jobUuid": "55555555-5555-4555-8555-555555555555",
    ///     "status": "JOB_STATUS_COMPLETED",
    ///     "results": [{"report": {"result": "OUTCOME_FALSE"}}]
    /// }"#)?;
    /// assert_eq!(job.verdict(), Verdict::Clear);
    /// assert_ne!(job.created_with(2).verdict(), Verdict::Clear);
    /// # Ok::<(), clavata_outcomes::DecodeError>(())
    /// ```
    pub fn created_with(mut self, contents: usize) -> Self {
        let of_job = &mut self.0.content_data;
        if self.0.status == types::JobStatus::Completed && of_job.len() < contents {
            of_job.resize_with(contents, types::ContentData::default);
        }
        self
    }

    /// Whether the job has ended: completed, failed or canceled.
    ///
    /// A status that this release does not know does not count as an end.
    pub fn is_done(&self) -> bool {
        JOB_STATUS_ENDS.contains(&self.0.status)
    }

    /// Returns the generated type.
    pub fn into_inner(self) -> types::Job {
        self.0
    }
}

impl Deref for Job {
    type Target = types::Job;

    fn deref(&self) -> &types::Job {
        &self.0
    }
}

impl DerefMut for Job {
    fn deref_mut(&mut self) -> &mut types::Job {
        &mut self.0
    }
}

impl From<types::Job> for Job {
    fn from(job: types::Job) -> Self {
        Self(job)
    }
}

impl From<Job> for types::Job {
    fn from(job: Job) -> Self {
        job.0
    }
}
