//! Reads answers: bounded, and never without their status and headers.

use std::error::Error as StdError;
use std::fmt;

use bytes::{Bytes, BytesMut};
use progenitor_client::ResponseValue;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::decode::{DecodeError, decode};
use crate::snippet::Snippet;
use crate::types;

/// Why a call of the generated client brought no answer.
///
/// The kinds are in the order of how far the call got. `E` is the error answer of the contract.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = types::Status> {
    /// A parameter was missing or could not be converted: nothing was sent.
    InvalidRequest(String),
    /// The request could not be built or sent, or no answer began.
    Transport(reqwest::Error),
    /// An answer began and then broke off.
    Body {
        /// The status of the answer.
        status: StatusCode,
        /// The headers of the answer.
        headers: Box<HeaderMap>,
        /// The bytes of the body that had come.
        received: u64,
        /// What happened to the connection.
        source: reqwest::Error,
    },
    /// The answer is larger than [`Call::answer_limit`]; the rest was not read.
    TooLarge {
        /// The status of the answer.
        status: StatusCode,
        /// The headers of the answer.
        headers: Box<HeaderMap>,
        /// The bound that it went over, in bytes.
        limit: u64,
    },
    /// The answer is not what the contract says: another status, another content type, or a body
    /// that does not decode.
    Unreadable {
        /// The status of the answer.
        status: StatusCode,
        /// The headers of the answer.
        headers: Box<HeaderMap>,
        /// What came instead.
        snippet: Snippet,
        /// Why the body does not decode, where that was tried.
        source: Option<DecodeError>,
    },
    /// The gateway refused or failed, and said why in the contract's own words.
    Refused(ResponseValue<E>),
}

impl<E> Error<E> {
    /// The status of the answer, where one began.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::InvalidRequest(_) => None,
            Self::Transport(error) => error.status(),
            Self::Body { status, .. }
            | Self::TooLarge { status, .. }
            | Self::Unreadable { status, .. } => Some(*status),
            Self::Refused(answer) => Some(answer.status()),
        }
    }

    /// The headers of the answer, where one began.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::InvalidRequest(_) | Self::Transport(_) => None,
            Self::Body { headers, .. }
            | Self::TooLarge { headers, .. }
            | Self::Unreadable { headers, .. } => Some(headers),
            Self::Refused(answer) => Some(answer.headers()),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(why) => write!(f, "the request is not valid: {why}"),
            Self::Transport(_) => write!(f, "the request was not answered"),
            Self::Body {
                status, received, ..
            } => write!(f, "the answer ({status}) broke off after {received} bytes"),
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
            Self::Refused(answer) => write!(f, "the gateway answered {}", answer.status()),
        }
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) | Self::Body { source: error, .. } => Some(error),
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

/// The hooks of a client speak the generator's error.
impl<E> From<progenitor_client::Error<()>> for Error<E> {
    fn from(error: progenitor_client::Error<()>) -> Self {
        match error {
            progenitor_client::Error::CommunicationError(error) => Self::Transport(error),
            progenitor_client::Error::InvalidRequest(why) => Self::InvalidRequest(why),
            other => Self::InvalidRequest(other.to_string()),
        }
    }
}

/// Reads an answer of the kind that the contract promises.
pub(crate) async fn read<T: DeserializeOwned, E>(
    response: Response,
    call: &Call,
) -> Result<ResponseValue<T>, Error<E>> {
    let (status, headers, body) = whole(response, call.answer_limit).await?;
    if !may_be_json(&headers) {
        return Err(unreadable(status, headers, &body, None));
    }
    match decode(&body) {
        Ok(value) => Ok(ResponseValue::new(value, status, headers)),
        Err(why) => Err(unreadable(status, headers, &body, Some(why))),
    }
}

/// Reads an error answer.
///
/// Whatever its content type says, it is tried as the contract's `Status`, bare or inside
/// `{"error": …}`: a refusal must not be lost to a proxy that relabels bodies.
pub(crate) async fn refused(response: Response, call: &Call) -> Error<types::Status> {
    let (status, headers, body) = match whole(response, call.answer_limit).await {
        Ok(parts) => parts,
        Err(error) => return error,
    };
    match decode_status(&body) {
        Ok(refusal) => Error::Refused(ResponseValue::new(refusal, status, headers)),
        Err(why) => unreadable(status, headers, &body, Some(why)),
    }
}

/// Reads an answer that the contract does not know.
pub(crate) async fn unexpected<E>(response: Response, call: &Call) -> Error<E> {
    match whole(response, call.answer_limit).await {
        Ok((status, headers, body)) => unreadable(status, headers, &body, None),
        Err(error) => error,
    }
}

/// Decodes the contract's `Status`, bare or inside `{"error": …}`.
pub(crate) fn decode_status(body: &[u8]) -> Result<types::Status, DecodeError> {
    let frame: types::EvaluateFrame = decode(body)?;
    match frame.error {
        Some(status) => Ok(status),
        None => decode(body),
    }
}

fn unreadable<E>(
    status: StatusCode,
    headers: HeaderMap,
    body: &Bytes,
    source: Option<DecodeError>,
) -> Error<E> {
    Error::Unreadable {
        status,
        snippet: Snippet::of(body, headers.get(CONTENT_TYPE)),
        headers: Box::new(headers),
        source,
    }
}

fn may_be_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_none_or(|value| value.to_str().is_ok_and(|text| text.contains("json")))
}

/// Reads a body up to `limit` bytes.
async fn whole<E>(
    mut response: Response,
    limit: u64,
) -> Result<(StatusCode, HeaderMap, Bytes), Error<E>> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let expected = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(0);
    let too_large = |headers: HeaderMap| Error::TooLarge {
        status,
        headers: Box::new(headers),
        limit,
    };
    if expected > limit {
        return Err(too_large(headers));
    }
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    loop {
        let received = (first.len() + rest.len()) as u64;
        match response.chunk().await {
            Ok(Some(chunk)) if received + chunk.len() as u64 > limit => {
                return Err(too_large(headers));
            }
            Ok(Some(chunk)) if received == 0 => first = chunk,
            Ok(Some(chunk)) => {
                if rest.is_empty() {
                    // What a peer promises is believed only so far.
                    let promised = usize::try_from(expected).unwrap_or(0).min(64 << 20);
                    rest.reserve(promised.max(2 * (first.len() + chunk.len())));
                    rest.extend_from_slice(&first);
                    first = Bytes::new();
                }
                rest.extend_from_slice(&chunk);
            }
            Ok(None) => break,
            Err(source) => {
                return Err(Error::Body {
                    status,
                    headers: Box::new(headers),
                    received,
                    source,
                });
            }
        }
    }
    let body = if rest.is_empty() {
        first
    } else {
        rest.freeze()
    };
    Ok((status, headers, body))
}
