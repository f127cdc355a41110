//! The output, from the storage to the disk.

use std::io;

use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use super::error::BatchError;
use super::progress::{BatchProgress, Progress};
use crate::files::Partial;
use crate::storage::Download;

/// Downloads once, from the beginning, into the partial file.
pub(super) async fn download(
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
