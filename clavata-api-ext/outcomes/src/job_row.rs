//! One job as one line of a table.

use chrono::{DateTime, Utc};
use clavata_api::Id;
use serde::{Serialize, Serializer};

use crate::{Job, Verdict};

/// A job as a row of the table of jobs. A job without results has one, too: [`Row`](crate::Row)s alone do
/// not show that a job failed.
///
/// The fields are the columns, in this order. A row serializes as an object with the same names.
///
/// ```
/// use clavata_outcomes::{Job, JobRow};
///
/// let job: Job = serde_json::from_str(r#"{"jobUuid": "j", "status": "JOB_STATUS_FAILED"}"#)?;
/// let row = JobRow::of(&job);
/// assert_eq!((row.status, row.results, row.verdict), ("FAILED", 0, "undetermined"));
/// assert_eq!(row.reason.as_deref(), Some("the job failed"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct JobRow<'a> {
    /// The id of the job. `None` if the server sent none.
    pub job_uuid: Option<&'a Id>,
    /// The status without its prefix, such as `COMPLETED`, or the number if it has no name.
    pub status: &'a str,
    /// The policy that the job used.
    pub policy_id: Option<&'a Id>,
    /// The version of that policy.
    pub policy_version_id: Option<&'a Id>,
    /// When the job was created.
    pub created: Option<DateTime<Utc>>,
    /// When the job changed last.
    pub updated: Option<DateTime<Utc>>,
    /// When the job completed.
    pub completed: Option<DateTime<Utc>>,
    /// The number of pieces of content in the answer.
    pub content: usize,
    /// The number of results in the answer. A list may leave them out.
    pub results: usize,
    /// `clear`, `flagged` or `undetermined`, for the job as a whole.
    pub verdict: &'static str,
    /// Why it is undetermined.
    pub reason: Option<String>,
    /// The number of results that are neither clear nor flagged.
    pub failed_results: usize,
    /// The type without its prefix, such as `STANDARD`, or the number if it has no name.
    pub job_type: &'a str,
    /// The customer that the job belongs to.
    pub customer_id: Option<&'a Id>,
    /// The label that was evaluated, if it was not a policy.
    pub label_id: Option<&'a Id>,
    /// The version of that label.
    pub label_version_id: Option<&'a Id>,
    /// The lowest score that makes an outcome true, in 0..=1. 0 if the server sent none.
    #[serde(serialize_with = "finite")]
    pub threshold: f64,
    /// The file that the job was read from.
    pub source_file: Option<&'a str>,
    /// The line of that file in which its value begins, from 1.
    pub source_line: Option<usize>,
    /// The tokens of content that were judged, of the results that say so. `None` if none does.
    pub input_tokens: Option<u64>,
    /// The tokens that the account is billed for, of the results that say so. `None` if none does.
    pub billed_tokens: Option<u64>,
    /// The number of results that do not say what they cost.
    pub silent_results: usize,
}

impl<'a> JobRow<'a> {
    /// The names of the columns, in order.
    pub const COLUMNS: [&'static str; 22] = [
        "job_uuid",
        "status",
        "policy_id",
        "policy_version_id",
        "created",
        "updated",
        "completed",
        "content",
        "results",
        "verdict",
        "reason",
        "failed_results",
        "job_type",
        "customer_id",
        "label_id",
        "label_version_id",
        "threshold",
        "source_file",
        "source_line",
        "input_tokens",
        "billed_tokens",
        "silent_results",
    ];

    /// The row of a job.
    pub fn of(job: &'a Job) -> Self {
        Self::new(job, false)
    }

    /// Like [`of`](Self::of), with strict verdicts: see [`Job::strict_verdict`].
    pub fn strict(job: &'a Job) -> Self {
        Self::new(job, true)
    }

    fn new(job: &'a Job, strict: bool) -> Self {
        let verdict = job.judge(strict);
        let usage = job.usage();
        let verdicts = job.content_results().map(|result| result.judge(strict));
        let failed = verdicts.filter(|one| matches!(one, Verdict::Undetermined(_)));
        Self {
            job_uuid: job.job_uuid.as_ref(),
            status: without(job.status.as_str(), "JOB_STATUS_"),
            policy_id: job.policy_id.as_ref(),
            policy_version_id: job.policy_version_id.as_ref(),
            created: job.created,
            updated: job.updated,
            completed: job.completed,
            content: job.content_data.len(),
            results: job.results.len(),
            verdict: verdict.as_str(),
            reason: match &verdict {
                Verdict::Undetermined(reason) => Some(reason.to_string()),
                _ => None,
            },
            failed_results: failed.count(),
            job_type: without(job.job_type.as_str(), "JOB_TYPE_"),
            customer_id: job.customer_id.as_ref(),
            label_id: job.label_id.as_ref(),
            label_version_id: job.label_version_id.as_ref(),
            threshold: job.threshold,
            source_file: None,
            source_line: None,
            input_tokens: usage.input_tokens(),
            billed_tokens: usage.billed_tokens(),
            silent_results: usage.silent(),
        }
    }

    /// Says where the job was read: the file, and the line, from 1.
    #[must_use]
    pub fn read_from(self, file: &'a str, line: usize) -> Self {
        Self {
            source_file: Some(file),
            source_line: Some(line),
            ..self
        }
    }
}

fn without<'a>(name: &'a str, prefix: &str) -> &'a str {
    name.strip_prefix(prefix).unwrap_or(name)
}

/// JSON has no other numbers.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde's way
fn finite<S: Serializer>(number: &f64, into: S) -> Result<S::Ok, S::Error> {
    Some(number)
        .filter(|number| number.is_finite())
        .serialize(into)
}
