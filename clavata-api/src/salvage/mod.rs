//! The one rule that finds refusals of content in any data.
//!
//! A refusal is recognized by the type of a detail (`…PrecheckFailure`), by the name of its reason
//! (`PRECHECK_FAILURE_TYPE_…`), or by its match confidence, which nothing else has; never by a
//! code. A match with known child abuse material carries a legal duty, so it must be found wherever
//! it is: in a detail inside another one, in a response that broke off or is not JSON at all,
//! spelled with escapes, in UTF-16, in upper or lower case.

mod details;

use std::borrow::Cow;

use serde_json::Value;

use crate::json::Cursor;
use crate::refusal_names::{confidences, failures, names_refusal, resolved};
use crate::types::Status;
use crate::wire::detail;

pub(crate) use details::whole_detail;
pub use details::{Evidence, evidence_in, refusals_in};

/// How many places in a broken text are searched for details. After these, the text itself is kept.
const MOST: usize = 1000;
/// How much text is kept on each side of a place, in bytes.
const AROUND: usize = 16 * 1024;

/// Finds refusals in arbitrary bytes, and returns them as the details of an error.
///
/// Every detail that can be read is returned. If one cannot, the text around the first place that
/// names such a refusal is added as a raw detail.
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

/// The first places that name a refusal.
fn places(text: &str) -> Vec<usize> {
    let mut places: Vec<_> = failures(text.as_bytes()).take(MOST + 1).collect();
    places.extend(confidences(text.as_bytes()).take(MOST + 1));
    places.sort_unstable();
    places
}

/// The innermost object around a place that is a readable detail of a refusal, and its end.
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

/// Bytes as text, whatever they are. UTF-16 becomes ASCII by dropping its zero bytes.
fn plain(bytes: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(0, bytes).is_some() {
        let rest: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        return Cow::Owned(String::from_utf8_lossy(&rest).into_owned());
    }
    // Most input is valid UTF-8, for which this check is faster.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
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
