//! Downloading the output from its presigned address, to the disk.

use std::io;

use http::header::ACCEPT_ENCODING;
use reqwest::{Response, Url};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use tokio::time::timeout;

use super::problem::BatchProblem;
use super::progress::{BatchProgress, Progress};
use super::storage::{self, Judged};
use crate::client::Clavata;
use crate::error::{Error, Evidence};
use crate::files::Partial;

/// Downloads once, from the beginning, into the partial file.
pub(super) async fn download(
    clavata: &Clavata,
    address: &Url,
    partial: &Partial,
    progress: &Progress,
) -> Result<u64, Error> {
    let unwritable = |error: io::Error| {
        BatchProblem::file(partial.path(), "it cannot be written", &error)
            .into_error(Evidence::MaybeDone)
    };
    let file = partial.file().try_clone().map_err(unwritable)?;
    file.set_len(0).map_err(unwritable)?;
    let mut file = tokio::fs::File::from_std(file);
    file.rewind().await.map_err(unwritable)?;

    let mut answer = open(clavata, address).await?;
    let total = answer.content_length();
    let mut received = 0;
    loop {
        let next = match clavata.timeouts.idle() {
            None => answer.chunk().await,
            Some(limit) => timeout(limit, answer.chunk())
                .await
                .map_err(|_| storage::stalled("download", limit))?,
        };
        let Some(chunk) = next.map_err(|error| cut_short(received, error))? else {
            break;
        };
        file.write_all(&chunk).await.map_err(unwritable)?;
        received += chunk.len() as u64;
        progress.tell(&BatchProgress::Downloading { received, total });
    }
    file.flush().await.map_err(unwritable)?;
    match total {
        Some(total) if total != received => {
            let mut error = Error::unreadable(format!(
                "the output has {received} bytes instead of the {total} that were promised"
            ));
            error.inner_mut().transient = true;
            Err(error)
        }
        _ => Ok(received),
    }
}

/// Asks for the output, and follows where the storage says it is.
async fn open(clavata: &Clavata, address: &Url) -> Result<Response, Error> {
    let mut address = address.clone();
    for _ in 0..=storage::HOPS {
        let request = clavata
            .shared
            .http
            .get(address.clone())
            // So that the length that is promised is the length that comes.
            .header(ACCEPT_ENCODING, "identity");
        let answer = match clavata.timeouts.attempt() {
            None => request.send().await,
            Some(limit) => timeout(limit, request.send())
                .await
                .map_err(|_| storage::stalled("download", limit))?,
        };
        let answer = answer.map_err(storage::broken)?;
        match storage::judge(clavata, storage::DOWNLOAD, &address, answer).await? {
            Judged::Good(answer) => return Ok(answer),
            Judged::Elsewhere(place) => address = place,
        }
    }
    Err(storage::lost())
}

fn cut_short(received: u64, error: reqwest::Error) -> Error {
    let what = format!("the output broke off after {received} bytes");
    let mut failed = Error::unreadable(what).with_source(error.without_url());
    failed.inner_mut().transient = true;
    failed
}
