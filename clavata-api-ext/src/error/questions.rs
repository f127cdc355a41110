//! What can be asked of an error, and what to do about each answer.

use std::time::Duration;

use http::StatusCode;
use uuid::Uuid;

use super::{Error, Evidence, Kind};
use crate::create::Marker;
use crate::evaluate::Completeness;
use crate::operation::{DOWNLOAD, Repeat, UPLOAD};
use crate::refusal::Refusals;

/// The headers that hold an id of the request.
pub(super) const REQUEST_IDS: [&str; 4] = [
    "x-request-id",
    "x-correlation-id",
    "cf-ray",
    "x-amzn-trace-id",
];

impl Error {
    /// Whether a bound of time was reached: of a connection, of an attempt, of the call, of a silence in
    /// a stream, or of a wait; also where the gateway says that the bound it was told has passed.
    ///
    /// The request may have been carried out, unless [`may_have_been_sent`](Self::may_have_been_sent)
    /// says no. Read again what can be read; before you send anything paid again, look whether it is
    /// there. If it happens often, raise the bound in [`Timeouts`](crate::Timeouts).
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Deadline(_)) || self.0.timed_out || self.grpc_code() == Some(4)
    }

    /// Whether the gateway refused because of too many requests (429), be it a rate or a quota.
    ///
    /// The request was not carried out. Wait for [`retry_after`](Self::retry_after), or slow down;
    /// the client has done so already as often as its [`RetryPolicy`](crate::RetryPolicy) allows.
    pub fn is_rate_limited(&self) -> bool {
        self.0.status == Some(StatusCode::TOO_MANY_REQUESTS) || self.grpc_code() == Some(8)
    }

    /// Whether the plan's quota is used up: a [rate limit](Self::is_rate_limited) that no short wait cures.
    ///
    /// It is told by the gateway's words, so an unusual wording may pass as a plain rate limit. The
    /// request was not carried out and is never repeated. Come back when the quota is renewed, or
    /// change the plan.
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

    /// Whether the gateway says that there is no such thing (404), or lists what there is without it.
    ///
    /// Nothing was done. Check the id, and that the key belongs to the account that owns it. A 404
    /// that is not in the gateway's words is [unreadable](Self::is_unreadable) instead: then it is
    /// the address that leads elsewhere.
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

    /// Why the gateway did not do what was asked, in its own name for it, where it answered with a
    /// success that says so inside: creating and cancelling batch jobs. See
    /// [`gateway_message`](Self::gateway_message) for its words.
    ///
    /// Nothing was done. Correct what the gateway names.
    pub fn declined(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Declined { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether it happened at the object storage behind a presigned address, and not at the gateway.
    pub fn is_of_storage(&self) -> bool {
        [Some(UPLOAD), Some(DOWNLOAD)].contains(&self.0.facts.operation)
    }

    /// The status with which the object storage refused, and its own code, such as `AccessDenied`,
    /// where it said one.
    ///
    /// Nothing was done. With 403 the address has probably expired.
    pub fn refused_by_storage(&self) -> Option<(u16, Option<&str>)> {
        match &self.0.kind {
            Kind::RefusedByStorage { status, code, .. } => Some((*status, code.as_deref())),
            _ => None,
        }
    }

    /// Whether an answer came that could not be read: cut short, too large, or not of the contract.
    ///
    /// The request was probably carried out. Where it repeats, something between you and the
    /// gateway changes answers (see [`status`](Self::status) and [`request_id`](Self::request_id)), the
    /// address is not that of the gateway, or the contract of this crate is out of date.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0.kind, Kind::Unreadable(_) | Kind::UnreadableJob(_))
    }

    /// Whether one job of a list could not be read. The listing goes on behind it: ask for the
    /// next one. Get the job by its id if you need it.
    pub fn is_unreadable_job(&self) -> bool {
        matches!(self.0.kind, Kind::UnreadableJob(_))
    }

    /// Whether a stream ended before each input had its answer.
    ///
    /// What has been received is good; the rest was not judged and has not passed. Send again what
    /// has no answer: each input that was answered has been paid for.
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
    /// False where no connection came about, where the gateway said that it did not begin with the
    /// request (HTTP/2), and where it refused (4xx but 408 and 499). True wherever that is not known, also
    /// of a 503: a hop behind the gateway may have broken after the work was done.
    pub fn may_have_been_sent(&self) -> bool {
        self.0.evidence == Evidence::MaybeDone
    }

    /// Whether the gateway may have billed something that the caller has no answer for: a job that was
    /// created, labels or inputs that were judged.
    ///
    /// A create is not repeated then: [`marker`](Self::marker) and
    /// [`Clavata::reconcile`](crate::Clavata::reconcile) tell whether its job is there. An evaluation
    /// is repeated until its first answer, so that more than one of its [attempts](Self::attempts) may
    /// have been billed. A call that only reads never bills.
    pub fn may_have_been_billed(&self) -> bool {
        self.may_have_been_sent() && self.repeat() != Repeat::Harmless
    }

    /// What repeating the call would do.
    pub(super) fn repeat(&self) -> Repeat {
        let operation = self.0.facts.operation;
        operation.map_or(Repeat::Harmless, |operation| operation.repeat)
    }

    /// The name of the operation that failed, as the contract has it, such as `create_job`; none where
    /// no operation was called.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.facts.operation.map(|operation| operation.id)
    }

    /// What marks the job that a create may have made all the same; there where that
    /// [is possible](Self::may_have_been_billed). Give it to
    /// [`Clavata::reconcile`](crate::Clavata::reconcile) before you create the job again.
    pub fn marker(&self) -> Option<Marker> {
        self.0.marker.filter(|_| self.may_have_been_billed())
    }

    /// Whether the same call may succeed later without any change.
    ///
    /// The client has tried again already where that was safe. Where the error
    /// [may have been carried out](Self::may_have_been_sent), trying again may do it twice.
    pub fn is_transient(&self) -> bool {
        self.0.transient
    }

    /// How long the gateway asked to wait, in `Retry-After` or in a `RetryInfo`; at most 366 days.
    ///
    /// Up to the [patience](crate::RetryPolicy::with_patience) (60 s) the client waits by itself. It is
    /// counted from the moment that the answer came. None where the gateway said nothing.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The HTTP status, where an answer began. For an error inside a stream, whose status is 200,
    /// the one that its gRPC code stands for.
    ///
    /// One that comes with [`is_unreadable`](Self::is_unreadable) may be a proxy's rather than the
    /// gateway's.
    pub fn status(&self) -> Option<u16> {
        self.0.status.map(|status| status.as_u16())
    }

    /// The gRPC code of the gateway's error, where it said one: it tells more than the status, such
    /// as 3 (an argument is invalid) from 9 (something must be done first), both of which are 400.
    pub fn grpc_code(&self) -> Option<i32> {
        let code = self.0.gateway.as_ref()?.code;
        (code != 0).then_some(code)
    }

    /// The gateway's own words, where it said any. Pieces of the request's content, and the key, are masked
    /// where they are repeated.
    pub fn gateway_message(&self) -> Option<&str> {
        let said = self.0.gateway.as_ref()?.message.as_str();
        (!said.is_empty()).then_some(said)
    }

    /// The job that had been created, and is there, when waiting for it failed. Wait for it again
    /// rather than creating another.
    pub fn job_uuid(&self) -> Option<Uuid> {
        self.0.job
    }

    /// How many attempts were made; 0 where the call failed before the first.
    ///
    /// One, though the error [is transient](Self::is_transient): the policy, the
    /// budget, the time left or the risk of doing something paid twice did not allow another.
    pub fn attempts(&self) -> u32 {
        self.0.facts.attempts
    }

    /// How long the call took, from its start to this error.
    pub fn elapsed(&self) -> Duration {
        self.0.facts.elapsed
    }

    /// A short name of the kind, for metrics and spans: low in cardinality, never content.
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

    /// The id that the gateway, or what stands before it, gave the request: quote it to support. None
    /// where no answer began, or where it bore no such header (`x-request-id`, `x-correlation-id`,
    /// `cf-ray`, `x-amzn-trace-id`).
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.0.headers.as_ref()?;
        REQUEST_IDS
            .iter()
            .filter_map(|name| headers.get(*name)?.to_str().ok())
            .find(|id| !id.is_empty())
    }
}
