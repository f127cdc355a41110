//! Reads the details of refusals.

use std::collections::HashSet;

use clavata_api::names_abuse;
use serde_json::{Map, Value};

use super::Refusal;
use crate::api::PrecheckFailureType;

/// Reads the refusal in a detail. `None` if its reason cannot be a reason.
pub(super) fn read(detail: &Map<String, Value>) -> Option<Refusal> {
    let field = |name: &str, other: &str| detail.get(name).or_else(|| detail.get(other));
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        // The evidence counts in any form.
        other => other.to_string(),
    };
    let hash = detail.get("details").map(text);
    let confidence = field("matchConfidence", "match_confidence");
    Some(Refusal {
        // Some deployments leave out unspecified values.
        reason: named(detail.get("type").unwrap_or(&Value::Null))?,
        content_hash: hash.filter(|hash| !hash.is_empty()),
        match_confidence: confidence.and_then(named).unwrap_or_default(),
        message: detail.get("message").map(text).unwrap_or_default(),
    })
}

pub(super) fn has_known_reason(refusal: &Refusal) -> bool {
    use PrecheckFailureType::{Unknown, Unspecified};
    !matches!(refusal.reason, Unspecified | Unknown(_))
}

/// Whether a detail mentions child abuse material, apart from the reasons of the refusals that were read from it. If a
/// reason is known, what it says to people does not count either: that may repeat an address.
pub(super) fn mentions_abuse(detail: &Value, known: &HashSet<*const Map<String, Value>>) -> bool {
    match detail {
        Value::String(text) => names_abuse(text),
        Value::Array(items) => items.iter().any(|item| mentions_abuse(item, known)),
        Value::Object(fields) => {
            let has_reason = read(fields).as_ref().is_some_and(has_known_reason);
            let is_read = known.contains(&std::ptr::from_ref(fields));
            fields.iter().any(|(key, field)| {
                let is_said = match key.as_str() {
                    "message" | "details" => has_reason && field.is_string(),
                    "type" => has_reason && is_read,
                    _ => false,
                };
                !is_said && (names_abuse(key) || mentions_abuse(field, known))
            })
        }
        _ => false,
    }
}

/// Whether a text can be the name of an enum value. Any other text may repeat the
/// content.
pub(crate) fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= 100 && text.bytes().all(plain)
}

/// Reads an enum value. Text that cannot be a name is rejected: names are shown in errors, and the text may
/// repeat the content.
fn named<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    match value {
        Value::String(text) if !is_name(text) => None,
        Value::String(text) => {
            let number = text.parse::<i32>().map(Value::from);
            T::deserialize(number.as_ref().unwrap_or(value)).ok()
        }
        _ => T::deserialize(value).ok(),
    }
}
