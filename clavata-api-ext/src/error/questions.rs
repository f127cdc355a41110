//! The questions that an error can answer, and what to do in each case.

use http::StatusCode;

use super::classify::says_too_large;
use super::{Error, Evidence, Kind};
use crate::operation::{DOWNLOAD, Repeat, UPLOAD};
use crate::refusal::Refusals;

#[warn(clippy::must_use_candidate)]
impl Error {
    /// Whether a time limit was reached: for connecting, an attempt, the whole call, the gap between two
    /// answers of a stream, or a wait. Also true if the gateway reports that its deadline has passed.
    ///
    /// The request may have been carried out, unless
    /// [`may_have_been_sent`](Self::may_have_been_sent) is false. Reads are safe to repeat. Before you
    /// repeat a billed call, check whether it was carried out. If timeouts happen often, raise the limit
    /// in [`Timeouts`](crate::Timeouts).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Deadline(_)) || self.0.timed_out || self.grpc_code() == Some(4)
    }

    /// Whether the gateway refused the request with 429: a rate limit was exceeded, or a
    /// [quota](Self::is_quota) is used up.
    ///
    /// The request was not carried out, unless [`may_have_been_sent`](Self::may_have_been_sent) is true: then
    /// an earlier attempt or part of a stream may have been. Wait for [`retry_after`](Self::retry_after), or
    /// slow down. The client has already retried as often as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        let is_limited = self.0.status == Some(StatusCode::TOO_MANY_REQUESTS);
        (is_limited || self.grpc_code() == Some(8)) && !self.is_too_large()
    }

    /// Whether the request, or the answer to it, is too large for the gateway: 413, or a 429 that says so.
    ///
    /// Send less content at a time. [`Clavata::evaluate_all`](crate::Clavata::evaluate_all) has done so already.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        let says_so = self.0.gateway.as_deref().is_some_and(says_too_large);
        self.0.status == Some(StatusCode::PAYLOAD_TOO_LARGE) || says_so
    }

    /// Whether the plan's quota is used up: a [rate limit](Self::is_rate_limited) for which a short wait
    /// does not help.
    ///
    /// It is recognized by the gateway's message; if the wording is unusual, it may count as an ordinary rate
    /// limit. The request was not carried out, unless [`may_have_been_sent`](Self::may_have_been_sent) is true,
    /// and is never retried. Try again when the quota is renewed, or change the plan.
    #[must_use]
    pub fn is_quota(&self) -> bool {
        self.0.quota
    }

    /// Whether the key was rejected: it is missing, unknown, or not allowed to do this (401, 403). A page with 403
    /// is [unreadable](Self::is_unreadable) instead: a firewall may block the content.
    ///
    /// The request was not carried out, unless [`may_have_been_sent`](Self::may_have_been_sent) is true. Check
    /// `CLAVATA_API_KEY`, and that the key belongs to the account that owns the policy.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        match self.0.status {
            Some(StatusCode::UNAUTHORIZED) => true,
            Some(StatusCode::FORBIDDEN) => !self.is_unreadable(),
            _ => matches!(self.grpc_code(), Some(16 | 7)),
        }
    }

    /// Whether the gateway reports that something does not exist (404), or does not list it.
    ///
    /// Nothing was done, unless [`may_have_been_sent`](Self::may_have_been_sent) is true. Check the id, and that the key
    /// belongs to the account that owns it. A 404 that does not come from the gateway is [unreadable](Self::is_unreadable) instead; the base URL is
    /// probably wrong.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        let gateway = matches!(self.0.kind, Kind::Refused);
        (gateway && self.0.status == Some(StatusCode::NOT_FOUND))
            || self.grpc_code() == Some(5)
            || matches!(self.0.kind, Kind::NotFound(_))
    }

    /// Whether the gateway refused the content itself instead of judging it.
    ///
    /// The content must not pass, and sending it again does not help. [`refusals`](Self::refusals) says which
    /// piece was refused and why. Known child sexual abuse material ([`Refusals::has_csam`]) may carry a legal
    /// duty to report. Other inputs of the same request may have been judged, and
    /// [billed](Self::may_have_been_billed).
    #[must_use]
    pub fn is_content_refused(&self) -> bool {
        self.refusals().is_some()
    }

    /// What was refused, and why. `None` unless [`is_content_refused`](Self::is_content_refused).
    #[must_use]
    pub fn refusals(&self) -> Option<&Refusals> {
        match &self.0.kind {
            Kind::ContentRefused(refusals) => Some(refusals),
            _ => None,
        }
    }

    /// The gateway's code for the reason, if it reported an error within a successful response, as it
    /// does for creating and canceling batch jobs. [`gateway_message`](Self::gateway_message) has its
    /// message.
    ///
    /// Nothing was done. Correct what the message says.
    #[must_use]
    pub fn declined(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Declined { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether the error happened at the object storage, during an upload or a download with a presigned
    /// URL, rather than at the gateway.
    #[must_use]
    pub fn is_of_storage(&self) -> bool {
        [Some(UPLOAD), Some(DOWNLOAD)].contains(&self.0.facts.operation)
    }

    /// The HTTP status with which the object storage refused the request, and its error code, such as
    /// `AccessDenied`, if it sent one.
    ///
    /// Nothing was done, except perhaps with a 408 or a 5xx. If the status is 403, the presigned URL has probably
    /// expired.
    #[must_use]
    pub fn refused_by_storage(&self) -> Option<(u16, Option<&str>)> {
        match &self.0.kind {
            Kind::RefusedByStorage { status, code, .. } => Some((*status, code.as_deref())),
            _ => None,
        }
    }

    /// Whether a response arrived that could not be read: it was cut off, too large, or does not follow
    /// the API contract.
    ///
    /// The request was probably carried out, unless [`may_have_been_sent`](Self::may_have_been_sent) is false. If it
    /// happens again, something between you and the
    /// gateway changes responses (see [`status`](Self::status) and [`request_id`](Self::request_id)),
    /// the base URL is not the gateway's, or this version of the crate is out of date.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0.kind, Kind::Unreadable(_) | Kind::UnreadableJob(_))
    }

    /// Whether one job of a list could not be read.
    ///
    /// The listing can continue: ask for the next job. If you need this one, get it by its id.
    #[must_use]
    pub fn is_unreadable_job(&self) -> bool {
        matches!(self.0.kind, Kind::UnreadableJob(_))
    }

    /// Whether a stream ended before every input had an answer.
    ///
    /// The answers that arrived count. The other inputs have not passed;
    /// [`completeness`](Self::completeness) lists them. Send only these again: every input that was answered
    /// has been billed, and some of the others [may have been](Self::may_have_been_billed).
    #[must_use]
    pub fn is_stopped_early(&self) -> bool {
        matches!(self.0.kind, Kind::StoppedEarly(_))
    }

    /// Whether the content cannot be judged: an empty text, a file that is too large or not an image, an
    /// invalid URL, or a reserved metadata key.
    ///
    /// Nothing was sent, and the content has not passed. Its author must change it; a web service should
    /// respond with 400.
    #[must_use]
    pub fn is_invalid_content(&self) -> bool {
        matches!(self.0.kind, Kind::InvalidContent(_))
    }

    /// Whether a setting or an argument is wrong, so that no request could be made. If the content is at
    /// fault, [`is_invalid_content`](Self::is_invalid_content) is true instead.
    ///
    /// Nothing was sent. The call fails in the same way until you correct the setting.
    #[must_use]
    pub fn is_not_built(&self) -> bool {
        matches!(self.0.kind, Kind::NotBuilt(_))
    }

    /// Whether the gateway may have carried out the request.
    ///
    /// False only if it certainly did not: no connection was made, the gateway reported that it did not
    /// start the request (HTTP/2), or it refused the request (4xx except 408 and 499) or its content. True
    /// if that is unknown, even for a 503: a hop behind the gateway may have failed after the work was done.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.0.evidence >= Evidence::MaybeDone
    }

    /// Whether the gateway may have billed something that you have no answer for: a created job, or
    /// judged labels or inputs.
    ///
    /// Such a create is not retried. Pass its [`marker`](Self::marker) to
    /// [`Clavata::reconcile`](crate::Clavata::reconcile) to find out whether its job exists. An
    /// evaluation is retried until its response begins, so more than one of its
    /// [attempts](Self::attempts) may have been billed. Reads are never billed.
    #[must_use]
    pub fn may_have_been_billed(&self) -> bool {
        self.may_have_been_sent() && self.repeat() != Repeat::Harmless
    }

    /// Whether the same call may succeed later, without any change.
    ///
    /// The client has already retried if that was safe. If the request [may have been carried
    /// out](Self::may_have_been_sent), sending it again may do the work twice.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.0.transient
    }

    /// A short name for the kind of error, for metrics and spans. It is one of a small fixed set and never
    /// holds content.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match &self.0.kind {
            Kind::NotBuilt(_) => "not_built",
            Kind::InvalidContent(_) => "invalid_content",
            Kind::NotSent(_) => "not_sent",
            Kind::NotTaken(_) => "not_taken",
            Kind::MaybeSent(_) => "maybe_sent",
            Kind::Unreadable(_) | Kind::UnreadableJob(_) => "unreadable",
            Kind::Refused => "refused",
            Kind::ContentRefused(_) => "content_refused",
            Kind::Deadline(_) => "deadline",
            Kind::StoppedEarly(_) => "stopped_early",
            Kind::NotFound(_) => "not_found",
            Kind::Declined { .. } => "declined",
            Kind::RefusedByStorage { .. } => "refused_by_storage",
        }
    }
}
