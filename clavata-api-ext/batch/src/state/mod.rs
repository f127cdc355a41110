//! The state file: what a later run needs to continue without creating a second batch job.

mod made;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use clavata_api_ext::api::BatchJob;
use clavata_api_ext::{Batch, files};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::disk;
use crate::error::BatchError;
use crate::fingerprint::Fingerprint;
use crate::input::CheckedInput;

pub(crate) use made::Made;

/// The largest state file, in bytes. Ours have one or two thousand bytes.
const LARGEST: u64 = 1 << 20;

/// How long an upload URL is valid.
const UPLOAD_TIME: TimeDelta = TimeDelta::hours(4);

/// The progress of a batch job, on disk.
///
/// It never contains the key. From the create to the end of the upload it contains the presigned upload URL,
/// because otherwise a run that is interrupted in between would have to create again. The URL is a
/// secret, so only the owner can read the file.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    version: u32,
    pub(crate) step: Step,
    /// It ends in random characters, so it identifies only this batch job.
    pub(crate) name: String,
    pub(crate) policy: Uuid,
    input: Input,
    /// The time when the create was sent.
    created: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) batch_job_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) upload_url: Option<String>,
    /// The last output that was moved into place. If it is still there, it is incomplete and may be replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<Fingerprint>,
    #[serde(skip)]
    path: PathBuf,
}

/// How far a run has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    /// The create was sent, or was about to be. Its response is not known.
    Creating,
    /// The batch job exists. Its CSV may not have been uploaded.
    Created,
    /// The CSV has been uploaded.
    Uploaded,
}

/// Identifies the input, to detect changes.
#[derive(Serialize, Deserialize)]
struct Input {
    path: PathBuf,
    bytes: u64,
    sha256: String,
}

impl State {
    /// The state before the create. It is not on disk yet.
    pub(crate) fn new(
        path: &Path,
        name: String,
        policy: Uuid,
        input: &Path,
        checked: &CheckedInput,
    ) -> Self {
        Self {
            version: 1,
            step: Step::Creating,
            name,
            policy,
            input: Input {
                path: input.to_owned(),
                bytes: checked.bytes,
                sha256: checked.sha256.clone(),
            },
            created: Utc::now(),
            batch_job_id: String::new(),
            upload_url: None,
            published: None,
            path: path.to_owned(),
        }
    }

    /// The path of the state file of an output.
    pub(crate) fn path_beside(output: &Path) -> PathBuf {
        disk::with_suffix(output, ".clavata-batch.json")
    }

    /// Reads the state of an earlier run, if there is one.
    pub(crate) fn load(path: &Path) -> Result<Option<Self>, BatchError> {
        let text = match files::read_private(path, LARGEST) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(BatchError::file(path, "it cannot be read", &error)),
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(state) if state.is_sound() => Ok(Some(Self {
                path: path.to_owned(),
                ..state
            })),
            _ => Err(refusal(
                path,
                "this release cannot read it as a state file; start over if you no longer need its batch job",
            )),
        }
    }

    fn is_sound(&self) -> bool {
        let has_id = Batch::is_id(&self.batch_job_id);
        let is_made = self.step != Step::Creating;
        self.version == 1 && (has_id || !is_made && self.batch_job_id.is_empty())
    }

    /// Writes the state atomically. It does not await, so the run cannot be dropped between a response
    /// and the write that records it.
    pub(crate) fn save(&self) -> Result<(), BatchError> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::from);
        text.and_then(|text| files::write_private(&self.path, &text))
            .map_err(|error| BatchError::file(&self.path, "the state cannot be saved", &error))
    }

    /// Whether the file at a path is the incomplete output that a run moved there.
    pub(crate) fn has_published(&self, output: &Path) -> bool {
        let published = self.published.as_ref();
        published
            .is_some_and(|published| Fingerprint::of(output).is_ok_and(|there| there == *published))
    }

    /// Removes the state file, because there is nothing left to continue.
    pub(crate) fn remove(&self) -> Result<(), BatchError> {
        remove(&self.path)
    }

    /// Fails if this run differs from the one that left the state.
    pub(crate) fn check(&self, policy: Uuid, checked: &CheckedInput) -> Result<(), BatchError> {
        let what = if self.input.sha256 != checked.sha256 {
            "the input has changed"
        } else if self.policy != policy {
            "the policy differs"
        } else {
            return Ok(());
        };
        let job = if self.batch_job_id.is_empty() {
            format!("batch job named {}", self.name)
        } else {
            format!("batch job {}", self.batch_job_id)
        };
        Err(self.refuse(&format!(
            "an earlier run with this output is not finished ({job}), and {what}: restore it to continue, choose another output, or start over, which cancels that batch job"
        )))
    }

    /// Whether the upload URL has expired, by our own clock.
    pub(crate) fn upload_expired(&self) -> bool {
        Utc::now() - self.created >= UPLOAD_TIME
    }

    /// Whether a batch job has the name and the policy of this run, as far as the gateway shows them.
    pub(crate) fn may_be(&self, job: &BatchJob) -> bool {
        let policy = job.policy_id.as_ref();
        ["", self.name.trim()].contains(&job.name.trim())
            && policy.is_none_or(|id| *id == self.policy)
    }

    /// The batch job of this state.
    pub(crate) fn made(&self) -> Made {
        Made {
            id: self.batch_job_id.clone(),
            name: self.name.clone(),
        }
    }

    pub(crate) fn refuse(&self, why: &str) -> BatchError {
        refusal(&self.path, why)
    }
}

/// Removes a state file, if it exists.
pub(crate) fn remove(path: &Path) -> Result<(), BatchError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(BatchError::file(path, "it cannot be removed", &error))
        }
        _ => Ok(()),
    }
}

fn refusal(path: &Path, why: &str) -> BatchError {
    BatchError::State {
        path: path.to_owned(),
        why: why.to_owned(),
    }
}
