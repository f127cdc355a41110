//! From bytes to a type of the contract, with an error that says where and what.

use std::fmt::{self, Write as _};

use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

use crate::generated::FIELD_NAMES;
use crate::json;

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
    match json::read(text) {
        Ok(value) => Ok(value),
        Err(json::GaveUp) => {
            serde_json::from_str(text).map_err(|error| DecodeError::locate::<T>(text, &error))
        }
    }
}

/// Why a body could not be decoded.
///
/// It holds words of the contract and positions, never what the body says: neither values nor the
/// keys of its maps.
#[derive(Debug)]
pub struct DecodeError {
    path: Option<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Utf8(std::str::Utf8Error),
    Json { message: String, cut_short: bool },
}

impl DecodeError {
    /// Finds the path by decoding once more: only failures pay for it.
    fn locate<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> Self {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let path = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
            Err(located) => shown(located.path()),
            Ok(_) => None,
        };
        Self {
            path,
            kind: Kind::Json {
                message: described(error),
                cut_short: error.is_eof(),
            },
        }
    }

    /// The place in the JSON, such as `job.results[3].report.policyId`, where there is one. A key
    /// that is no field of the contract is shown as `*`.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// Whether the body ended before its JSON did: it was cut short.
    pub fn is_cut_short(&self) -> bool {
        match &self.kind {
            Kind::Json { cut_short, .. } => *cut_short,
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
            Kind::Json { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Utf8(error) => Some(error),
            Kind::Json { .. } => None,
        }
    }
}

/// The path with nothing in it but fields of the contract and positions.
fn shown(path: &Path) -> Option<String> {
    let mut text = String::new();
    for segment in path {
        if let Segment::Seq { index } = segment {
            let _ = write!(text, "[{index}]");
            continue;
        }
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(match segment {
            Segment::Map { key } if FIELD_NAMES.binary_search(&key.as_str()).is_ok() => key,
            _ => "*",
        });
    }
    (!text.is_empty()).then_some(text)
}

/// The message of the parser without what it quotes of the body.
fn described(error: &serde_json::Error) -> String {
    if !error.is_data() {
        return format!("not JSON: {error}");
    }
    let said = error.to_string();
    match (said.split_once(": "), said.rsplit_once(", expected ")) {
        (Some((how @ ("invalid type" | "invalid value"), found)), Some((_, expected))) => {
            // What was found is named first and quoted after it.
            let found = found.split([',', '"', '`']).next().unwrap_or_default();
            format!("{how}: {}, expected {expected}", found.trim_end())
        }
        _ if said.starts_with("duplicate field") => said,
        _ => format!(
            "not as expected at line {} column {}",
            error.line(),
            error.column()
        ),
    }
}
