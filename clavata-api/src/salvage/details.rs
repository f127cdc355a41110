//! Refusals in the details of an error that could be read.

use serde_json::{Map, Value};

use crate::refusal_names::names_refusal;
use crate::types::Status;
use crate::wire::detail;

/// A part of an error's details that tells of refused content.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// A detail whose fields can be read.
    Detail(&'a Map<String, Value>),
    /// A text that names a refusal but has no readable fields.
    Text(&'a str),
}

impl<'a> Evidence<'a> {
    /// The fields of a detail.
    pub fn fields(&self) -> Option<&'a Map<String, Value>> {
        match self {
            Self::Detail(fields) => Some(fields),
            Self::Text(_) => None,
        }
    }
}

/// Finds every sign of refused content in the details of an error, or if there is none, in its message.
///
/// A detail counts anywhere: inside a detail of another type, in a list, or without its `@type`.
pub fn refusals_in(status: &Status) -> Vec<Evidence<'_>> {
    let details = status.details.iter();
    let mut found: Vec<_> = details.flat_map(evidence_in).collect();
    if found.is_empty() && names_refusal(&status.message) {
        found.push(Evidence::Text(&status.message));
    }
    found
}

/// Finds every sign of refused content in one detail of an error.
pub fn evidence_in(detail: &Value) -> Vec<Evidence<'_>> {
    let mut found = Vec::new();
    collect(detail, &mut found);
    found
}

fn collect<'a>(value: &'a Value, found: &mut Vec<Evidence<'a>>) {
    match value {
        Value::String(text) if names_refusal(text) => found.push(Evidence::Text(text)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) if is_detail(fields) => found.push(Evidence::Detail(fields)),
        Value::Object(fields) => fields.iter().for_each(|(key, field)| match field {
            Value::Object(detail) if names_refusal(key) => found.push(Evidence::Detail(detail)),
            field => {
                let before = found.len();
                collect(field, found);
                if found.len() == before && names_refusal(key) {
                    found.push(Evidence::Text(key));
                }
            }
        }),
        _ => {}
    }
}

/// Whether an object is the detail of a refusal.
fn is_detail(fields: &Map<String, Value>) -> bool {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    if ["@type", "type"]
        .into_iter()
        .any(|name| text(name).is_some_and(names_type))
    {
        return true;
    }
    let has = |name: &str| fields.get(name).is_some_and(|value| !value.is_null());
    if has("matchConfidence") || has("match_confidence") {
        return true;
    }
    // Without its type and with a numeric reason, it is recognized by having no other fields.
    let is_numbered = match fields.get("type") {
        Some(Value::Number(_)) => true,
        Some(Value::String(text)) => text.parse::<u8>().is_ok(),
        _ => false,
    };
    is_numbered
        && (has("message") || has("details"))
        && fields
            .keys()
            .all(|key| matches!(key.as_str(), "type" | "message" | "details"))
}

/// Returns the text as a detail, if it is the detail of a refusal.
pub(crate) fn whole_detail(text: &str) -> Option<Value> {
    let value = detail(text);
    value.as_object().is_some_and(is_detail).then_some(value)
}

/// Whether a type or a reason is named like a refusal, and is not a sentence that contains such a name.
fn names_type(name: &str) -> bool {
    !name.trim().contains(char::is_whitespace) && names_refusal(name)
}
