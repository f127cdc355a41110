//! The object storage behind presigned URLs. It never gets the key.

mod address;
mod answer;
mod download;
mod upload;

use std::fmt;
use std::time::Duration;

use reqwest::{Response, Url};

use crate::batch::Batch;
use crate::client::Clavata;
use crate::error::{Error, seconds};
use crate::operation::{DOWNLOAD, Operation, UPLOAD};
use crate::retry::{Clock, retry_loop};
use crate::trace;

use answer::Judged;
pub use download::{Download, Downloading};
pub use upload::Upload;

/// The most redirects per request. Storages usually send one, to the region of a bucket.
const HOPS: usize = 5;

impl Batch {
    /// Prepares the upload of a CSV to the presigned URL from [`create`](Self::create).
    ///
    /// # Errors
    ///
    /// [`Error::is_unreadable`] if the URL cannot be used. It must be https, or http on this machine or after
    /// [`with_insecure_http`](crate::ClavataBuilder::with_insecure_http), contain no password, and point to this
    /// machine only if the gateway is on it. Nothing is sent. The URL is a
    /// secret, so the error does not contain it.
    pub fn upload_to(&self, address: &str) -> Result<Upload, Error> {
        Presigned::at(&self.clavata, UPLOAD, address).map(Upload)
    }

    /// Prepares the download of the output from the presigned URL of a completed batch job.
    ///
    /// # Errors
    ///
    /// The errors of [`upload_to`](Self::upload_to).
    pub fn download_from(&self, address: &str) -> Result<Download, Error> {
        Presigned::at(&self.clavata, DOWNLOAD, address).map(Download)
    }
}

/// An upload to, or a download from, a presigned URL.
struct Presigned {
    clavata: Clavata,
    operation: Operation,
    address: Url,
}

impl Presigned {
    fn at(clavata: &Clavata, operation: Operation, address: &str) -> Result<Self, Error> {
        Ok(Self {
            clavata: clavata.clone(),
            operation,
            address: address::check(clavata, operation, address)?,
        })
    }

    /// Makes one attempt with `ask`, and follows redirects.
    async fn follow<E, F>(&self, mut ask: impl FnMut(Url) -> F) -> Result<Response, E>
    where
        E: From<Error>,
        F: Future<Output = Result<Response, E>>,
    {
        let mut address = self.address.clone();
        for _ in 0..=HOPS {
            let answer = ask(address.clone()).await?;
            match self.judge(&address, answer).await? {
                Judged::Good(answer) => return Ok(answer),
                Judged::Elsewhere(place) => address = place,
            }
        }
        Err(Error::unreadable(format!("the storage redirects more than {HOPS} times")).into())
    }

    /// Retries by the client's policy, without a total time limit, because files can be of any size.
    async fn repeat<T, A: Future<Output = Result<T, Error>>>(
        &self,
        attempt: impl FnMut(u32) -> A,
    ) -> Result<T, Error> {
        let outcome = retry_loop(
            &self.clavata.retry,
            &self.clavata.shared.budget,
            self.operation,
            Clock::start(None),
            attempt,
            tokio::time::sleep,
        );
        let span = trace::call(self.operation, "(storage)");
        trace::within(span, outcome).await
    }

    /// The error if no data has moved for too long.
    fn stalled(&self, limit: Duration) -> Error {
        let what = self.what();
        Error::deadline(format!("the {what} stalled for {}", seconds(limit)))
    }

    fn what(&self) -> &'static str {
        match self.operation {
            UPLOAD => "upload",
            _ => "download",
        }
    }
}

/// Leaves out the URL, which is a secret.
impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation.id)
    }
}

/// An error of the connection to the storage.
fn broken(error: reqwest::Error) -> Error {
    Error::from(clavata_api::Error::<crate::api::Status>::Transport(error))
}
