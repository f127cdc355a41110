//! Masks parts of a request in values that contain the gateway's text.

use http::header::Entry;
use http::{HeaderMap, HeaderValue};
use serde_json::{Map, Value};

use super::Mask;
use crate::api::Status;

/// The headers that contain a request id.
const REQUEST_IDS: [&str; 4] = [
    "x-request-id",
    "x-correlation-id",
    "cf-ray",
    "x-amzn-trace-id",
];
/// The most bytes to keep of the gateway's message.
const KEPT: usize = 4096;
/// Ids are not content, and an error that shows them is more useful.
const IDS: [&str; 2] = ["policyId", "labelVersionIds"];
/// Fields whose members the caller names.
const MAPS: [&str; 3] = ["metadata", "extraHeaders", "options"];

/// Something that contains text from the gateway.
pub(crate) trait Foreign {
    /// Visits each text, always in the same order.
    fn words(&mut self, visit: &mut dyn FnMut(&mut String));
}

/// Masks these secrets in all text from the gateway.
pub(crate) fn redact(foreign: &mut impl Foreign, secrets: &[&str]) {
    let mut words = Vec::new();
    foreign.words(&mut |word| words.push(word.clone()));
    if words.is_empty() {
        return;
    }
    Mask::of(secrets.iter().copied()).redact_in(words.iter_mut().collect());
    let mut words = words.into_iter();
    foreign.words(&mut |word| *word = words.next().unwrap_or_default());
}

/// Masks all strings of a request body.
pub(crate) fn redact_body(foreign: &mut impl Foreign, body: &impl serde::Serialize) {
    let body = serde_json::to_value(body).unwrap_or_default();
    let mut strings = Vec::new();
    collect(&body, false, &mut strings);
    redact(foreign, &strings);
}

/// Masks the contents of additional fields: names, texts and numbers.
pub(crate) fn redact_fields(foreign: &mut impl Foreign, fields: &Map<String, Value>) {
    let mut held = Vec::new();
    fields.values().for_each(|field| hold(field, &mut held));
    let held: Vec<&str> = held.iter().map(String::as_str).collect();
    redact(foreign, &held);
}

fn hold(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Number(number) => into.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| hold(item, into)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            into.push(name.clone());
            hold(field, into);
        }),
        Value::Null | Value::Bool(_) => {}
    }
}

impl Foreign for Status {
    fn words(&mut self, visit: &mut dyn FnMut(&mut String)) {
        let mut ends = (0..=self.message.len().min(KEPT)).rev();
        let kept = ends.find(|end| self.message.is_char_boundary(*end));
        self.message.truncate(kept.unwrap_or(0));
        visit(&mut self.message);
        self.details
            .iter_mut()
            .for_each(|detail| detail.words(visit));
    }
}

impl Foreign for Value {
    fn words(&mut self, visit: &mut dyn FnMut(&mut String)) {
        match self {
            Self::String(text) => visit(text),
            Self::Array(items) => items.iter_mut().for_each(|item| item.words(visit)),
            Self::Object(fields) => {
                for (mut name, mut field) in std::mem::take(fields) {
                    visit(&mut name);
                    field.words(visit);
                    while fields.contains_key(&name) {
                        name.push('…');
                    }
                    fields.insert(name, field);
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => {}
        }
    }
}

/// The headers that are shown; see [`Error::request_id`].
impl Foreign for HeaderMap {
    fn words(&mut self, visit: &mut dyn FnMut(&mut String)) {
        for name in REQUEST_IDS {
            let Entry::Occupied(mut values) = self.entry(name) else {
                continue;
            };
            for value in values.iter_mut() {
                let mut text = value.to_str().unwrap_or_default().to_owned();
                visit(&mut text);
                if value.to_str().ok() != Some(&text) {
                    // A masked id is no longer an id.
                    *value = HeaderValue::from_static("");
                }
            }
        }
    }
}

/// The first request id in these headers.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok())
        .find(|id| !id.is_empty())
}

/// Collects the strings of a body. `names` says whether the caller named its fields.
fn collect<'a>(value: &'a Value, names: bool, strings: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => strings.push(text),
        Value::Array(items) => items.iter().for_each(|item| collect(item, names, strings)),
        Value::Object(fields) => {
            for (name, field) in fields {
                if names {
                    strings.push(name);
                }
                if !IDS.contains(&name.as_str()) {
                    collect(field, MAPS.contains(&name.as_str()), strings);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Foreign as _, collect, redact};

    #[test]
    fn names_of_ids_do_not_hide_the_id() {
        let request = json!({
            "policyId": "22222222-2222-4222-8222-222222222222",
            "contentData": [{"text": "canary-text", "metadata": {"canary-name": "canary-value"}}],
        });
        let mut strings = Vec::new();
        collect(&request, false, &mut strings);
        let mut said = json!(
            "policy 22222222-2222-4222-8222-222222222222 met canary-text, canary-name, canary-value"
        );
        redact(&mut said, &strings);
        assert_eq!(
            said,
            json!("policy 22222222-2222-4222-8222-222222222222 met …, …, …")
        );
    }

    #[test]
    fn every_id_of_a_request_is_masked_also_a_second_one() {
        let mut headers = http::HeaderMap::new();
        for id in ["fine", "for-test-key"] {
            headers.append("x-request-id", id.parse().unwrap());
        }
        redact(&mut headers, &["test-key"]);
        let ids: Vec<_> = headers.get_all("x-request-id").iter().collect();
        assert_eq!(ids, ["fine", ""]);
    }

    #[test]
    fn every_string_and_name_of_a_value_is_masked_and_none_is_lost() {
        let mut value = json!({
            "canary-name": "fine",
            "test-key": ["test-key", {"a": "x test-key y", "b": 1, "c": null}],
        });
        redact(&mut value, &["test-key", "canary-name"]);
        let mut words = Vec::new();
        value.words(&mut |word| words.push(word.clone()));
        assert!(!words.concat().contains("test-key"), "{words:?}");
        assert_eq!(
            value,
            json!({"…": "fine", "……": ["…", {"a": "x … y", "b": 1, "c": null}]})
        );
    }
}
