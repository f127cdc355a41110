//! Requests to any path, even one that the contract does not know.

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderValue};

use crate::answer;
use crate::error::Error;
use crate::generated::Client;
use crate::response::ResponseValue;
use crate::types::Status;

impl Client {
    /// Sends a request to a path of the gateway, and returns the JSON of a successful response as received: one
    /// value, or several. With a `body`, which must be JSON, it is a `POST`; without one, a `GET`.
    ///
    /// The path begins with `/` and may have a query. It is sent as written.
    ///
    /// # Errors
    ///
    /// Those of every call, even if the status is a success but the body tells of an error or a refusal of
    /// content. [`Error::InvalidRequest`] if the path cannot be sent as written, such as one with `..`, a space
    /// or a `#`, or if the body is not JSON.
    pub async fn raw(
        &self,
        path: &str,
        body: Option<Bytes>,
    ) -> Result<ResponseValue<Bytes>, Error<Status>> {
        let url = self.base.to_written(path).map_err(Error::InvalidRequest)?;
        let request = match body {
            None => self.client.get(url),
            Some(body) => {
                let json = serde_json::from_slice::<serde::de::IgnoredAny>(&body);
                json.map_err(|_| Error::InvalidRequest("the body is not JSON".to_owned()))?;
                let json = HeaderValue::from_static("application/json");
                self.client.post(url).header(CONTENT_TYPE, json).body(body)
            }
        };
        let request = request.build()?;
        let answer = crate::request::exchange(&self.client, &self.inner, request).await?;
        match answer.status.as_u16() {
            200..=299 => answer::raw(answer),
            400..=599 => Err(answer::refused(answer)),
            _ => Err(answer::unexpected(answer)),
        }
    }
}
