//! The result of a call, with the status and headers of its response.

use std::fmt;
use std::ops::Deref;

use clavata_api::ResponseValue;
use http::{HeaderMap, StatusCode};

use crate::keys::Keys;
use crate::mask::request_id;

/// The result of a call, with the status and headers of its response. It derefs to the result.
///
/// Most calls that you await or send have a method `with_response` that returns one. A stream has none.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
/// use clavata_api_ext::Content;
///
/// let call = clavata.evaluate_one(policy, Content::text("hello"));
/// let answered = call.with_response().await?;
/// println!("request {:?}: {}", answered.request_id(), answered.verdict());
/// let evaluated = answered.into_inner();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Answered<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> Answered<T> {
    /// Masks the keys in request ids, because people copy these into tickets.
    pub(crate) fn new(answer: ResponseValue<T>, keys: &Keys) -> Self {
        let (value, status, mut headers) = answer.into_parts();
        keys.redact(&mut headers);
        Self {
            value,
            status,
            headers,
        }
    }

    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Answered<U> {
        Answered {
            value: map(self.value),
            status: self.status,
            headers: self.headers,
        }
    }

    /// The HTTP status, such as 200.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers, as sent by the gateway or a proxy in front of it. A request id that repeats a key is
    /// empty.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The request id, as in [`Error::request_id`](crate::Error::request_id).
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The result alone.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Answered<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Leaves out the headers, which may hold anything.
impl<T: fmt::Debug> fmt::Debug for Answered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
