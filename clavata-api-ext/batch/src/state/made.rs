//! The batch job that an earlier run created, or may have created.

use std::path::Path;

use clavata_api_ext::api::BatchJob;
use clavata_api_ext::{Batch, files};

use super::LARGEST;

/// The batch job of a state file, which may be damaged.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl Made {
    /// Reads what it can from a damaged state file.
    pub(crate) fn salvaged(path: &Path) -> Self {
        let text = files::read_private(path, LARGEST).unwrap_or_default();
        let state = serde_json::from_slice(&text).unwrap_or(serde_json::Value::Null);
        let field = |name| state[name].as_str().unwrap_or_default().to_owned();
        let mut made = Self {
            id: field("batch_job_id"),
            name: field("name"),
        };
        if !Batch::is_id(&made.id) {
            made.id.clear();
        }
        made
    }

    /// Whether it is the given batch job.
    pub(crate) fn is(&self, job: &BatchJob) -> bool {
        if self.id.is_empty() {
            !self.name.is_empty() && job.name.trim() == self.name.trim()
        } else {
            job.batch_job_id == self.id
        }
    }
}
