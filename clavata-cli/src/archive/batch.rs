//! Rows of batch jobs. They contain less than reports, and have their own part of the archive.

use std::path::{Path, PathBuf};

use clavata_batch::BatchRow;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The archived fields of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Judged {
    pub(super) batch_job_id: String,
    pub(super) policy_id: Uuid,
    pub(super) ref_id: String,
    /// Whether the row is certainly an answer.
    pub(super) is_answer: bool,
    pub(super) outcome: String,
    pub(super) score: Option<f64>,
    pub(super) labels: String,
    pub(super) remark: String,
}

impl Judged {
    /// Whether the content matches. `false` only if the row is certainly an answer.
    #[cfg(feature = "arrow")]
    pub(super) fn matched(&self) -> Option<bool> {
        let outcome = self.outcome.to_ascii_uppercase();
        match outcome.strip_prefix("OUTCOME_").unwrap_or(&outcome) {
            "TRUE" => Some(true),
            "FALSE" if self.is_answer => Some(false),
            _ => None,
        }
    }
}

impl From<BatchRow> for Judged {
    fn from(row: BatchRow) -> Self {
        Self {
            batch_job_id: row.batch_job_id,
            policy_id: row.policy,
            ref_id: row.ref_id,
            is_answer: row.is_answer,
            outcome: row.outcome,
            score: row.score,
            labels: row.labels,
            remark: row.remark,
        }
    }
}

/// The folder of the part for rows of batch jobs.
pub(super) fn root(archive: &Path) -> PathBuf {
    archive.join("batch")
}

#[cfg(all(test, feature = "arrow"))]
mod tests {
    use super::Judged;

    #[test]
    fn a_row_that_is_not_sure_never_says_no() {
        let says = |outcome: &str, is_answer| {
            let row = Judged {
                batch_job_id: String::new(),
                policy_id: uuid::Uuid::nil(),
                ref_id: String::new(),
                is_answer,
                outcome: outcome.to_owned(),
                score: None,
                labels: String::new(),
                remark: String::new(),
            };
            row.matched()
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
