//! Moves the output into place.

use std::io;
use std::path::Path;

use clavata_api_ext::files::Partial;

use super::BatchRun;
use crate::error::BatchError;

pub(super) fn publish(run: &BatchRun, partial: &mut Partial) -> Result<(), BatchError> {
    partial.publish().map_err(|error| {
        let what = match error.kind() {
            io::ErrorKind::AlreadyExists => {
                "another file has appeared there and was kept: move it away and run the same again"
            }
            _ => "it cannot be written",
        };
        BatchError::file(&run.output, what, &error)
    })
}

/// Turns an error about the partial file into one about the output.
pub(super) fn elsewhere(error: BatchError, partial: &Path, output: &Path) -> BatchError {
    match error {
        BatchError::Output {
            path,
            why,
            has_refusals,
        } if path == partial => BatchError::Output {
            path: output.to_owned(),
            why,
            has_refusals,
        },
        _ => error,
    }
}
