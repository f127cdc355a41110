//! From bytes to a type of the contract, with an error that says where and what.

use std::fmt;

use serde::de::DeserializeOwned;

/// Decodes a JSON body in any of the gateway's dialects.
///
/// # Errors
///
/// [`DecodeError`] where the bytes are not UTF-8, not JSON, or not of the type: it names the JSON
/// path, the line and the column, and holds nothing of the content.
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
    // One pass over the whole body is cheaper than a check for each string in it.
    let text = std::str::from_utf8(body).map_err(|error| DecodeError {
        path: None,
        kind: Kind::Utf8(error),
    })?;
    serde_json::from_str(text).map_err(|error| DecodeError::locate::<T>(text, error))
}

/// Why a body could not be decoded.
#[derive(Debug)]
pub struct DecodeError {
    path: Option<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Utf8(std::str::Utf8Error),
    Json(serde_json::Error),
}

impl DecodeError {
    /// Finds the path by decoding once more: only failures pay for it.
    fn locate<T: DeserializeOwned>(text: &str, error: serde_json::Error) -> Self {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let path = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Err(located) => match located.path().to_string() {
                path if path.is_empty() || path == "." => None,
                path => Some(path),
            },
            Ok(_) => None,
        };
        Self {
            path,
            kind: Kind::Json(error),
        }
    }

    /// The place in the JSON, such as `job.results[3].report.policyId`, where there is one.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether the body ended before its JSON did: it was cut short.
    pub fn is_cut_short(&self) -> bool {
        match &self.kind {
            Kind::Json(error) => error.is_eof(),
            Kind::Utf8(error) => error.error_len().is_none(),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "at {path}: ")?;
        }
        match &self.kind {
            Kind::Utf8(error) => write!(f, "not UTF-8 from byte {}", error.valid_up_to()),
            Kind::Json(error) if error.is_data() => write!(f, "{}", described(error)),
            Kind::Json(error) => write!(f, "not JSON: {error}"),
        }
    }
}

/// The message of a data error without what it quotes of the content.
fn described(error: &serde_json::Error) -> String {
    let said = error.to_string();
    match (said.find("string \""), said.rfind("\", expected")) {
        (Some(start), Some(end)) if start < end => {
            format!("{}string{}", &said[..start], &said[end + 1..])
        }
        _ => said,
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Utf8(error) => Some(error),
            // Not the JSON error: its text may quote the content.
            Kind::Json(_) => None,
        }
    }
}
