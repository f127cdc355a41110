//! A job with its rows and its verdict at hand.

use std::ops::{Deref, DerefMut};

use clavata_api::contract::JOB_STATUS_ENDS;
use clavata_api::types;
use serde::{Deserialize, Serialize};

use crate::matches::Matches;
use crate::tally::JobTally;
use crate::{ContentResult, ContentResults, Rows, Verdict};

/// A job of the API, with the methods that say what it found.
///
/// It is the generated [`api::Job`](crate::api::Job) with methods: every field is there by `Deref`,
/// both directions of `From` are free, and JSON is the same. It is a wrapper rather than a trait on
/// `api::Job` so that `job.rows()` and `job.verdict()` are simply there: a trait's methods stay
/// invisible until somebody knows which trait to import.
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
    /// Every node of every report, in the order of the results. See [`Row`](crate::Row).
    pub fn rows(&self) -> Rows<'_> {
        Rows::of_results(self.content_results())
    }

    /// A view of each result, in order.
    pub fn content_results(&self) -> ContentResults<'_> {
        ContentResults::of(self)
    }

    /// A view of the result at `index`, counted from 0.
    pub fn content_result(&self, index: usize) -> Option<ContentResult<'_>> {
        self.content_results().nth(index)
    }

    /// The labels that are true, result by result, in the policy's order. None if the policy as a
    /// whole is true and no label is.
    pub fn matches(&self) -> Matches<'_> {
        Matches::of(self.rows())
    }

    /// The distinct action texts of these labels, in order; a label without one adds nothing.
    pub fn actions(&self) -> Vec<&str> {
        self.matches().actions()
    }

    /// What the job as a whole allows.
    ///
    /// Flagged where any result is, whatever the status. Clear only where the job has its id, the
    /// status is `Completed`, there is a result, there are at least as many results as pieces of
    /// content, and as many different content hashes among them as among the pieces of content, no
    /// result names another job, and each of them is clear. Otherwise undetermined, with the reason.
    ///
    /// Hashes are counted and not compared: the two sides may be hashed differently. A piece of
    /// content without a hash counts as unlike all others; a result without one may be about any
    /// content, so it only counts if no result has a hash.
    pub fn verdict(&self) -> Verdict {
        self.judge(false)
    }

    /// As [`verdict`](Self::verdict), but a `False` that only the deprecated `result` says, with no
    /// review or one without an outcome, counts as no outcome. So it is undetermined where
    /// [`verdict`](Self::verdict) may be clear.
    ///
    /// The vendor's SDK for Python reads reports that way. Unlike it, a `True` flags whichever field
    /// says it: being strict never makes less of a hit. [`Row::basis`](crate::Row::basis) says which
    /// field decided.
    pub fn strict_verdict(&self) -> Verdict {
        self.judge(true)
    }

    fn judge(&self, strict: bool) -> Verdict {
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

    /// Whether the job has ended, be it well, by failure or by cancellation.
    ///
    /// A status that this release does not know is not an end: something may still come.
    pub fn is_done(&self) -> bool {
        JOB_STATUS_ENDS.contains(&self.0.status)
    }

    /// The generated type inside.
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
