//! The generated client's error, which keeps the status and headers of any response.

use std::error::Error as StdError;
use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::decode::DecodeError;
use crate::response::ResponseValue;
use crate::snippet::Snippet;
use crate::types;

/// Why a call of the generated client returned no value.
///
/// The variants are ordered by how far the call got. `E` is the error response of the contract. The text and `Debug`
/// never show it, nor the body of a response: both may repeat content of the request.
#[non_exhaustive]
pub enum Error<E = types::Status> {
    /// A parameter could not be written into the URL or the body. Nothing was sent.
    InvalidRequest(String),
    /// The request could not be built or sent, or no response began.
    Transport(reqwest::Error),
    /// No response began by [`Call::deadline`](crate::Call::deadline). The gateway may have received the request.
    NoAnswer,
    /// A response began and then broke off.
    Body {
        /// The status of the response.
        status: StatusCode,
        /// The headers of the response.
        headers: Box<HeaderMap>,
        /// The number of body bytes that arrived.
        received: u64,
        /// What happened to the connection, or to the compression.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// A response began, but its body did not arrive by [`Call::deadline`](crate::Call::deadline).
    Deadline {
        /// The status of the response.
        status: StatusCode,
        /// The headers of the response.
        headers: Box<HeaderMap>,
        /// The number of body bytes that arrived.
        received: u64,
    },
    /// The response is larger than [`Call::answer_limit`](crate::Call::answer_limit). The rest was
    /// not read.
    TooLarge {
        /// The status of the response.
        status: StatusCode,
        /// The headers of the response.
        headers: Box<HeaderMap>,
        /// The limit that it exceeded, in bytes.
        limit: u64,
    },
    /// The response does not match the contract: another status, another content type, or a body
    /// that does not decode.
    Unreadable {
        /// The status of the response.
        status: StatusCode,
        /// The headers of the response.
        headers: Box<HeaderMap>,
        /// What arrived instead.
        snippet: Snippet,
        /// Why the body does not decode, if that was tried.
        source: Option<DecodeError>,
    },
    /// The gateway refused or failed, and sent the error of the contract.
    Refused(ResponseValue<E>),
}

impl<E> Error<E> {
    /// The status of the response, if one began.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::InvalidRequest(_) | Self::NoAnswer => None,
            Self::Transport(error) => error.status(),
            Self::Body { status, .. }
            | Self::Deadline { status, .. }
            | Self::TooLarge { status, .. }
            | Self::Unreadable { status, .. } => Some(*status),
            Self::Refused(answer) => Some(answer.status()),
        }
    }

    /// The headers of the response, if one began.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) | Self::NoAnswer => None,
            Self::Body { headers, .. }
            | Self::Deadline { headers, .. }
            | Self::TooLarge { headers, .. }
            | Self::Unreadable { headers, .. } => Some(headers),
            Self::Refused(answer) => Some(answer.headers()),
        }
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("text", &self.to_string())
            .field("source", &self.source())
            .finish()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(why) => write!(f, "the request is not valid: {why}"),
            Self::Transport(_) => write!(f, "the request was not answered"),
            Self::NoAnswer => write!(f, "the request was not answered in time"),
            Self::Body {
                status, received, ..
            } => write!(f, "the answer ({status}) broke off after {received} bytes"),
            Self::Deadline {
                status, received, ..
            } => write!(
                f,
                "the answer ({status}) was not complete in time, after {received} bytes"
            ),
            Self::TooLarge { status, limit, .. } => {
                write!(f, "the answer ({status}) is larger than {limit} bytes")
            }
            Self::Unreadable {
                status,
                snippet,
                source,
                ..
            } => {
                write!(f, "the answer ({status}) cannot be read: {snippet}")?;
                source.iter().try_for_each(|why| write!(f, ", {why}"))
            }
            Self::Refused(answer) if answer.status().is_success() => {
                write!(f, "the gateway answered {}, with an error", answer.status())
            }
            Self::Refused(answer) => write!(f, "the gateway answered {}", answer.status()),
        }
    }
}

impl<E> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Body { source, .. } => Some(source.as_ref()),
            Self::Unreadable { source, .. } => source.as_ref().map(|why| why as _),
            _ => None,
        }
    }
}

impl<E> From<reqwest::Error> for Error<E> {
    fn from(error: reqwest::Error) -> Self {
        Self::Transport(error)
    }
}
