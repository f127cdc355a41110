//! Downloads the output from the storage.

use std::io;

use clavata_api_ext::Download;
use clavata_api_ext::api::BatchJob;
use clavata_api_ext::files::{Partial, Target};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use super::BatchRun;
use super::repeated::attempt;
use crate::error::BatchError;
use crate::progress::{BatchProgress, Progress};

/// The number of URLs to try. An expired one is replaced.
const ROUNDS: u32 = 3;

/// Downloads to a partial file next to the output.
pub(super) async fn download(
    run: &BatchRun,
    mut job: BatchJob,
    target: &Target,
) -> Result<Partial, BatchError> {
    let partial = target
        .begin()
        .map_err(|error| BatchError::file(&run.output, "it cannot be written", &error))?;
    let mut round = 1;
    loop {
        let place = run.batch.download_from(&job.output_file_url)?;
        let got = place.repeat(|_| attempt(download_once(&place, &partial, &run.progress)));
        match got.await {
            Ok(outcome) => return outcome.map(|()| partial),
            Err(error) => match error.refused_by_storage() {
                // Each response has a new URL.
                Some((403, _)) if round < ROUNDS => {
                    job = run.batch.get(&job.batch_job_id).await?;
                    round += 1;
                }
                _ => return Err(error.into()),
            },
        }
    }
}

/// Downloads once, from the start, to the partial file.
async fn download_once(
    download: &Download,
    partial: &Partial,
    progress: &Progress,
) -> Result<(), BatchError> {
    let unwritable =
        |error: io::Error| BatchError::file(partial.path(), "it cannot be written", &error);
    let file = partial.file().try_clone().map_err(unwritable)?;
    file.set_len(0).map_err(unwritable)?;
    let mut file = tokio::fs::File::from_std(file);
    file.rewind().await.map_err(unwritable)?;

    let mut output = download.start().await?;
    while let Some(piece) = output.next().await? {
        file.write_all(&piece).await.map_err(unwritable)?;
        progress.tell(&BatchProgress::Downloading {
            received: output.received(),
            total: output.total(),
        });
    }
    file.flush().await.map_err(unwritable)
}
