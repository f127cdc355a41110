//! The progress of a run.

use std::sync::Arc;
use std::time::Duration;

use crate::row_problem::BatchWarning;
use clavata_api_ext::api::BatchJobState;

/// The progress of a [`BatchRun`](crate::BatchRun), for
/// [`on_progress`](crate::BatchRun::on_progress).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum BatchProgress {
    /// The input is valid.
    Checked {
        /// The number of rows.
        rows: u64,
        /// The number of bytes to upload.
        bytes: u64,
        /// Warnings about the input.
        warnings: Vec<BatchWarning>,
    },
    /// The batch job of an earlier run was canceled (see [`start_over`](crate::BatchRun::start_over)).
    GivenUp {
        /// Its id.
        id: String,
    },
    /// The batch job of an earlier run was not canceled, because the gateway shows no such batch job for this key. It
    /// may be running at another gateway or for another account.
    NotGivenUp {
        /// Its id.
        id: String,
    },
    /// This run continues an earlier one.
    Resumed {
        /// The id of its batch job.
        id: String,
        /// Whether its CSV has been uploaded.
        uploaded: bool,
    },
    /// The batch job was created.
    Created {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
    },
    /// The CSV is being uploaded.
    Uploading {
        /// The bytes sent so far.
        sent: u64,
        /// The bytes to send.
        total: u64,
    },
    /// The state of the batch job was polled.
    Waiting {
        /// Its state.
        state: BatchJobState,
        /// The time since the first poll of this run.
        elapsed: Duration,
        /// The number of polls so far.
        polls: u32,
    },
    /// The output is being downloaded.
    Downloading {
        /// The bytes received so far.
        received: u64,
        /// The bytes to receive. `None` if the storage did not send the size.
        total: Option<u64>,
    },
}

/// The caller's progress callback.
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
