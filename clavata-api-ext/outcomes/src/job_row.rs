//! One job as one row of a table.

use chrono::{DateTime, Utc};
use clavata_api::Id;

use crate::record::record;
use crate::{Job, Verdict, words};

/// A job as a row of the table of jobs. A job without results has a row as well: [`Row`](crate::Row)s alone
/// do not show that a job failed.
///
/// The fields are the columns, in this order. A row serializes as an object with the same names.
///
/// ```
/// use clavata_outcomes::{Job, JobRow, decode};
///
/// let job: Job = decode(br#"{"jobUuid": "j", "status": "JOB_STATUS_FAILED"}"#)?;
/// let row = JobRow::of(&job);
/// assert_eq!((row.status, row.results, row.verdict), ("FAILED", 0, "undetermined"));
/// assert_eq!(row.reason.as_deref(), Some("the job failed"));
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JobRow<'a> {
    /// The id of the job. `None` if the server sent none.
    pub job_uuid: Option<&'a Id>,
    /// The status without its prefix, such as `COMPLETED`, or the number if it has no name. A status that this
    /// release does not know never reads like a known one.
    pub status: &'a str,
    /// The policy that the job used.
    pub policy_id: Option<&'a Id>,
    /// The version of that policy.
    pub policy_version_id: Option<&'a Id>,
    /// When the job was created.
    pub created: Option<DateTime<Utc>>,
    /// When the job last changed.
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
    pub threshold: f64,
    /// The file that the job was read from.
    pub source_file: Option<&'a str>,
    /// The line of that file in which its value begins, from 1.
    pub source_line: Option<usize>,
    /// The content tokens that were judged, summed over the results that report them. `None` if none does.
    pub input_tokens: Option<u64>,
    /// The billed tokens, summed over the results that report them. `None` if none does.
    pub billed_tokens: Option<u64>,
    /// The number of results that do not report their cost.
    pub silent_results: usize,
}

impl<'a> JobRow<'a> {
    /// Makes the row of a job.
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
            status: words::status(&job.status),
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
            job_type: words::job_type(&job.job_type),
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

    /// Sets where the job was read: the file, and the line, from 1.
    #[must_use]
    pub fn read_from(self, file: &'a str, line: usize) -> Self {
        Self {
            source_file: Some(file),
            source_line: Some(line),
            ..self
        }
    }
}

record! { JobRow, row:
    job_uuid Text or null = row.job_uuid;
    status Text = row.status;
    policy_id Text or null = row.policy_id;
    policy_version_id Text or null = row.policy_version_id;
    created Time or null = row.created;
    updated Time or null = row.updated;
    completed Time or null = row.completed;
    content Whole = row.content;
    results Whole = row.results;
    verdict Text = row.verdict;
    reason Text or null = row.reason.as_deref();
    failed_results Whole = row.failed_results;
    job_type Text = row.job_type;
    customer_id Text or null = row.customer_id;
    label_id Text or null = row.label_id;
    label_version_id Text or null = row.label_version_id;
    threshold Fraction or null = row.threshold;
    source_file Text or null = row.source_file;
    source_line Whole or null = row.source_line;
    input_tokens Whole or null = row.input_tokens;
    billed_tokens Whole or null = row.billed_tokens;
    silent_results Whole = row.silent_results;
}
