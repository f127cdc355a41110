//! The table of rows of batch jobs.

use std::io;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float64Builder, StringBuilder, TimestampMicrosecondBuilder,
};
use arrow_array::{ArrayRef, RecordBatch};
use chrono::{DateTime, Utc};
use clavata_batch::BatchRow;

#[derive(Default)]
pub(super) struct BatchRows {
    rows: Vec<(DateTime<Utc>, BatchRow)>,
}

impl BatchRows {
    pub(super) fn push(&mut self, archived: DateTime<Utc>, row: BatchRow) {
        self.rows.push((archived, row));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn batch(&self) -> io::Result<RecordBatch> {
        let text = |of: fn(&BatchRow) -> &str| -> ArrayRef {
            let mut column = StringBuilder::new();
            for (_, row) in &self.rows {
                column.append_option(Some(of(row)).filter(|text| !text.is_empty()));
            }
            Arc::new(column.finish())
        };
        let mut policy = StringBuilder::new();
        let mut matched = BooleanBuilder::new();
        let mut is_answer = BooleanBuilder::new();
        let mut score = Float64Builder::new();
        let mut archived = TimestampMicrosecondBuilder::new().with_timezone("UTC");
        for (at, row) in &self.rows {
            policy.append_value(row.policy.to_string());
            matched.append_option(matched_of(row));
            is_answer.append_value(row.is_answer);
            score.append_option(row.score);
            archived.append_value(at.timestamp_micros());
        }
        let columns: [(&str, ArrayRef, bool); 10] = [
            ("batch_job_id", text(|row| &row.batch_job_id), true),
            ("policy_id", Arc::new(policy.finish()), true),
            ("ref_id", text(|row| &row.ref_id), true),
            ("outcome", text(|row| &row.outcome), true),
            ("matched", Arc::new(matched.finish()), true),
            ("score", Arc::new(score.finish()), true),
            ("labels", text(|row| &row.labels), true),
            ("remark", text(|row| &row.remark), true),
            ("is_answer", Arc::new(is_answer.finish()), false),
            ("archived", Arc::new(archived.finish()), false),
        ];
        RecordBatch::try_from_iter_with_nullable(columns).map_err(io::Error::other)
    }
}

/// Whether the content matches. `false` only if the row is certainly an answer.
fn matched_of(row: &BatchRow) -> Option<bool> {
    let outcome = row.outcome.to_ascii_uppercase();
    match outcome.strip_prefix("OUTCOME_").unwrap_or(&outcome) {
        "TRUE" => Some(true),
        "FALSE" if row.is_answer => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::matched_of;

    #[test]
    fn a_row_that_is_not_sure_never_says_no() {
        let says = |outcome: &str, is_answer: bool| {
            let row = json!({"batchJobId": "", "policyId": uuid::Uuid::nil(), "refId": "", "isAnswer": is_answer,
                "outcome": outcome, "score": null, "labels": "", "remark": ""});
            matched_of(&serde_json::from_value(row).unwrap())
        };
        assert_eq!(says("OUTCOME_TRUE", true), Some(true));
        assert_eq!(says("true", false), Some(true));
        assert_eq!(says("OUTCOME_FALSE", true), Some(false));
        assert_eq!(says("OUTCOME_FALSE", false), None);
        for unknown in ["", "OUTCOME_FAILED", "no", "OUTCOME_OUTCOME_FALSE"] {
            assert_eq!(says(unknown, true), None, "{unknown}");
        }
    }
}
