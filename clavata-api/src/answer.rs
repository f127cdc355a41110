//! Reads answers: bounded, and never without their status and headers.

use bytes::Bytes;
use progenitor_client::ResponseValue;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::body::whole;
use crate::call::Call;
use crate::decode::{DecodeError, decode};
use crate::error::Error;
use crate::snippet::Snippet;
use crate::types;

/// Reads an answer of the kind that the contract promises.
///
/// A refusal of content that came with a good status is a refusal all the same.
pub(crate) async fn read<T: DeserializeOwned>(
    response: Response,
    call: &Call,
) -> Result<ResponseValue<T>, Error<types::Status>> {
    let (status, headers, body) = whole(response, call).await?;
    if body.trim_ascii_start().starts_with(b"{\"error\"")
        && let Some(refusal) = salvage(&body)
    {
        return Err(refused_as(refusal, status, headers));
    }
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
    let (status, headers, body) = match whole(response, call).await {
        Ok(parts) => parts,
        Err(broken) => {
            return match salvage(&broken.received) {
                Some(refusal) => refused_as(refusal, broken.status, broken.headers),
                None => broken.into(),
            };
        }
    };
    let why = match decode_status(&body) {
        Ok(Some(refusal)) => return refused_as(refusal, status, headers),
        Ok(None) => None,
        Err(why) => Some(why),
    };
    match salvage(&body) {
        Some(refusal) => refused_as(refusal, status, headers),
        None => unreadable(status, headers, &body, why),
    }
}

fn refused_as(
    refusal: types::Status,
    status: StatusCode,
    headers: HeaderMap,
) -> Error<types::Status> {
    Error::Refused(ResponseValue::new(refusal, status, headers))
}

/// What is left of a refusal of content in a body that cannot be decoded.
///
/// A hit on known child abuse material must not be lost because the connection broke in the middle
/// of it, or because another field has an unexpected type: the whole text becomes one raw detail.
pub(crate) fn salvage(body: &[u8]) -> Option<types::Status> {
    const KEPT: usize = 1 << 20;
    let text = String::from_utf8_lossy(&body[..body.len().min(KEPT)]);
    let is_refusal = text.contains("PrecheckFailure") || text.contains("PRECHECK_FAILURE_TYPE_");
    if !is_refusal {
        return None;
    }
    // Where it is JSON at least, its details can still be taken one by one.
    let details = serde_json::from_slice::<Value>(body)
        .ok()
        .and_then(|mut value| {
            let status = value
                .get_mut("error")
                .map_or_else(Value::default, Value::take);
            let mut status = if status.is_null() { value } else { status };
            status
                .get_mut("details")?
                .as_array_mut()
                .map(std::mem::take)
        });
    Some(types::Status {
        details: details.unwrap_or_else(|| vec![Value::String(text.into_owned())]),
        ..types::Status::default()
    })
}

/// Reads an answer that the contract does not know.
pub(crate) async fn unexpected<E>(response: Response, call: &Call) -> Error<E> {
    match whole(response, call).await {
        Ok((status, headers, body)) => unreadable(status, headers, &body, None),
        Err(broken) => broken.into(),
    }
}

/// Decodes the contract's `Status`, bare or inside `{"error": …}`; none where it says nothing.
///
/// Older gateways put the message alone into `error`, beside the other fields of the status.
fn decode_status(body: &[u8]) -> Result<Option<types::Status>, DecodeError> {
    let (status, why) = match decode::<types::EvaluateFrame>(body).map(|frame| frame.error) {
        Ok(Some(status)) => (status, None),
        Ok(None) => (decode(body)?, None),
        Err(why) => (decode(body)?, Some(why)),
    };
    match (status == types::Status::default(), why) {
        (true, Some(why)) => Err(why),
        (says_nothing, _) => Ok((!says_nothing).then_some(status)),
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
