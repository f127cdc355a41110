//! Why a webhook call is not trusted.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::error::Error;

/// Why a webhook call is not trusted. Respond with its [`status`](Self::status).
#[derive(Debug)]
#[non_exhaustive]
pub enum WebhookError {
    /// The call does not have a known secret, has two, or has the secret of another job.
    ///
    /// Either it is not from the gateway, or its secret was forgotten: because of its age, because there were more
    /// secrets than are remembered, or in a restart (see [`Receiver::accept`](crate::Receiver::accept)). If it was
    /// forgotten, poll the job.
    Unauthorized,
    /// The body exceeds the limit.
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The body does not name a job.
    Unreadable,
    /// The gateway has no such job.
    UnknownJob(Error),
    /// The job could not be fetched from the gateway, so its state is unknown. If the gateway refused content
    /// ([`Error::is_content_refused`]), act on that. Otherwise let the gateway retry, or poll the job.
    Unconfirmed(Error),
}

impl WebhookError {
    /// The status to respond with: 401, 413, 400 or 404; or 503, which asks the gateway to retry.
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
            Self::Unauthorized => f.write_str("the webhook call has no known secret"),
            Self::TooLarge { limit } => {
                write!(f, "the webhook call is larger than {limit} bytes")
            }
            Self::Unreadable => f.write_str("the webhook call does not name a job"),
            Self::UnknownJob(error) => {
                write!(
                    f,
                    "the webhook call is about a job that does not exist: {error}"
                )
            }
            Self::Unconfirmed(error) => {
                write!(f, "the webhook call cannot be confirmed: {error}")
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
