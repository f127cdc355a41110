//! Which answer a value is.

use super::cursor::{Cursor, Fault};

/// Which answer a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    GetJob,
    ListJobs,
    Evaluate,
    Job,
}

impl Kind {
    /// The kind that a key gives away.
    fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "job" => Self::GetJob,
            "jobs" | "nextPageToken" => Self::ListJobs,
            "result" | "error" => Self::Evaluate,
            "jobUuid" | "customerId" | "status" | "contentData" | "results" | "created"
            | "updated" | "completed" | "threshold" | "policyId" | "policyVersionId"
            | "labelId" | "labelVersionId" | "jobType" => Self::Job,
            _ => return None,
        })
    }
}

/// The kind of a value, by its first telling key.
pub(crate) fn kind_of(value: &str) -> Option<Kind> {
    let mut cursor = Cursor::new(value);
    let mut kind = None;
    // A fault is no news here: it is why somebody asks.
    let _ = cursor.entries(|cursor, key| {
        kind = kind.or_else(|| Kind::of_key(key));
        match kind {
            Some(_) => Err(Fault),
            None => cursor.skip(),
        }
    });
    kind
}
