//! Moves the output into place.

use std::io;

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
