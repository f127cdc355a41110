//! The batch job that an earlier run made, or may have made.

use std::path::Path;

use clavata_api_ext::api::BatchJob;
use clavata_api_ext::{Batch, files};

use super::LARGEST;

/// The batch job that a state file is about, sound or not.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl Made {
    /// What can be made out of a state file that cannot be read as one.
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

    /// Whether a batch job is this one.
    pub(crate) fn is(&self, job: &BatchJob) -> bool {
        if self.id.is_empty() {
            !self.name.is_empty() && job.name == self.name
        } else {
            job.batch_job_id == self.id
        }
    }
}
