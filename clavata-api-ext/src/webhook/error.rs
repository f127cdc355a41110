//! Why a webhook call is not trusted.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::error::Error;

/// Why a webhook call is not trusted, and what to [answer](Self::status).
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// It does not present the secret of a job that is waited for.
    ///
    /// The caller is not the gateway, or the secret was dropped because of its age or lost in a
    /// restart (see [`Receiver::accept`](crate::Receiver::accept)); then poll the job.
    Unauthorized,
    /// Its body exceeds the limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Its body names no job.
    Unreadable,
    /// The gateway has no such job.
    UnknownJob(Error),
    /// The gateway could not be asked, so the job's state is unknown: let the caller retry, or
    /// poll.
    Unconfirmed(Error),
}

impl WebhookError {
    /// The status to answer with: 401, 413, 400, 404, or 503, which asks the caller to retry.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::UnknownJob(_) => StatusCode::NOT_FOUND,
            Self::Unconfirmed(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorized => {
                f.write_str("the webhook's call presents no secret that is known")
            }
            Self::TooLarge { limit } => {
                write!(f, "the webhook's call is larger than {limit} bytes")
            }
            Self::Unreadable => f.write_str("the webhook's call names no job"),
            Self::UnknownJob(error) => {
                write!(
                    f,
                    "the webhook's call is about a job that is not there: {error}"
                )
            }
            Self::Unconfirmed(error) => {
                write!(f, "the webhook's call cannot be confirmed: {error}")
            }
        }
    }
}

impl StdError for WebhookError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::UnknownJob(error) | Self::Unconfirmed(error) => Some(error),
            _ => None,
        }
    }
}
