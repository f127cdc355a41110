//! What a run tells while it runs.

use std::sync::Arc;
use std::time::Duration;

use crate::row_problem::BatchWarning;
use clavata_api_ext::api::BatchJobState;

/// Where a [`BatchRun`](crate::BatchRun) is; told to
/// [`on_progress`](crate::BatchRun::on_progress).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BatchProgress {
    /// The input can be sent.
    Checked {
        /// How many rows it has.
        rows: u64,
        /// How many bytes will be uploaded.
        bytes: u64,
        /// What may keep it from being judged.
        warnings: Vec<BatchWarning>,
    },
    /// The batch job of an earlier run is given up (see [`start_over`](crate::BatchRun::start_over)).
    GivenUp {
        /// Its id.
        id: String,
    },
    /// An earlier run is continued.
    Resumed {
        /// The id of its batch job.
        id: String,
        /// Whether its CSV is uploaded.
        uploaded: bool,
    },
    /// The batch job is created.
    Created {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
    },
    /// The CSV is being uploaded.
    Uploading {
        /// How many bytes were handed over.
        sent: u64,
        /// Of how many.
        total: u64,
    },
    /// The batch job was asked for.
    Waiting {
        /// Its state.
        state: BatchJobState,
        /// Since the first poll of this run.
        elapsed: Duration,
        /// How many polls there were.
        polls: u32,
    },
    /// The output is being downloaded.
    Downloading {
        /// How many bytes have come.
        received: u64,
        /// Of how many, where the storage says.
        total: Option<u64>,
    },
}

/// Whom to tell.
#[derive(Clone, Default)]
pub(crate) struct Progress(pub(crate) Option<Arc<Tell>>);

type Tell = dyn Fn(&BatchProgress) + Send + Sync;

impl Progress {
    pub(crate) fn tell(&self, progress: &BatchProgress) {
        if let Some(tell) = &self.0 {
            tell(progress);
        }
    }
}
