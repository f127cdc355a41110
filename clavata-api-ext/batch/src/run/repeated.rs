//! Decides which failures of a run are retried.

use clavata_api_ext::Error;

use crate::error::BatchError;

/// An attempt that the client retries if the error is one of a call. A problem with a file is final.
pub(super) async fn attempt<T>(
    work: impl Future<Output = Result<T, BatchError>>,
) -> Result<Result<T, BatchError>, Error> {
    match work.await {
        Err(BatchError::Call(error)) => Err(error),
        outcome => Ok(outcome),
    }
}
