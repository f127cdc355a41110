//! Downloads from a presigned URL.

use std::fmt;

use bytes::Bytes;
use clavata_api::{Inflate, InflateError};
use http::header::ACCEPT_ENCODING;
use reqwest::Response;
use tokio::time::timeout;

use super::{Presigned, broken};
use crate::error::Error;

/// The download of a batch job's output, returned by [`Batch::download_from`](crate::Batch::download_from).
///
/// ```no_run
/// # async fn example(batch: clavata_api_ext::Batch, address: &str) -> Result<(), clavata_api_ext::Error> {
/// let download = batch.download_from(address)?;
/// let mut output = download.start().await?;
/// while let Some(piece) = output.next().await? {
///     println!("{} bytes", piece.len());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Download(pub(super) Presigned);

impl Download {
    /// Retries `attempt` by the client's [`RetryPolicy`](crate::RetryPolicy). `attempt` gets its
    /// number, from 1. There is no total time limit, because files can be of any size.
    ///
    /// # Errors
    ///
    /// The error of the last attempt.
    pub async fn repeat<T, A: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl FnMut(u32) -> A,
    ) -> Result<T, Error> {
        self.0.repeat(attempt).await
    }

    /// Requests the output once, without the key. Follows a 307 or 308 to a URL that is allowed by the same
    /// rules.
    ///
    /// # Errors
    ///
    /// [`Error::refused_by_storage`]: if the status is 403, the URL has probably expired; get the batch job
    /// again for a new one. [`Error::is_timeout`] if the response does not begin within the time limit of an
    /// [attempt](crate::Timeouts::attempt). Connection errors.
    pub async fn start(&self) -> Result<Downloading<'_>, Error> {
        let clavata = &self.0.clavata;
        let answer = self.0.follow(|address| async move {
            let request = clavata.shared.http.storage(&address)?.get(address);
            // So that `Content-Length` is the length of the output.
            let sent = request.header(ACCEPT_ENCODING, "identity").send();
            let answer = match clavata.timeouts.attempt() {
                None => sent.await,
                Some(limit) => timeout(limit, sent)
                    .await
                    .map_err(|_| self.0.stalled(limit))?,
            };
            answer.map_err(broken)
        });
        let answer = answer.await?;
        Ok(Downloading {
            total: answer.content_length(),
            answer,
            from: &self.0,
            received: 0,
            inflate: Inflate::new(u64::MAX),
        })
    }
}

/// A running download, returned by [`Download::start`].
pub struct Downloading<'a> {
    answer: Response,
    from: &'a Presigned,
    total: Option<u64>,
    received: u64,
    inflate: Inflate,
}

impl Downloading<'_> {
    /// The size of the output in bytes, if the storage sent it; of a gzip output, its compressed size.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// The number of bytes received so far, as they were sent.
    pub fn received(&self) -> u64 {
        self.received
    }

    /// Returns the next chunk. `None` at the end, after exactly [`total`](Self::total) bytes. A gzip output is
    /// decompressed: some storages send files as they were stored, whatever the request accepts.
    ///
    /// # Errors
    ///
    /// [`Error::is_timeout`] if nothing arrives within the [idle timeout](crate::Timeouts::idle);
    /// [`Error::is_unreadable`] if the download breaks off, is longer or shorter than announced, or is damaged
    /// gzip. All are [transient](Error::is_transient): start again. Not transient is an output that expands to more than
    /// 256 times its size.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let Some(piece) = self.piece().await? else {
                let mut rest = Vec::new();
                self.inflate.end(&mut rest).map_err(damaged)?;
                return Ok((!rest.is_empty()).then(|| rest.into()));
            };
            if self.inflate.is_plain(&piece) {
                return Ok(Some(piece));
            }
            let mut plain = Vec::new();
            self.inflate.push(&piece, &mut plain).map_err(damaged)?;
            if !plain.is_empty() {
                return Ok(Some(plain.into()));
            }
        }
    }

    /// The next chunk as it was sent.
    async fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        let next = match self.from.clavata.timeouts.idle() {
            None => self.answer.chunk().await,
            Some(limit) => timeout(limit, self.answer.chunk())
                .await
                .map_err(|_| self.from.stalled(limit))?,
        };
        let received = self.received;
        let piece = next.map_err(|error| {
            let what = format!("the output broke off after {received} bytes");
            let error = Error::unreadable(what).with_source(error.without_url());
            error.transient_if(true)
        })?;
        match (&piece, self.total) {
            (Some(piece), _) => self.received += piece.len() as u64,
            (None, Some(total)) if total != received => {
                let what =
                    format!("the output has {received} bytes instead of the announced {total}");
                return Err(Error::unreadable(what).transient_if(true));
            }
            (None, _) => {}
        }
        Ok(piece)
    }
}

fn damaged(why: InflateError) -> Error {
    let is_damaged = matches!(why, InflateError::Damaged(_));
    let error = Error::unreadable(format!("the output cannot be decompressed: {why}"));
    error.with_source(why).transient_if(is_damaged)
}

/// Leaves out the URL, which is a secret.
impl fmt::Debug for Downloading<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Downloading")
            .field("received", &self.received)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}
