//! The columns of a row, and the values that come from its job and its result.

use chrono::{DateTime, Utc};
use clavata_api::Id;

use super::Row;
use crate::around::tokens;
use crate::level::RowKind;
use crate::record::{Record as _, record};

impl<'a> Row<'a> {
    /// The status of the job without its prefix, such as `COMPLETED`, or the number if it has no name. A
    /// status that this release does not know never reads like a known one.
    pub fn job_status(&self) -> Option<&'a str> {
        self.around.job.status()
    }

    /// When the job was created.
    pub fn job_created(&self) -> Option<DateTime<Utc>> {
        self.around.job.times().created
    }

    /// When the job last changed.
    pub fn job_updated(&self) -> Option<DateTime<Utc>> {
        self.around.job.times().updated
    }

    /// When the job completed.
    pub fn job_completed(&self) -> Option<DateTime<Utc>> {
        self.around.job.times().completed
    }

    /// When the result was made.
    pub fn result_created(&self) -> Option<DateTime<Utc>> {
        self.around.created
    }

    /// The label that judged the content, if it was evaluated on its own. The labels of a policy have names
    /// but no ids.
    pub fn label_id(&self) -> Option<&'a Id> {
        self.around.label_id
    }

    /// The version of that label.
    pub fn label_version_id(&self) -> Option<&'a Id> {
        self.around.label_version_id
    }

    /// The tokens of content that were judged. `None` if the server does not say, and in all rows but the
    /// policy row.
    pub fn input_tokens(&self) -> Option<u64> {
        self.tokens().map(|(input, ..)| input)
    }

    /// The tokens that are billed. `None` as for [`input_tokens`](Self::input_tokens).
    pub fn billed_tokens(&self) -> Option<u64> {
        self.tokens().map(|(_, billed, _)| billed)
    }

    /// The factor between the two. `None` as for [`input_tokens`](Self::input_tokens).
    pub fn multiplier(&self) -> Option<f32> {
        self.tokens().map(|(.., multiplier)| multiplier)
    }

    fn tokens(&self) -> Option<(u64, u64, f32)> {
        let usage = self.around.usage.filter(|_| self.kind == RowKind::Policy)?;
        let (input, billed) = tokens(usage)?;
        Some((input, billed, usage.multiplier))
    }
}

record! { Row, row:
    job_uuid Text or null of report = row.job_uuid;
    result_index Whole of report = row.result_index;
    content_hash Text of report = row.content_hash;
    content_metadata Metadata of report = row.content_metadata;
    policy_id Text or null of report = row.policy_id;
    policy_version_id Text or null of report = row.policy_version_id;
    policy_key Text of report = row.policy_key;
    threshold Fraction or null of report = row.threshold;
    kind Text = row.kind.as_str();
    label Text or null = row.label;
    index Whole or null = row.index;
    message Text or null = row.message;
    outcome Text = row.outcome;
    score Fraction or null = row.score;
    matched Flag or null = row.matched();
    verdict Text of report = row.verdict();
    job_status Text or null of report = row.job_status();
    job_created Time or null of report = row.job_created();
    job_updated Time or null of report = row.job_updated();
    job_completed Time or null of report = row.job_completed();
    result_created Time or null of report = row.result_created();
    label_id Text or null of report = row.label_id();
    label_version_id Text or null of report = row.label_version_id();
    input_tokens Whole or null of policy = row.input_tokens();
    billed_tokens Whole or null of policy = row.billed_tokens();
    multiplier Single or null of policy = row.multiplier();
    source_file Text or null of report = row.source_file;
    source_line Whole or null of report = row.source_line;
}

/// Equal if all columns are equal, and what decided the outcome.
impl PartialEq for Row<'_> {
    fn eq(&self, other: &Self) -> bool {
        (0..Self::COLUMNS.len()).all(|column| self.cell(column) == other.cell(column))
            && (self.basis, self.has_failed) == (other.basis, other.has_failed)
    }
}
