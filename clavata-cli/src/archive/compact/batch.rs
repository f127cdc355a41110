//! The table of rows of batch jobs.

use chrono::{DateTime, Utc};
use clavata_api_ext::{Cell, Field, FieldKind, Record};
use clavata_batch::BatchRow;

/// A row of a batch job, with the time when it was archived.
pub(super) struct ArchivedRow {
    row: BatchRow,
    policy: String,
    archived: DateTime<Utc>,
}

impl ArchivedRow {
    pub(super) fn new(archived: DateTime<Utc>, row: BatchRow) -> Self {
        Self {
            policy: row.policy.to_string(),
            row,
            archived,
        }
    }
}

impl Record for ArchivedRow {
    const FIELDS: &'static [Field] = &[
        Field::new("batch_job_id", FieldKind::Text).or_null(),
        Field::new("policy_id", FieldKind::Text).or_null(),
        Field::new("ref_id", FieldKind::Text).or_null(),
        Field::new("outcome", FieldKind::Text).or_null(),
        Field::new("matched", FieldKind::Flag).or_null(),
        Field::new("score", FieldKind::Fraction).or_null(),
        Field::new("labels", FieldKind::Text).or_null(),
        Field::new("remark", FieldKind::Text).or_null(),
        Field::new("is_answer", FieldKind::Flag),
        Field::new("archived", FieldKind::Time),
    ];

    fn cell(&self, column: usize) -> Cell<'_> {
        let Self {
            row,
            policy,
            archived,
        } = self;
        let text = match column {
            0 => &row.batch_job_id,
            1 => policy,
            2 => &row.ref_id,
            3 => &row.outcome,
            4 => return matched_of(row).map_or(Cell::Null, Cell::Flag),
            5 => return row.score.map_or(Cell::Null, Cell::from),
            6 => &row.labels,
            7 => &row.remark,
            8 => return Cell::Flag(row.is_answer),
            9 => return Cell::Time(*archived),
            _ => panic!("there is no column {column}"),
        };
        match text.as_str() {
            "" => Cell::Null,
            text => Cell::Text(text),
        }
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
