//! Uploads to a presigned URL.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt as _;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Body, Response, Url};
use tokio::time::{Instant, timeout};

use super::{Presigned, broken};
use crate::error::Error;

/// How often to check for a stall and report progress.
const TICK: Duration = Duration::from_millis(250);

/// The upload of a batch job's CSV, returned by [`Batch::upload_to`](crate::Batch::upload_to).
///
/// ```no_run
/// # async fn example(batch: clavata_api_ext::Batch, address: &str) -> Result<(), clavata_api_ext::Error> {
/// use clavata_api_ext::Error;
/// use futures_util::stream;
///
/// let csv = "ref_id,type,content\n1,text,hello\n";
/// let upload = batch.upload_to(address)?;
/// let body = || async { Ok::<_, Error>(stream::iter([Ok(csv.into())])) };
/// upload.repeat(|_| upload.send(csv.len() as u64, body, |_| {})).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Upload(pub(super) Presigned);

impl Upload {
    /// Retries `attempt` by the client's [`RetryPolicy`](crate::RetryPolicy). `attempt` gets its
    /// number, from 1. There is no total time limit, because files can be of any size.
    ///
    /// An upload whose response was lost may have arrived. Before you upload again, check that the batch
    /// job has not started on it.
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

    /// Uploads once, without the key. Follows a 307 or 308 to a URL that is allowed by the same rules.
    ///
    /// `body` is called for each request and must return a stream of exactly `bytes` bytes. `sent` is called
    /// with the number of bytes sent so far, at most four times a second and once at the end.
    ///
    /// # Errors
    ///
    /// [`Error::refused_by_storage`]: if the status is 403, the URL has probably expired.
    /// [`Error::is_timeout`] if nothing is sent within the [idle timeout](crate::Timeouts::idle). Connection
    /// errors, including failures of the `body` stream. An error of the `body` function is returned
    /// unchanged.
    pub async fn send<S, E, F>(
        &self,
        bytes: u64,
        mut body: impl FnMut() -> F,
        sent: impl Fn(u64),
    ) -> Result<(), E>
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
        E: From<Error>,
        F: Future<Output = Result<S, E>>,
    {
        let sent = &sent;
        let answer = self.0.follow(|address| {
            let body = body();
            async move {
                let body = body.await?;
                Ok::<_, E>(self.put(address, bytes, body, sent).await?)
            }
        });
        Box::pin(answer).await?;
        sent(bytes);
        Ok(())
    }

    /// Sends one request. Only the idle time is limited, not the total time.
    async fn put<S>(
        &self,
        address: Url,
        bytes: u64,
        body: S,
        told: impl Fn(u64),
    ) -> Result<Response, Error>
    where
        S: Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        let clavata = &self.0.clavata;
        let taken = Arc::new(AtomicU64::new(0));
        let counter = taken.clone();
        let body = body.inspect_ok(move |piece| {
            counter.fetch_add(piece.len() as u64, Ordering::Relaxed);
        });
        let request = clavata.shared.http.storage(&address)?.put(address);
        let request = request
            .header(CONTENT_TYPE, "text/csv")
            // Object storages reject chunked bodies.
            .header(CONTENT_LENGTH, bytes)
            .body(Body::wrap_stream(body));
        let mut sending = pin!(request.send());
        let mut moved = (0, Instant::now());
        loop {
            if let Ok(answer) = timeout(TICK, sending.as_mut()).await {
                return answer.map_err(broken);
            }
            let now = taken.load(Ordering::Relaxed);
            if now != moved.0 {
                moved = (now, Instant::now());
                told(now);
            } else if let Some(limit) = clavata.timeouts.idle()
                && moved.1.elapsed() >= limit
            {
                return Err(self.0.stalled(limit));
            }
        }
    }
}
