//! The questions that an error answers, and what to do in each case.

use http::StatusCode;

use super::{Error, Evidence, Kind};
use crate::operation::{DOWNLOAD, Repeat, UPLOAD};
use crate::refusal::Refusals;

impl Error {
    /// Whether a time limit was reached: of a connection, an attempt, the call, a silence in a
    /// stream, or a wait. Also true if the gateway reports that its deadline has passed.
    ///
    /// The request may have been carried out, unless
    /// [`may_have_been_sent`](Self::may_have_been_sent) returns false. It is safe to repeat a read;
    /// before you repeat anything billed, check whether it was carried out. If it happens often,
    /// raise the limit in [`Timeouts`](crate::Timeouts).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Deadline(_)) || self.0.timed_out || self.grpc_code() == Some(4)
    }

    /// Whether the gateway refused because of too many requests (429), whether a rate or a quota.
    ///
    /// The request was not carried out. Wait for [`retry_after`](Self::retry_after), or slow down;
    /// the client has done so already as often as its [`RetryPolicy`](crate::RetryPolicy) allows.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.status == Some(StatusCode::TOO_MANY_REQUESTS) || self.grpc_code() == Some(8)
    }

    /// Whether the plan's quota is used up: a [rate limit](Self::is_rate_limited) that a short wait
    /// does not help.
    ///
    /// It is recognized by the gateway's message, so an unusual one may count as an ordinary rate
    /// limit. The request was not carried out and is never repeated. Come back when the quota is
    /// renewed, or change the plan.
    #[must_use]
    pub fn is_quota(&self) -> bool {
        self.0.quota
    }

    /// Whether the key is missing, unknown, or not allowed to do this (401, 403).
    ///
    /// The request was not carried out. Check `CLAVATA_API_KEY`, and that the key belongs to the
    /// account of the policy.
    #[must_use]
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
    #[must_use]
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
    #[must_use]
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
    #[must_use]
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
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(self.0.kind, Kind::Unreadable(_) | Kind::UnreadableJob(_))
    }

    /// Whether one job of a list could not be read. The listing continues after it: ask for the
    /// next one. If you need this one, get it by its id.
    #[must_use]
    pub fn is_unreadable_job(&self) -> bool {
        matches!(self.0.kind, Kind::UnreadableJob(_))
    }

    /// Whether a stream ended before each input had its answer.
    ///
    /// The answers that arrived count; the rest was not judged and has not passed. Send only the
    /// inputs without an answer again: each input that was answered has been billed.
    #[must_use]
    pub fn is_stopped_early(&self) -> bool {
        matches!(self.0.kind, Kind::StoppedEarly(_))
    }

    /// Whether the content cannot be judged: an empty text, a file that is no image or is too large, an
    /// address that is none, a reserved metadata key.
    ///
    /// Nothing was sent, and the content has not passed. Whoever sent it must change it; a web service
    /// answers 400.
    #[must_use]
    pub fn is_invalid_content(&self) -> bool {
        matches!(self.0.kind, Kind::InvalidContent(_))
    }

    /// Whether the call failed before anything could be sent because a setting or an argument is
    /// wrong. If the content is at fault, [`is_invalid_content`](Self::is_invalid_content) is true
    /// instead.
    ///
    /// Nothing was done, and nothing changes until the setting does.
    #[must_use]
    pub fn is_not_built(&self) -> bool {
        matches!(self.0.kind, Kind::NotBuilt(_))
    }

    /// Whether the gateway may have done what the request asked for.
    ///
    /// False if no connection was made, if the gateway reported that it did not start the request
    /// (HTTP/2), or if it refused (4xx except 408 and 499). True whenever that is unknown, even for
    /// a 503: a hop behind the gateway may have failed after the work was done.
    #[must_use]
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
    #[must_use]
    pub fn may_have_been_billed(&self) -> bool {
        self.may_have_been_sent() && self.repeat() != Repeat::Harmless
    }

    /// Whether the same call may succeed later without any change.
    ///
    /// The client has already retried if that was safe. If the request [may have been carried
    /// out](Self::may_have_been_sent), a retry may do it twice.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.0.transient
    }

    /// A short name of the kind, for metrics and spans: one of few, and never content.
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

#[cfg(test)]
mod tests {
    #[test]
    fn no_question_is_asked_for_nothing() {
        let source = include_str!("questions.rs");
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let is_question = |line: &str| {
            ["pub fn is_", "pub fn may_"]
                .iter()
                .any(|b| line.starts_with(b))
        };
        let pairs = lines.windows(2).filter(|pair| is_question(pair[1]));
        let unmarked = pairs.filter(|pair| pair[0] != "#[must_use]");
        assert_eq!(unmarked.collect::<Vec<_>>(), [] as [&[&str]; 0]);
    }
}
