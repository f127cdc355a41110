//! What of a run the client repeats.

use clavata_api_ext::Error;

use crate::error::BatchError;

/// An attempt as the client repeats it: by what its calls say. What is wrong with a file is final.
pub(super) async fn attempt<T>(
    work: impl Future<Output = Result<T, BatchError>>,
) -> Result<Result<T, BatchError>, Error> {
    match work.await {
        Err(BatchError::Call(error)) => Err(error),
        outcome => Ok(outcome),
    }
}
