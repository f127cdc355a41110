//! What an error knows of the response, if one began.

use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::{Error, Kind};
use crate::Refusals;
use crate::api::Status;
use crate::mask::request_id;

impl Error {
    /// Sets the head of the response.
    pub(crate) fn with_head(mut self, status: StatusCode, headers: HeaderMap) -> Self {
        self.0.status = Some(status);
        self.0.headers = Some(Box::new(headers));
        self
    }

    /// Sets these headers, unless it already has some.
    pub(crate) fn or_headers(mut self, headers: &HeaderMap) -> Self {
        let own = &mut self.0.headers;
        own.get_or_insert_with(|| Box::new(headers.clone()));
        self
    }

    /// Sets the gateway's own error.
    pub(crate) fn with_gateway(mut self, status: Status) -> Self {
        self.0.gateway = Some(Box::new(status));
        self
    }

    /// The same error with these refusals.
    pub(crate) fn with_refusals(mut self, refusals: Refusals) -> Self {
        self.0.kind = Kind::ContentRefused(refusals);
        self
    }

    /// Adds what another response refuses.
    pub(crate) fn and_refusals(self, more: &Refusals) -> Self {
        let mut all = self.refusals().cloned().unwrap_or_default();
        all.merge(more);
        self.with_refusals(all)
    }

    /// Adds what another error refuses. That one becomes the cause, unless this one has another cause.
    pub(crate) fn and_refuses(mut self, other: Self) -> Self {
        if let Some(more) = other.refusals() {
            self = self.and_refusals(more);
        }
        self.0.evidence = self.0.evidence.max(other.0.evidence);
        if self.0.source.is_none() {
            self = self.with_source(other);
        }
        self
    }

    pub(crate) fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers.as_deref()
    }

    /// The HTTP status, if a response began. For an error inside a stream, whose own status is 200,
    /// the status that corresponds to its gRPC code.
    ///
    /// If the error [is unreadable](Self::is_unreadable), the status may be from a proxy.
    pub fn status(&self) -> Option<u16> {
        self.0.status.map(|status| status.as_u16())
    }

    /// The gRPC code of the gateway's error, if it sent one. It is more specific than the HTTP status: 3
    /// (`INVALID_ARGUMENT`) and 9 (`FAILED_PRECONDITION`) are both 400.
    pub fn grpc_code(&self) -> Option<i32> {
        let code = self.0.gateway.as_ref()?.code;
        (code != 0).then_some(code)
    }

    /// The gateway's message, if it sent one. If it repeats the key or parts of the request's
    /// content, a [`Mask`](crate::Mask) hides them.
    pub fn gateway_message(&self) -> Option<&str> {
        let said = self.0.gateway.as_ref()?.message.as_str();
        (!said.is_empty()).then_some(said)
    }

    /// How long the gateway asked to wait, in a `Retry-After` header or a `RetryInfo` detail, counted
    /// from when the response arrived. At most 366 days. `None` if the gateway did not ask.
    ///
    /// The client itself waits up to its [patience](crate::RetryPolicy::with_patience) (60 s).
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The id that the gateway or a proxy in front of it gave the request. Quote it when you contact
    /// support.
    ///
    /// `None` if no response began, or if it has no such header (`x-request-id`, `x-correlation-id`,
    /// `cf-ray`, `x-amzn-trace-id`).
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }
}
