//! The one rule that finds refusals of content in any data that arrived.
//!
//! A refusal is known by the type of a detail (`…PrecheckFailure`), by the name of its reason
//! (`PRECHECK_FAILURE_TYPE_…`), or by the confidence that nothing else has, never by a code. A hit
//! on known child abuse material carries a legal duty, so it must be found wherever it stands: in a
//! detail inside another one, in an answer that broke off or is no JSON at all, spelled with
//! escapes, in UTF-16, in capitals or without them.

use std::borrow::Cow;

use memchr::memmem;
use serde_json::{Map, Value};

use crate::json::Cursor;
use crate::types::Status;
use crate::wire::detail;

/// How many places of a broken text are read for details. Past them the text itself is kept.
const MOST: usize = 1000;
/// How far around a place the text is kept, in bytes.
const AROUND: usize = 16 * 1024;

/// A part of an error's details that speaks of refused content.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// A detail whose fields can be read.
    Detail(&'a Map<String, Value>),
    /// A text that names a refusal and cannot be read further.
    Text(&'a str),
}

/// Finds every sign of refused content in the details and the message of an error.
///
/// A detail counts anywhere: in a detail of another type, in a list, or without its `@type`.
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
    // Without its type and with its reason as a number, it is known by having nothing else.
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

/// The detail of a refusal that a text is.
pub(crate) fn whole_detail(text: &str) -> Option<Value> {
    let value = detail(text);
    value.as_object().is_some_and(is_detail).then_some(value)
}

/// Whether the name of a type or a reason is a refusal's, and not a sentence that holds one.
fn names_type(name: &str) -> bool {
    !name.trim().contains(char::is_whitespace) && names_refusal(name)
}

/// Whether a text names a refusal.
pub(crate) fn names_refusal(text: &str) -> bool {
    holds_name(resolved(text).as_bytes())
}

/// Whether bytes may speak of a refusal: quick, and never wrong when it says no.
pub(crate) fn may_hold(text: &[u8]) -> bool {
    // Most of what nobody asked for is empty, or next to it.
    if text.len() <= "PrecheckFailure".len() {
        return false;
    }
    holds_name(text) || has_escaped_letters(text)
}

fn holds_name(text: &[u8]) -> bool {
    failures(text).next().is_some() || confidences(text).next().is_some()
}

/// Where `PrecheckFailure` stands, in any case, its words apart or not.
fn failures(text: &[u8]) -> impl Iterator<Item = usize> {
    const BEFORE: &[u8] = b"prechec";
    const AFTER: &[u8] = b"failure";
    let name_at = |k: usize| {
        let start = k.checked_sub(BEFORE.len())?;
        let after = &text[k + 1..];
        let after = after.strip_prefix(b"_").unwrap_or(after);
        let after = after.trim_ascii_start();
        let is_name = text[start..k].eq_ignore_ascii_case(BEFORE)
            && after
                .get(..AFTER.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(AFTER));
        is_name.then_some(start)
    };
    // Its rarest letter.
    memchr::memchr2_iter(b'k', b'K', text).filter_map(name_at)
}

/// Where the confidence of a match stands.
fn confidences(text: &[u8]) -> impl Iterator<Item = usize> {
    const SPELLED: [&[u8]; 3] = [b"matchConfidence", b"match_confidence", b"MATCH_CONFIDENCE"];
    SPELLED
        .into_iter()
        .flat_map(move |name| memmem::find_iter(text, name))
}

/// Whether a letter or the like is written as `\u00…`: nobody has to, so somebody may hide.
fn has_escaped_letters(text: &[u8]) -> bool {
    memmem::find_iter(text, b"\\u00").any(|at| escaped_letter(&text[at..]).is_some())
}

/// The letter, digit or mark of a type's name that a `\u00…` at the beginning stands for.
fn escaped_letter(text: &[u8]) -> Option<u8> {
    let code = std::str::from_utf8(text.get(4..6)?).ok()?;
    let letter = u8::from_str_radix(code, 16).ok()?;
    (letter.is_ascii_alphanumeric() || b"_@./:-".contains(&letter)).then_some(letter)
}

/// Finds refusals in bytes of any kind, and returns them as the error that they came from.
///
/// Details that can be read are taken one by one. If there is none, the text around the place that
/// names a refusal becomes one raw detail.
pub fn salvage(bytes: &[u8]) -> Option<Status> {
    let text = plain(bytes);
    let text = resolved(&text);
    if !names_refusal(&text) {
        return None;
    }
    let mut details = Vec::new();
    let mut read_to = 0;
    let mut raw = None;
    for (count, at) in places(&text).into_iter().enumerate() {
        if at < read_to {
            continue;
        }
        match enclosing(&text, at).filter(|_| count < MOST) {
            Some((end, found)) => {
                read_to = end;
                details.extend(found);
            }
            None => raw = raw.or(Some(at)),
        }
    }
    if let Some(at) = raw {
        details.push(Value::String(around(&text, at).to_owned()));
    }
    Some(Status {
        details,
        ..Status::default()
    })
}

/// The first places where a refusal is named.
fn places(text: &str) -> Vec<usize> {
    let mut places: Vec<_> = failures(text.as_bytes()).take(MOST + 1).collect();
    places.extend(confidences(text.as_bytes()).take(MOST + 1));
    places.sort_unstable();
    places
}

/// The innermost object around a place that is a refusal's detail and can be read, and its end.
fn enclosing(text: &str, at: usize) -> Option<(usize, Vec<Value>)> {
    const OUTERMOST: usize = 8;
    let from = at.saturating_sub(AROUND);
    let opens = text.as_bytes()[from..at].iter().enumerate().rev();
    let opens = opens.filter(|(_, byte)| **byte == b'{').take(OUTERMOST);
    for (open, _) in opens {
        let start = from + open;
        let mut cursor = Cursor::new(text.get(start..)?);
        let Ok(object) = cursor.raw() else {
            continue;
        };
        if start + object.len() <= at {
            continue;
        }
        let value = detail(object);
        let found = evidence_in(&value);
        if !found.is_empty() {
            let is_object = matches!(&found[..], [Evidence::Detail(_)]);
            return is_object.then(|| (start + object.len(), vec![value]));
        }
    }
    None
}

fn around(text: &str, at: usize) -> &str {
    let start = (at.saturating_sub(AROUND)..=at).find(|start| text.is_char_boundary(*start));
    let end = (at + AROUND).min(text.len());
    let end = (at..=end).rev().find(|end| text.is_char_boundary(*end));
    &text[start.unwrap_or(at)..end.unwrap_or(text.len())]
}

/// Bytes as text, whatever they are. UTF-16 becomes ASCII by losing its zeros.
fn plain(bytes: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(0, bytes).is_some() {
        let rest: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        return Cow::Owned(String::from_utf8_lossy(&rest).into_owned());
    }
    String::from_utf8_lossy(bytes)
}

/// The text with its `\u00…` escapes of letters and digits resolved, if there are any.
fn resolved(text: &str) -> Cow<'_, str> {
    if !has_escaped_letters(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u00") {
        let letter = escaped_letter(&rest.as_bytes()[at..]);
        plain.push_str(&rest[..at]);
        rest = if let Some(letter) = letter {
            plain.push(char::from(letter));
            &rest[at + 6..]
        } else {
            plain.push_str("\\u00");
            &rest[at + 4..]
        };
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::{Evidence, refusals_in, salvage};

    const DETAIL: &str = r#"{"@type":"type.googleapis.com/clavata.gateway.v1.PrecheckFailure","type":"PRECHECK_FAILURE_TYPE_NCMEC","message":"m","details":"md5::abc"}"#;

    fn hashes(bytes: &[u8]) -> Vec<String> {
        let Some(status) = salvage(bytes) else {
            return Vec::new();
        };
        let found = refusals_in(&status);
        assert!(!found.is_empty(), "found and lost again: {status:?}");
        let hash = |one: Evidence<'_>| match one {
            Evidence::Detail(fields) => fields["details"].as_str().unwrap_or("?").to_owned(),
            Evidence::Text(_) => "raw".to_owned(),
        };
        found.into_iter().map(hash).collect()
    }

    #[test]
    fn details_are_read_out_of_anything() {
        for text in [
            DETAIL.to_owned(),
            format!(r#"{{"error":{{"code":1,"details":[{DETAIL}]}}}}"#),
            format!("<html>{DETAIL}</html>"),
            format!(r#"{{"error":{{"code":1,"details":[{{"@type":"x","broken":}},{DETAIL}"#),
            format!("data: [[[{DETAIL}, 7"),
            format!("{}{DETAIL}", "x".repeat(1 << 20)),
            DETAIL.replace("PrecheckFailure", "\\u0050recheckF\\u0061ilure"),
            DETAIL.replace("PrecheckFailure", "precheckfailure"),
            DETAIL.replace("PrecheckFailure", "precheck_failure/"),
        ] {
            assert_eq!(hashes(text.as_bytes()), ["md5::abc"], "{text:.80}");
        }
        let utf16: Vec<u8> = DETAIL.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(hashes(&utf16), ["md5::abc"]);
    }

    #[test]
    fn each_of_many_is_found() {
        let text = (0..50).map(|n| DETAIL.replace("abc", &n.to_string()));
        assert_eq!(
            hashes(text.collect::<Vec<_>>().join(",").as_bytes()).len(),
            50
        );
    }

    #[test]
    fn what_is_cut_anywhere_after_its_name_is_still_a_refusal() {
        let name = DETAIL.find("PrecheckFailure").unwrap() + "PrecheckFailure".len();
        for end in name..DETAIL.len() {
            assert_eq!(hashes(&DETAIL.as_bytes()[..end]), ["raw"], "{end}");
        }
        assert!(salvage(&DETAIL.as_bytes()[..name - 1]).is_none());
        assert!(salvage(b"precheck failed").is_none());
    }

    #[test]
    fn a_detail_is_known_by_whatever_part_of_it_is_left() {
        let url = "type.googleapis.com/clavata.gateway.v1.PrecheckFailure";
        for detail in [
            r#"{"type":1,"message":"m"}"#.to_owned(),
            r#"{"type":"1","details":"md5::abc"}"#.to_owned(),
            r#"{"type":"NCMEC","matchConfidence":1}"#.to_owned(),
            r#"{"type":1,"match_confidence":"PRECHECK_MATCH_CONFIDENCE_LOW"}"#.to_owned(),
            r#"{"type":"precheck_failure_type_ncmec"}"#.to_owned(),
            r#"{"reason":"precheck_failure","metadata":{}}"#.to_owned(),
            r#"{"precheckFailure":{"type":1}}"#.to_owned(),
            format!(r#"{{"{url}":{{"type":1}}}}"#),
            format!(r#"{{"@type":"{}","type":1}}"#, url.to_lowercase()),
            format!(r#"{{"@type":"{}","type":1}}"#, url.to_uppercase()),
            format!(r#"{{"@type":"{url}?v=2","type":1}}"#),
        ] {
            let text = format!(r#"{{"code":1,"details":[{detail}]}}"#);
            let status: crate::types::Status = crate::decode(text.as_bytes()).unwrap();
            assert!(!refusals_in(&status).is_empty(), "{detail}");
        }
        for detail in [
            r#"{"type":1,"message":"m","subject":"s"}"#,
            r#"{"type":"TOS","message":"m"}"#,
            r#"{"message":"the precheck failed"}"#,
        ] {
            let text = format!(r#"{{"code":9,"details":[{detail}]}}"#);
            let status: crate::types::Status = crate::decode(text.as_bytes()).unwrap();
            assert!(refusals_in(&status).is_empty(), "{detail}");
        }
    }

    #[test]
    fn a_text_full_of_names_is_read_in_no_time() {
        let text = "{\"a\":\"PrecheckFailure".repeat(100_000);
        assert!(!hashes(text.as_bytes()).is_empty());
    }
}
