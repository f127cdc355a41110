//! Raw calls: paths that this version has no method for.

use bytes::Bytes;
use clavata_api::ResponseValue;
use serde_json::Value;

use crate::answered::Answered;
use crate::awaited::awaited;
use crate::client::Clavata;
use crate::error::Error;
use crate::operation;
use crate::shown::debug_fields;

impl Clavata {
    /// Gets a path of the gateway that this version has no method for, and returns the JSON of the response
    /// as it arrived. Await it to send the request.
    ///
    /// The path must begin with `/` and may have a query. It is sent as is, so percent-encode values. Key,
    /// deadlines, retries, rate limit and refusals work as in other calls.
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
    /// Those of every call, also for a success whose body tells of an error or a refusal. [`Error::is_not_built`] if the path does not begin with `/`, or cannot be sent
    /// as is, such as one with `..`, a space or a `#`; [`Error::is_unreadable`] if the response is
    /// not JSON.
    pub fn raw_get(&self, path: impl Into<String>) -> RawCall {
        self.raw(path.into(), None)
    }

    /// Posts JSON to a path of the gateway that this version has no method for. Await it to send the request.
    ///
    /// Like [`raw_get`](Self::raw_get), but it counts as a billed call: it is retried only if the
    /// previous attempt was provably not carried out. If the response is lost, it
    /// [may have been billed](Error::may_have_been_billed).
    ///
    /// A stream of answers is returned as a whole once it has ended, within the time and size limits of one
    /// response.
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
    /// The errors of [`raw_get`](Self::raw_get). [`Error::is_not_built`] also if the body is not exactly one JSON value.
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

/// A raw call. It is sent when you await it.
#[derive(Clone)]
#[must_use = "nothing is sent before `await`"]
pub struct RawCall {
    clavata: Clavata,
    path: String,
    body: Option<Bytes>,
}

impl RawCall {
    /// Sends it, and also returns the status and headers of the response.
    ///
    /// # Errors
    ///
    /// The errors of [`Clavata::raw_get`] and [`Clavata::raw_post`].
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

awaited!(RawCall -> Bytes);

// Leaves out the body, which may be content, and the path, which may contain some.
debug_fields!(RawCall, |it| method: if it.body.is_some() { "POST" } else { "GET" });
