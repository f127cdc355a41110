//! Classifies errors: the kind, the evidence, and whether a retry can help.

use std::time::SystemTime;

use clavata_api::{Error as ApiError, InflateError};
use http::{HeaderMap, StatusCode};

use super::{Error, Evidence, Kind, transport};
use crate::api::Status;
use crate::refusal::{self, Refusals};
use crate::retry_after;

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        let status = error.status();
        let headers = error.headers().cloned();
        let mut classified = match error {
            ApiError::InvalidRequest(why) => Self::not_built(why),
            ApiError::Transport(error) => transport::classified(error),
            ApiError::NoAnswer => Self::deadline("no response arrived in time".to_owned()),
            // The gateway sends this status for refused content, without a body if it cannot encode
            // the details. So it counts even if little or none of the body arrived.
            ApiError::Body { status, .. }
            | ApiError::Deadline { status, .. }
            | ApiError::TooLarge { status, .. }
            | ApiError::Unreadable { status, .. }
                if status.as_u16() == 499 =>
            {
                Self::new(
                    Kind::ContentRefused(Refusals::suspected()),
                    Evidence::MaybeDone,
                )
            }
            ApiError::Body { source, .. } if is_too_dense(source.as_ref()) => {
                // A retry would get the same body.
                Self::unreadable(source.to_string()).with_source(source)
            }
            ApiError::Body {
                received, source, ..
            } => {
                let what = format!("it broke off after {received} bytes");
                let error = Self::unreadable(what).with_source(source);
                error.transient_if(true)
            }
            ApiError::TooLarge { limit, .. } => {
                Self::unreadable(format!("it is larger than the limit of {limit} bytes"))
            }
            ApiError::Unreadable { ref snippet, .. } if refusal::is_unwritten(&snippet.text()) => {
                Self::new(
                    Kind::ContentRefused(Refusals::suspected()),
                    Evidence::MaybeDone,
                )
            }
            ApiError::Unreadable {
                snippet, source, ..
            } => unreadable(status, &snippet, source),
            ApiError::Refused(answer) => {
                return Self::from_status(
                    answer.status(),
                    answer.headers().clone(),
                    answer.into_inner(),
                );
            }
            other => Self::unreadable(other.to_string()),
        };
        if let Some(headers) = headers {
            classified.0.retry_after = retry_after::read(&headers, SystemTime::now());
            classified.0.headers = Some(Box::new(headers));
        }
        classified.0.status = status;
        classified
    }
}

impl Error {
    /// An error response of the gateway.
    pub(crate) fn from_status(code: StatusCode, headers: HeaderMap, status: Status) -> Self {
        if code.is_success() {
            return from_frame(status, &headers);
        }
        let refusals = Refusals::of_status(&status)
            .or_else(|| says_nothing(code, &status).then(Refusals::suspected));
        let limited = code == StatusCode::TOO_MANY_REQUESTS || status.code == 8;
        let quota = limited && says_quota(&status);
        let mut error = match refusals {
            Some(refusals) => Self::new(Kind::ContentRefused(refusals), Evidence::Refused),
            None => Self::new(Kind::Refused, evidence_of(code))
                .transient_if(is_transient(code) && !quota),
        };
        if says_too_large(&status) {
            error = error.transient_if(false);
            // It may have been the answer that was too large.
            error.0.evidence = error.0.evidence.max(Evidence::MaybeDone);
        }
        error.0.quota = quota;
        error.0.retry_after = retry_after::read(&headers, SystemTime::now())
            .or_else(|| retry_after::of_details(&status.details));
        error.with_head(code, headers).with_gateway(status)
    }
}

/// An error within a response of status 200, such as in a frame of a stream. Its gRPC code says what
/// happened; nothing proves that the request was not carried out.
pub(crate) fn from_frame(status: Status, headers: &HeaderMap) -> Error {
    let code = match status.code {
        1 => 499,
        3 | 9 | 11 => 400,
        4 => 504,
        5 => 404,
        6 | 10 => 409,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        _ => 500,
    };
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut error = Error::from_status(code, headers.clone(), status);
    error.0.evidence = Evidence::Answered;
    error
}

/// A response that does not follow the contract, such as a proxy's error page or truncated JSON.
fn unreadable(
    status: Option<StatusCode>,
    snippet: &clavata_api::Snippet,
    source: Option<clavata_api::DecodeError>,
) -> Error {
    let cut_short = source
        .as_ref()
        .is_some_and(clavata_api::DecodeError::is_cut_short);
    let code = status.unwrap_or_default();
    let mut what = format!("{code} with {snippet}");
    if code.is_redirection() {
        what.push_str("; redirects are not followed, because the key would be sent along");
    }
    if let Some(why) = &source {
        what = format!("{what}, {why}");
    }
    let evidence = if code.is_success() || code.is_redirection() {
        Evidence::MaybeDone
    } else {
        evidence_of(code)
    };
    let error = Error::new(Kind::Unreadable(what), evidence)
        .transient_if(is_transient(code) || (code.is_success() && cut_short));
    match source {
        Some(source) => error.with_source(source),
        None => error,
    }
}

/// What a status proves. A server error never proves that nothing was done, not even a 503
/// with the gRPC code UNAVAILABLE: gRPC also uses that code if a hop behind the gateway failed
/// after the work was done.
fn evidence_of(code: StatusCode) -> Evidence {
    match code.as_u16() {
        408 | 499..=599 => Evidence::MaybeDone,
        _ => Evidence::Refused,
    }
}

pub(crate) fn is_transient(code: StatusCode) -> bool {
    matches!(code.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// Whether a body was refused because it expands to more than its compressed size allows.
fn is_too_dense(why: &(dyn std::error::Error + 'static)) -> bool {
    matches!(why.downcast_ref(), Some(InflateError::TooDense))
}

/// Whether a response has the status of a refusal but no details.
fn says_nothing(code: StatusCode, status: &Status) -> bool {
    code.as_u16() == 499 && status.message.is_empty() && status.details.is_empty()
}

/// Whether a message was too large for one of the gateway's servers, which has the same status as a rate limit.
pub(super) fn says_too_large(status: &Status) -> bool {
    status.code == 8
        && status.message.contains("message")
        && status.message.contains("larger than max")
}

/// Whether an error is about the plan's quota. Only the message tells, because a rate limit has the
/// same status.
fn says_quota(status: &Status) -> bool {
    let said = status.message.to_ascii_lowercase();
    let words = [
        "quota",
        "daily limit",
        "monthly limit",
        "free plan",
        "plan limit",
        "upgrade your plan",
    ];
    words.iter().any(|word| said.contains(word))
        || status.details.iter().any(|detail| {
            detail
                .get("@type")
                .and_then(serde_json::Value::as_str)
                .is_some_and(|kind| kind.ends_with(".QuotaFailure"))
        })
}
