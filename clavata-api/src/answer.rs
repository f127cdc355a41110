//! Reads responses up to a limit, and keeps their status and headers.

use std::future::ready;
use std::iter;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Response, StatusCode};
use serde_json::value::RawValue;

use crate::body::{Broken, Whole, Why, whole};
use crate::call::Call;
use crate::decode::{DecodeError, Joined, decode_answer, decode_beside, join};
use crate::error::Error;
use crate::json::{Frame, Frames};
use crate::read::read as read_any;
use crate::response::ResponseValue;
use crate::salvage::salvage;
use crate::snippet::Snippet;
use crate::types::Status;
use crate::wire::Message;

/// How many bytes of a list are scanned before the elements in them are dropped.
const CHUNK: usize = 64 << 10;

/// Reads a response of the type in the contract.
///
/// What the gateway says alongside the value, or in its place, takes precedence: a refusal of content
/// with a success status is still a refusal. A response that is also or only the answer to another call is an
/// error, and not an empty value.
#[allow(clippy::result_large_err)] // the generated method returns it as it is
pub(crate) fn read<T: Message>(
    answer: Whole,
    call: &Call,
) -> Result<ResponseValue<T>, Error<Status>> {
    let Whole {
        status,
        headers,
        body,
    } = answer;
    if !may_be_json(&headers) {
        return Err(unreadable(status, headers, &body, None));
    }
    match decode_answer::<T>(&body) {
        Ok((_, None, true)) => {
            let why = DecodeError::said("it is the answer to another call");
            Err(unreadable(status, headers, &body, Some(why)))
        }
        Ok((value, None, false)) => {
            if let Some(listener) = &call.listener {
                listener.hear_answer::<T>(&body);
            }
            Ok(ResponseValue::new(value, status, headers))
        }
        Ok((_, Some(said), _)) => Err(refused_as(said, status, headers)),
        Err(why) => Err(unreadable(status, headers, &body, Some(why))),
    }
}

/// Reads a response of unknown type: JSON, as received. What the gateway says in its place takes precedence, as
/// in [`read`](fn@read).
#[allow(clippy::result_large_err)] // as above
pub(crate) fn raw(answer: Whole) -> Result<ResponseValue<Bytes>, Error<Status>> {
    let Whole {
        status,
        headers,
        body,
    } = answer;
    let (mut said, mut is_empty) = (Joined::default(), status != StatusCode::NO_CONTENT);
    let mut values = serde_json::Deserializer::from_slice(&body).into_iter::<&RawValue>();
    let is_json = may_be_json(&headers)
        && values.all(|value| {
            is_empty = false;
            value.is_ok_and(|value| {
                said.add(said_in(value.get()));
                true
            })
        });
    if is_empty || !is_json {
        return Err(unreadable(status, headers, &body, None));
    }
    match said.status {
        Some(said) => Err(refused_as(said, status, headers)),
        None => Ok(ResponseValue::new(body, status, headers)),
    }
}

/// What the gateway says in a value, or in the elements of a list. Copies nothing but one element at a time.
fn said_in(json: &str) -> Option<Status> {
    if !json.starts_with('[') {
        return read_any(json.as_bytes()).status;
    }
    let mut said = Joined::default();
    let mut hear = |frame: Frame| said.add(read_any(&frame.bytes).status);
    let mut frames = Frames::new(json.len());
    for chunk in json.as_bytes().chunks(CHUNK) {
        frames.push(chunk);
        iter::from_fn(|| frames.next_frame()).for_each(&mut hear);
    }
    iter::from_fn(|| frames.finish()).for_each(hear);
    said.status
}

/// Reads an error response.
///
/// Whatever its content type, the body is tried as the contract's `Status`, bare or inside
/// `{"error": …}`: a refusal must not be lost because a proxy relabeled the body.
#[cold]
pub(crate) fn refused(answer: Whole) -> Error<Status> {
    match decode_beside::<Status>(&answer.body) {
        Ok((bare, beside)) => {
            let bare = (bare != Status::default()).then_some(bare);
            match join(bare, beside) {
                Some(said) => refused_as(said, answer.status, answer.headers),
                None => unexpected(answer),
            }
        }
        Err(why) => unreadable(answer.status, answer.headers, &answer.body, Some(why)),
    }
}

/// The error for a response that the contract does not describe.
#[cold]
pub(crate) fn unexpected(answer: Whole) -> Error<Status> {
    unreadable(answer.status, answer.headers, &answer.body, None)
}

/// Reads a response that came in place of a stream.
pub(crate) async fn instead(response: Response, call: &Call) -> Error<Status> {
    match whole(ready(Ok(response)), call).await {
        Ok(answer) if answer.status.is_client_error() || answer.status.is_server_error() => {
            refused(answer)
        }
        Ok(answer) => unexpected(answer),
        Err(broken) => salvaged(*broken),
    }
}

/// The error for a response that broke off, unless the part that arrived tells of a refusal.
#[cold]
pub(crate) fn salvaged(broken: Broken) -> Error<Status> {
    let Some(came) = broken.came else {
        return match broken.why {
            Why::Transport(error) => Error::Transport(error),
            _ => Error::NoAnswer,
        };
    };
    if let Some(refusal) = salvage(&came.body) {
        return refused_as(refusal, came.status, came.headers);
    }
    let Whole {
        status,
        headers,
        body,
    } = came;
    let (headers, received) = (Box::new(headers), body.len() as u64);
    match broken.why {
        Why::Deadline => Error::Deadline {
            status,
            headers,
            received,
        },
        Why::TooLarge(limit) => Error::TooLarge {
            status,
            headers,
            limit,
        },
        Why::Broken(source) => Error::Body {
            status,
            headers,
            received,
            source,
        },
        Why::Transport(error) => Error::Transport(error),
    }
}

#[cold]
fn refused_as(said: Status, status: StatusCode, headers: HeaderMap) -> Error<Status> {
    Error::Refused(ResponseValue::new(said, status, headers))
}

/// The error for a body that cannot be read, unless it tells of a refusal.
#[cold]
fn unreadable(
    status: StatusCode,
    headers: HeaderMap,
    body: &Bytes,
    source: Option<DecodeError>,
) -> Error<Status> {
    if let Some(refusal) = salvage(body) {
        return refused_as(refusal, status, headers);
    }
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
