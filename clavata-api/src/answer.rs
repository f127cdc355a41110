//! Reads answers up to a limit, and keeps their status and headers.

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Response, StatusCode};
use serde::de::IgnoredAny;

use crate::body::{Broken, whole};
use crate::call::Call;
use crate::decode::{DecodeError, decode_beside, join};
use crate::error::Error;
use crate::json::Frames;
use crate::read::{is_of_another_call, read as read_any};
use crate::response::ResponseValue;
use crate::salvage::salvage;
use crate::snippet::Snippet;
use crate::types::Status;
use crate::wire::Message;

/// Reads an answer of the type in the contract.
///
/// What the gateway says beside it, or in its place, counts more: a refusal of content that came
/// with a good status is a refusal all the same. What holds nothing that was asked for, since it
/// answers another call, is no empty answer.
pub(crate) async fn read<T: Message + PartialEq>(
    response: Response,
    call: &Call,
) -> Result<ResponseValue<T>, Error<Status>> {
    let (status, headers, body) = match whole(response, call).await {
        Ok(parts) => parts,
        Err(broken) => return Err(salvaged(broken)),
    };
    if !may_be_json(&headers) {
        return Err(unreadable(status, headers, &body, None));
    }
    match decode_beside::<T>(&body) {
        Ok((value, None)) if value == T::default() && is_of_another_call(&body) => {
            let why = DecodeError::said("it is the answer of another call");
            Err(unreadable(status, headers, &body, Some(why)))
        }
        Ok((value, None)) => {
            if let Some(listener) = &call.listener {
                listener.hear_answer::<T>(&body);
            }
            Ok(ResponseValue::new(value, status, headers))
        }
        Ok((_, Some(said))) => Err(refused_as(said, status, headers)),
        Err(why) => Err(unreadable(status, headers, &body, Some(why))),
    }
}

/// Reads an answer whose type is not known: JSON, as it came. What the gateway says in its place counts, as
/// in [`read`](fn@read).
pub(crate) async fn raw(
    response: Response,
    call: &Call,
) -> Result<ResponseValue<Bytes>, Error<Status>> {
    let (status, headers, body) = match whole(response, call).await {
        Ok(parts) => parts,
        Err(broken) => return Err(salvaged(broken)),
    };
    let values = serde_json::Deserializer::from_slice(&body).into_iter::<IgnoredAny>();
    if !may_be_json(&headers) || !values.into_iter().all(|value| value.is_ok()) {
        return Err(unreadable(status, headers, &body, None));
    }
    let mut frames = Frames::new(body.len());
    frames.push(&body);
    let mut said = None;
    while let Some(frame) = frames.next_frame().or_else(|| frames.finish()) {
        said = join(said, read_any(&frame.bytes).status);
    }
    match said {
        Some(said) => Err(refused_as(said, status, headers)),
        None => Ok(ResponseValue::new(body, status, headers)),
    }
}

/// Reads an error answer.
///
/// Whatever its content type says, it is tried as the contract's `Status`, bare or inside
/// `{"error": …}`: a refusal must not be lost to a proxy that relabels bodies.
pub(crate) async fn refused(response: Response, call: &Call) -> Error<Status> {
    let (status, headers, body) = match whole(response, call).await {
        Ok(parts) => parts,
        Err(broken) => return salvaged(broken),
    };
    match decode_beside::<Status>(&body) {
        Ok((bare, beside)) => {
            let bare = (bare != Status::default()).then_some(bare);
            match join(bare, beside) {
                Some(said) => refused_as(said, status, headers),
                None => unreadable(status, headers, &body, None),
            }
        }
        Err(why) => unreadable(status, headers, &body, Some(why)),
    }
}

/// Reads an answer that the contract does not know.
pub(crate) async fn unexpected(response: Response, call: &Call) -> Error<Status> {
    match whole(response, call).await {
        Ok((status, headers, body)) => unreadable(status, headers, &body, None),
        Err(broken) => salvaged(broken),
    }
}

fn refused_as(said: Status, status: StatusCode, headers: HeaderMap) -> Error<Status> {
    Error::Refused(ResponseValue::new(said, status, headers))
}

/// The error of a body that broke off, unless what came of it tells of a refusal.
fn salvaged(broken: Box<Broken>) -> Error<Status> {
    match salvage(&broken.received) {
        Some(refusal) => refused_as(refusal, broken.status, broken.headers),
        None => broken.into(),
    }
}

/// The error of a body that cannot be read, unless it tells of a refusal.
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
