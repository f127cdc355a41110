//! Decodes bytes into a type of the contract, with errors that name the path and the problem.

mod error;
#[cfg(feature = "client")]
mod other;
mod said;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::budget;
use crate::json::{self, Cursor};
use crate::salvage::salvage;
use crate::types::Status;
#[cfg(feature = "client")]
use crate::wire::Message;

pub use error::DecodeError;
use error::Unreadable;
pub(crate) use error::{Contract, FieldNames};
use said::said_in_jobs;
pub(crate) use said::{Joined, status_of};
pub use said::{has_error_within, join, refused_labels, said_beside};

/// Decodes a JSON body in any of the gateway's dialects.
///
/// Unknown members are ignored, except for an `error` that is not empty: in an object with one, and in everything within
/// it, `OUTCOME_FALSE` and `OUTCOME_UNSPECIFIED` are read as `OUTCOME_FAILED`. `serde_json` reads them in the same way,
/// but it ignores all else that the gateway says next to the value, such as a refusal, so use this function instead.
///
/// It accepts a byte order mark and UTF-16. The decoded value takes about 16 times the size of
/// the body plus 1 MiB of memory at most.
///
/// # Errors
///
/// [`DecodeError`] if the bytes are not text, not JSON, or not of the type. It names the JSON
/// path, or the line and the column, or both, and its text holds nothing of the content. It is also an error if the
/// gateway reports, alongside or in place of the value, that something went wrong or was refused: see
/// [`DecodeError::status`].
///
/// ```
/// use clavata_api::types::GetJobResponse;
///
/// let error = clavata_api::decode::<GetJobResponse>(
///     br#"{"job": {"results": [{"created": "yesterday"}]}}"#,
/// )
/// .unwrap_err();
/// assert_eq!(error.path(), Some("job.results[0].created"));
/// ```
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let (value, said) = decode_beside(body)?;
    match said {
        None => Ok(value),
        Some(status) => Err(DecodeError::beside(status)),
    }
}

/// Decodes a body. Also returns what the gateway says alongside the value.
pub(crate) fn decode_beside<T: DeserializeOwned>(
    body: &[u8],
) -> Result<(T, Option<Status>), DecodeError> {
    decode_with(body, |_| ()).map(|(value, said, ())| (value, said))
}

/// Decodes the answer to a call. Also returns what the gateway says alongside it, and whether the body is, also or only,
/// the answer to another call.
#[cfg(feature = "client")]
pub(crate) fn decode_answer<T: Message>(
    body: &[u8],
) -> Result<(T, Option<Status>, bool), DecodeError> {
    decode_with(body, other::is_of_another_call::<T>)
}

fn decode_with<T: DeserializeOwned, R>(
    body: &[u8],
    look: impl FnOnce(&Cursor<'_>) -> R,
) -> Result<(T, Option<Status>, R), DecodeError> {
    let refusing = |mut error: DecodeError| {
        error.refuse(salvage(body));
        error
    };
    // One pass over the whole body is cheaper than a check for each string in it.
    let text = text_of(body).map_err(refusing)?;
    let mut cursor = Cursor::new(&text);
    let read = budget::within(text.len(), || json::read::<T, json::GaveUp>(&mut cursor));
    match read {
        Ok(value) => {
            let said = if cursor.aside().is_empty() {
                None
            } else {
                join(said_beside(&cursor, 0), said_in_jobs(&cursor))
            };
            Ok((value, said, look(&cursor)))
        }
        Err(json::GaveUp) => Err(refusing(DecodeError::locate::<T>(&text))),
    }
}

/// The body as text, or why it is not text.
pub(crate) fn text_of(body: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    json::text_of(body).map_err(|error| DecodeError::new(Unreadable::Utf8(error)))
}
