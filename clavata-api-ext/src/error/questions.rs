//! The questions that an error answers, and what to do in each case.

use std::time::Duration;

use http::StatusCode;
use uuid::Uuid;

use super::{Error, Evidence, Kind};
use crate::create::Marker;
use crate::evaluate::Completeness;
use crate::operation::{DOWNLOAD, Repeat, UPLOAD};
use crate::refusal::Refusals;

/// The headers that contain an id of the request.
pub(super) const REQUEST_IDS: [&str; 4] = [
    "x-request-id",
    "x-correlation-id",
    "cf-ray",
    "x-amzn-trace-id",
];

impl Error {
    /// Whether a time limit was reached: of a connection, an attempt, the call, a silence in a
    /// stream, or a wait. Also true if the gateway reports that its deadline has passed.
    ///
    /// The request may have been carried out, unless
    /// [`may_have_been_sent`](Self::may_have_been_sent) returns false. It is safe to repeat a read;
    /// before you repeat anything billed, check whether it was carried out. If it happens often,
    /// raise the limit in [`Timeouts`](crate::Timeouts).
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Deadline(_)) || self.0.timed_out || self.grpc_code() == Some(4)
    }

    /// Whether the gateway refused because of too many requests (429), whether a rate or a quota.
    ///
    /// The request was not carried out. Wait for [`retry_after`](Self::retry_after), or slow down;
    /// the client has done so already as often as its [`RetryPolicy`](crate::RetryPolicy) allows.
    pub fn is_rate_limited(&self) -> bool {
        self.0.status == Some(StatusCode::TOO_MANY_REQUESTS) || self.grpc_code() == Some(8)
    }

    /// Whether the plan's quota is used up: a [rate limit](Self::is_rate_limited) that a short wait
    /// does not help.
    ///
    /// It is recognized by the gateway's message, so an unusual one may count as an ordinary rate
    /// limit. The request was not carried out and is never repeated. Come back when the quota is
    /// renewed, or change the plan.
    pub fn is_quota(&self) -> bool {
        self.0.quota
    }

    /// Whether the key is missing, unknown, or not allowed to do this (401, 403).
    ///
    /// The request was not carried out. Check `CLAVATA_API_KEY`, and that the key belongs to the
    /// account of the policy.
    pub fn is_auth(&self) -> bool {
        matches!(
            self.0.status,
            Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
        ) || matches!(self.grpc_code(), Some(16 | 7))
    }

    /// Whether the gateway reports that there is no such thing (404), or does not list it.
    ///
    /// Nothing was done. Check the id, and that the key belongs to the account that owns it. A 404
    /// that does not come from the gateway is [unreadable](Self::is_unreadable) instead: then the
    /// base URL is wrong.
    pub fn is_not_found(&self) -> bool {
        let gateway = matches!(self.0.kind, Kind::Refused);
        (gateway && self.0.status == Some(StatusCode::NOT_FOUND))
            || self.grpc_code() == Some(5)
            || matches!(self.0.kind, Kind::NotFound(_))
    }

    /// Whether the gateway refused the content itself, before judging it.
    ///
    /// The content must not pass. [`refusals`](Self::refusals) says which piece and why; known
    /// child abuse material ([`Refusals::has_csam`]) may carry a legal duty to report.
    pub fn is_content_refused(&self) -> bool {
        self.refusals().is_some()
    }

    /// What was refused and why.
    pub fn refusals(&self) -> Option<&Refusals> {
        match &self.0.kind {
            Kind::ContentRefused(refusals) => Some(refusals),
            _ => None,
        }
    }

    /// The gateway's name for the reason, if it answered with success but with an error inside, as
    /// it does when it creates or cancels batch jobs. See
    /// [`gateway_message`](Self::gateway_message) for its message.
    ///
    /// Nothing was done. Correct what the gateway names.
    pub fn declined(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Declined { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether it happened at the object storage behind a presigned address rather than at the
    /// gateway.
    pub fn is_of_storage(&self) -> bool {
        [Some(UPLOAD), Some(DOWNLOAD)].contains(&self.0.facts.operation)
    }

    /// The status with which the object storage refused, and its own code, such as `AccessDenied`,
    /// if it sent one.
    ///
    /// Nothing was done. With 403 the address has probably expired.
    pub fn refused_by_storage(&self) -> Option<(u16, Option<&str>)> {
        match &self.0.kind {
            Kind::RefusedByStorage { status, code, .. } => Some((*status, code.as_deref())),
            _ => None,
        }
    }

    /// Whether an answer arrived that could not be read: it was cut short, was too large, or does
    /// not follow the contract.
    ///
    /// The request was probably carried out. If it happens again, something between you and the
    /// gateway changes answers (see [`status`](Self::status) and [`request_id`](Self::request_id)),
    /// the base URL is not that of the gateway, or this crate's contract is out of date.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0.kind, Kind::Unreadable(_) | Kind::UnreadableJob(_))
    }

    /// Whether one job of a list could not be read. The listing continues after it: ask for the
    /// next one. If you need this one, get it by its id.
    pub fn is_unreadable_job(&self) -> bool {
        matches!(self.0.kind, Kind::UnreadableJob(_))
    }

    /// Whether a stream ended before each input had its answer.
    ///
    /// The answers that arrived count; the rest was not judged and has not passed. Send only the
    /// inputs without an answer again: each input that was answered has been billed.
    pub fn is_stopped_early(&self) -> bool {
        matches!(self.0.kind, Kind::StoppedEarly(_))
    }

    /// Which inputs of an evaluation had been answered when it ended.
    pub fn completeness(&self) -> Option<&Completeness> {
        self.0.completeness.as_deref()
    }

    /// Whether the call failed before anything could be sent: a setting or an argument is wrong.
    ///
    /// Nothing was done, and nothing changes until the setting does.
    pub fn is_not_built(&self) -> bool {
        matches!(self.0.kind, Kind::NotBuilt(_))
    }

    /// Whether the gateway may have done what the request asked for.
    ///
    /// False if no connection was made, if the gateway reported that it did not start the request
    /// (HTTP/2), or if it refused (4xx except 408 and 499). True whenever that is unknown, even for
    /// a 503: a hop behind the gateway may have failed after the work was done.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.evidence == Evidence::MaybeDone
    }

    /// Whether the gateway may have billed something that the caller has no answer for: a job that was
    /// created, labels or inputs that were judged.
    ///
    /// Such a create is not retried: [`marker`](Self::marker) and
    /// [`Clavata::reconcile`](crate::Clavata::reconcile) find out whether its job exists. An
    /// evaluation is retried until its first answer, so more than one of its
    /// [attempts](Self::attempts) may have been billed. A call that only reads is never billed.
    pub fn may_have_been_billed(&self) -> bool {
        self.may_have_been_sent() && self.repeat() != Repeat::Harmless
    }

    /// What repeating the call would do.
    pub(super) fn repeat(&self) -> Repeat {
        let operation = self.0.facts.operation;
        operation.map_or(Repeat::Harmless, |operation| operation.repeat)
    }

    /// The name of the operation that failed, as in the contract, such as `create_job`; `None` if
    /// no operation was called.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.facts.operation.map(|operation| operation.id)
    }

    /// The marker of the job that a failed create may have made, if that [is
    /// possible](Self::may_have_been_billed). Pass it to
    /// [`Clavata::reconcile`](crate::Clavata::reconcile) before you create the job again.
    pub fn marker(&self) -> Option<Marker> {
        self.0.marker.filter(|_| self.may_have_been_billed())
    }

    /// Whether the same call may succeed later without any change.
    ///
    /// The client has already retried if that was safe. If the request [may have been carried
    /// out](Self::may_have_been_sent), a retry may do it twice.
    pub fn is_transient(&self) -> bool {
        self.0.transient
    }

    /// How long the gateway asked to wait, in `Retry-After` or in a `RetryInfo`; at most 366 days.
    ///
    /// Counted from when the answer arrived. The client itself waits up to its
    /// [patience](crate::RetryPolicy::with_patience) (60 s). `None` if the gateway did not ask.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The HTTP status, if an answer began. For an error inside a stream, whose own status is 200,
    /// the status that its gRPC code stands for.
    ///
    /// If the error [is unreadable](Self::is_unreadable), the status may be that of a proxy.
    pub fn status(&self) -> Option<u16> {
        self.0.status.map(|status| status.as_u16())
    }

    /// The gRPC code of the gateway's error, if it sent one. It is more specific than the status: 3
    /// (an argument is invalid) and 9 (something must be done first) are both 400.
    pub fn grpc_code(&self) -> Option<i32> {
        let code = self.0.gateway.as_ref()?.code;
        (code != 0).then_some(code)
    }

    /// The gateway's message, if it sent one. If it repeats the key or parts of the request's
    /// content, these are masked.
    pub fn gateway_message(&self) -> Option<&str> {
        let said = self.0.gateway.as_ref()?.message.as_str();
        (!said.is_empty()).then_some(said)
    }

    /// The job that was created before waiting for it failed. Wait for it again instead of creating
    /// another.
    pub fn job_uuid(&self) -> Option<Uuid> {
        self.0.job
    }

    /// How many attempts were made; 0 if the call failed before the first.
    ///
    /// If it is 1 although the error [is transient](Self::is_transient), the policy, the budget,
    /// the time left or the risk of being billed twice did not allow a retry.
    pub fn attempts(&self) -> u32 {
        self.0.facts.attempts
    }

    /// How long the call took, from its start to this error.
    pub fn elapsed(&self) -> Duration {
        self.0.facts.elapsed
    }

    /// A short name of the kind, for metrics and spans: one of few, and never content.
    pub fn type_name(&self) -> &'static str {
        match &self.0.kind {
            Kind::NotBuilt(_) => "not_built",
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

    /// The id that the gateway or a proxy before it gave the request: quote it to support. `None`
    /// if no answer began, or if it has no such header (`x-request-id`, `x-correlation-id`,
    /// `cf-ray`, `x-amzn-trace-id`).
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.0.headers.as_ref()?;
        REQUEST_IDS
            .iter()
            .filter_map(|name| headers.get(*name)?.to_str().ok())
            .find(|id| !id.is_empty())
    }
}
