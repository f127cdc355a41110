//! The state file: what a later run must know to go on instead of creating a second batch job.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::problem::BatchProblem;
use super::{CheckedInput, disk};
use crate::error::{Error, Evidence};

/// How long an upload address is valid.
const UPLOAD_TIME: TimeDelta = TimeDelta::hours(4);

/// How far a batch job has come, on disk.
///
/// It holds no key. The presigned upload address, a secret, is in it only from the create to the end
/// of the upload: without it, whoever is interrupted in between would have to create again. So only
/// the owner may read the file.
#[derive(Serialize, Deserialize)]
pub(super) struct State {
    version: u32,
    pub(super) step: Step,
    /// Ends in random characters, so that it finds this batch job and no other.
    pub(super) name: String,
    pub(super) policy: Uuid,
    input: Input,
    /// When the create was sent.
    created: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) batch_job_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) upload_url: Option<String>,
    #[serde(skip)]
    path: PathBuf,
}

/// What has been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// The create was, or was about to be, sent; its answer is not known.
    Creating,
    /// The batch job is there, its CSV perhaps not.
    Created,
    /// The CSV is there.
    Uploaded,
}

/// What tells whether the input is still the same.
#[derive(Serialize, Deserialize)]
struct Input {
    path: PathBuf,
    bytes: u64,
    sha256: String,
}

impl State {
    /// The state before the create, not yet on disk.
    pub(super) fn new(
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
            path: path.to_owned(),
        }
    }

    /// Where the state of an output is kept.
    pub(super) fn path_beside(output: &Path) -> PathBuf {
        disk::with_suffix(output, ".clavata-batch.json")
    }

    /// What an earlier run left, if anything.
    pub(super) fn load(path: &Path) -> Result<Option<Self>, Error> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let problem = BatchProblem::file(path, "it cannot be read", &error);
                return Err(problem.into_error(Evidence::NotSent));
            }
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(state) if state.version == 1 => Ok(Some(Self {
                path: path.to_owned(),
                ..state
            })),
            _ => Err(refusal(
                path,
                "this is not a state file that this release can read; remove it only if its batch job needs no more care",
            )),
        }
    }

    /// Writes the state in one piece. It does not await: between an answer and the file that
    /// remembers it, nobody can drop the run.
    pub(super) fn save(&self) -> Result<(), Error> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::from);
        text.and_then(|text| disk::write_private(&self.path, &text))
            .map_err(|error| {
                BatchProblem::file(&self.path, "the state cannot be saved", &error)
                    .into_error(Evidence::NotSent)
            })
    }

    /// Forgets the batch job: there is nothing left to go on with.
    pub(super) fn remove(&self) -> Result<(), Error> {
        disk::remove(&self.path).map_err(|error| {
            BatchProblem::file(&self.path, "it cannot be removed", &error)
                .into_error(Evidence::NotSent)
        })
    }

    /// Fails where this run is about something else than the one that left the state.
    pub(super) fn check(&self, policy: Uuid, checked: &CheckedInput) -> Result<(), Error> {
        let what = if self.input.sha256 != checked.sha256 {
            "the input has changed since"
        } else if self.policy != policy {
            "it is about another policy"
        } else {
            return Ok(());
        };
        let job = if self.batch_job_id.is_empty() {
            format!("batch job named {}", self.name)
        } else {
            format!("batch job {}", self.batch_job_id)
        };
        Err(self.refuse(&format!(
            "an earlier run with this output is not finished ({job}), and {what}: restore it to go on, choose another output, or start over, which cancels that batch job"
        )))
    }

    /// Whether the address to upload to has expired, by our own clock.
    pub(super) fn upload_expired(&self) -> bool {
        Utc::now() - self.created >= UPLOAD_TIME
    }

    pub(super) fn refuse(&self, why: &str) -> Error {
        refusal(&self.path, why)
    }
}

fn refusal(path: &Path, why: &str) -> Error {
    BatchProblem::State {
        path: path.to_owned(),
        why: why.to_owned(),
    }
    .into_error(Evidence::NotSent)
}
