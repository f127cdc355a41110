//! What a call brought, with the head of the answer that it came in.

use std::fmt;
use std::ops::Deref;

use clavata_api::ResponseValue;
use http::{HeaderMap, StatusCode};

use crate::keys::Keys;
use crate::mask::request_id;

/// What a call brought, with the status and the headers of its answer. It derefs to what was brought.
///
/// Each call that is awaited or sent has a `with_response` that returns it.
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
    /// The keys are masked in the ids of the request, which people copy into tickets.
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

    /// The headers, as the gateway or a proxy before it sent them. An id of the request that repeats a key
    /// is empty.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The id of the request, as [`Error::request_id`](crate::Error::request_id).
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the call brought, without the head.
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

/// Without the headers, which may be anything.
impl<T: fmt::Debug> fmt::Debug for Answered<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
