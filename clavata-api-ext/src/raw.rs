//! Calls that this version has no method for.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;

use bytes::Bytes;
use clavata_api::ResponseValue;
use serde_json::Value;

use crate::answered::Answered;
use crate::client::Clavata;
use crate::error::Error;
use crate::operation;

impl Clavata {
    /// Gets a path of the gateway that this version has no method for, and brings the JSON of the answer as
    /// it came. Await it.
    ///
    /// The path begins with `/` and may have a query; it is sent as it is written, so percent-encode values.
    /// Everything else is as in other calls: key, deadlines, retries, limits, and refusals of content.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
    /// let json = clavata.raw_get("/v1/jobs?pageSize=1").await?;
    /// println!("{}", String::from_utf8_lossy(&json));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of every call. [`Error::is_not_built`] if the path does not begin with `/`, or could not be sent
    /// as it is written, such as one with `..`, a space or a `#`; [`Error::is_unreadable`] if the answer is
    /// not JSON. An answer with a good status that tells of an error is that error.
    pub fn raw_get(&self, path: impl Into<String>) -> RawCall {
        self.raw(path.into(), None)
    }

    /// Posts JSON to a path of the gateway that this version has no method for. Await it.
    ///
    /// As [`raw_get`](Self::raw_get), but it counts as a call that is paid for: it is sent again only if it is
    /// proven that it was not carried out. If the answer is lost, it
    /// [may have been billed](Error::may_have_been_billed).
    ///
    /// A stream of answers is brought once it has ended, within the time and the size of one answer.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata) -> Result<(), clavata_api_ext::Error> {
    /// let json = clavata.raw_post("/v1/batch-jobs/b-1/cancel", "{}").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`raw_get`](Self::raw_get); [`Error::is_not_built`] also if the body is not one JSON value.
    pub fn raw_post(&self, path: impl Into<String>, body: impl Into<Bytes>) -> RawCall {
        self.raw(path.into(), Some(body.into()))
    }

    fn raw(&self, path: String, body: Option<Bytes>) -> RawCall {
        let clavata = self.clone();
        RawCall {
            clavata,
            path,
            body,
        }
    }
}

/// A raw call that has not been sent yet. Await it to send it.
#[derive(Clone)]
#[must_use = "nothing is sent before `await`"]
pub struct RawCall {
    clavata: Clavata,
    path: String,
    body: Option<Bytes>,
}

impl RawCall {
    /// Sends it, and returns the JSON with the head of the answer.
    ///
    /// # Errors
    ///
    /// Those of [`Clavata::raw_get`] and [`Clavata::raw_post`].
    pub async fn with_response(self) -> Result<Answered<Bytes>, Error> {
        let answer = Box::pin(self.send()).await?;
        Ok(Answered::new(answer, &self.clavata.shared.keys))
    }

    async fn send(&self) -> Result<ResponseValue<Bytes>, Error> {
        let operation = match &self.body {
            None => operation::RAW_GET,
            Some(_) => operation::RAW_POST,
        };
        let send =
            |api: clavata_api::Client| async move { api.raw(&self.path, self.body.clone()).await };
        let answered = self.clavata.call(operation, send).await;
        answered.map_err(|error| match &self.body {
            None => error,
            Some(body) => error.hiding(|| serde_json::from_slice::<Value>(body).ok()),
        })
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Bytes, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.send().await.map(ResponseValue::into_inner) })
    }
}

/// Without the body, which may be content, and the path, which may hold it.
impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = if self.body.is_some() { "POST" } else { "GET" };
        f.debug_struct("RawCall")
            .field("method", &method)
            .finish_non_exhaustive()
    }
}
