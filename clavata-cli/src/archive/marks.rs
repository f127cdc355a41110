//! How far the jobs of the gateway have been archived.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::folder;

const FILE: &str = "follow.json";

/// All jobs that were created after `from`, or ever, and before `until` are in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) from: Option<DateTime<Utc>>,
    pub(crate) until: DateTime<Utc>,
    /// The job that was created at `until`. A gateway or an account that does not have it has other jobs.
    #[serde(default)]
    pub(crate) job: Option<Uuid>,
}

type Marks = BTreeMap<String, Mark>;

fn load(root: &Path) -> io::Result<Marks> {
    let Some(bytes) = folder::existing(fs::read(root.join(FILE)))? else {
        return Ok(Marks::new());
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        let why = format!("{FILE} cannot be read ({error}); remove it to list all jobs again");
        io::Error::new(io::ErrorKind::InvalidData, why)
    })
}

fn name(policy: Option<Uuid>) -> String {
    policy.map_or_else(|| "all".to_owned(), |policy| policy.to_string())
}

pub(super) fn get(root: &Path, policy: Option<Uuid>) -> io::Result<Option<Mark>> {
    Ok(load(root)?.get(&name(policy)).copied())
}

pub(super) fn set(root: &Path, policy: Option<Uuid>, mark: Mark) -> io::Result<()> {
    let mut marks = load(root)?;
    if marks.insert(name(policy), mark) == Some(mark) {
        return Ok(());
    }
    folder::write(&root.join(FILE), &serde_json::to_vec(&marks)?)
}
