//! The cost of one result as one row of a table.

use chrono::{DateTime, Utc};
use clavata_api::Id;

use crate::record::record;
use crate::{ContentResult, Job, LabelResult, Row, RowKind};

/// The cost of a result, or of a label that was evaluated on its own. A result whose cost the server does not
/// report has no row: [`JobRow::silent_results`](crate::JobRow) counts them.
///
/// The fields are the columns, in this order. A row serializes as an object with the same names.
///
/// ```
/// use clavata_outcomes::{Job, UsageRow, decode};
///
/// let job: Job = decode(br#"{"created": "2026-03-01T23:59:59Z", "results": [
///     {"report": {"tokenUsage": {"inputTokens": 2000, "billedTokens": 1000, "multiplier": 0.5}}},
///     {"report": {}}
/// ]}"#)?;
/// let rows: Vec<_> = UsageRow::of_job(&job).collect();
/// assert_eq!(rows.len(), 1);
/// assert_eq!(rows[0].day.as_deref(), Some("2026-03-01"));
/// assert_eq!((rows[0].input_tokens, rows[0].billed_tokens), (2000, 1000));
/// # Ok::<(), clavata_outcomes::DecodeError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UsageRow<'a> {
    /// The id of the job. `None` if the server sent none.
    pub job_uuid: Option<&'a Id>,
    /// The index of the result in the job, or of the label in its request, from 0.
    pub result_index: usize,
    /// The hash of the content, as `algorithm::hash`. Empty if the server sent none.
    pub content_hash: &'a str,
    /// The policy that judged the content.
    pub policy_id: Option<&'a Id>,
    /// The version of that policy.
    pub policy_version_id: Option<&'a Id>,
    /// The title of the policy, for people.
    pub policy_key: &'a str,
    /// The label that was evaluated, if it was not a policy.
    pub label_id: Option<&'a Id>,
    /// The version of that label.
    pub label_version_id: Option<&'a Id>,
    /// The UTC day on which the result, or else the job, was created, such as `2026-03-01`. `None` if the
    /// server does not say: the answer of an evaluation has no time.
    pub day: Option<String>,
    /// The tokens of content that were judged.
    pub input_tokens: u64,
    /// The tokens that are billed.
    pub billed_tokens: u64,
    /// The factor between the two. `None` if it is not a finite number.
    pub multiplier: Option<f32>,
    /// The file that the result was read from.
    pub source_file: Option<&'a str>,
    /// The line of that file in which its value begins, from 1.
    pub source_line: Option<usize>,
}

impl<'a> UsageRow<'a> {
    /// The rows of a job.
    pub fn of_job(job: &'a Job) -> impl Iterator<Item = Self> + use<'a> {
        job.content_results().filter_map(|result| Self::of(&result))
    }

    /// The row of one result. `None` if the server does not report its cost.
    pub fn of(result: &ContentResult<'a>) -> Option<Self> {
        let mut rows = result.rows().unjudged();
        Self::of_row(&rows.next()?)
    }

    /// The row of a label. `None` if the server does not report its cost, as when there is no report.
    pub fn of_label(answer: &LabelResult<'a>) -> Option<Self> {
        let mut rows = answer.rows().unjudged();
        let policy = rows.find(|row| row.kind == RowKind::Policy)?;
        let ids = |row: Self| Self {
            label_id: answer.label_id(),
            label_version_id: answer.label_version_id(),
            ..row
        };
        Self::of_row(&policy).map(ids)
    }

    fn of_row(row: &Row<'a>) -> Option<Self> {
        let made: Option<DateTime<Utc>> = row.result_created().or(row.job_created());
        Some(Self {
            job_uuid: row.job_uuid,
            result_index: row.result_index,
            content_hash: row.content_hash,
            policy_id: row.policy_id,
            policy_version_id: row.policy_version_id,
            policy_key: row.policy_key,
            label_id: row.label_id(),
            label_version_id: row.label_version_id(),
            day: made.map(|made| made.format("%Y-%m-%d").to_string()),
            input_tokens: row.input_tokens()?,
            billed_tokens: row.billed_tokens()?,
            multiplier: row.multiplier().filter(|number| number.is_finite()),
            source_file: None,
            source_line: None,
        })
    }

    /// Sets where the result was read: the file, and the line, from 1.
    #[must_use]
    pub fn read_from(self, file: &'a str, line: usize) -> Self {
        Self {
            source_file: Some(file),
            source_line: Some(line),
            ..self
        }
    }
}

record! { UsageRow, row:
    job_uuid Text or null = row.job_uuid;
    result_index Whole = row.result_index;
    content_hash Text = row.content_hash;
    policy_id Text or null = row.policy_id;
    policy_version_id Text or null = row.policy_version_id;
    policy_key Text = row.policy_key;
    label_id Text or null = row.label_id;
    label_version_id Text or null = row.label_version_id;
    day Text or null = row.day.as_deref();
    input_tokens Whole = row.input_tokens;
    billed_tokens Whole = row.billed_tokens;
    multiplier Single or null = row.multiplier;
    source_file Text or null = row.source_file;
    source_line Whole or null = row.source_line;
}
