//! Removes from a recording what it must not hold: everything that is not known to be harmless.

mod words;

use http::HeaderMap;
use serde_json::{Map, Value};

pub(super) use words::Secrets;

use super::forward::is_ordinary;
use crate::query::Query;

/// Replaces a text that is not kept.
const SCRUBBED: &str = "scrubbed";

/// Everything that a request says and the recording must not repeat: its key, headers, query, and each text of its
/// body.
pub(super) fn sent(headers: &HeaderMap, query: Option<&str>, body: &[u8]) -> Vec<String> {
    let own = headers.iter().filter(|(name, _)| !is_ordinary(name));
    let mut texts: Vec<String> = own
        .map(|(_, value)| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .map(|value| value.strip_prefix("Bearer ").unwrap_or(&value).to_owned())
        .collect();
    let asked = Query::of(query.unwrap_or_default()).values();
    texts.extend(asked.into_iter().filter(|value| !is_enum(value)));
    match serde_json::from_slice(body) {
        Ok(body) => collect(&body, false, &mut texts),
        Err(_) => texts.push(String::from_utf8_lossy(body).into_owned()),
    }
    texts.retain(|text| !is_id(text));
    texts
}

/// The texts of a value. The names in a map are texts as well, unless the contract has them.
fn collect(value: &Value, is_map: bool, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, is_map, into)),
        Value::Object(fields) => {
            for (name, value) in fields {
                let known = known(name);
                // The client's own input numbers are not secret.
                if name == INPUT {
                    continue;
                }
                if is_map || known == Known::No {
                    into.push(name.clone());
                }
                let is_map = is_map || matches!(known, Known::Map | Known::No);
                collect(value, is_map, into);
            }
        }
        Value::Number(number) if is_map => into.push(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The metadata key that says which input an answer is for.
const INPUT: &str = "clavata.input";

/// What a field of the contract may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// A message, or a list of messages.
    Message,
    /// A UUID.
    Id,
    /// An upper-case name, or the name of a type.
    Enum,
    Hash,
    Time,
    Number,
    /// Words of the policy or of the gateway.
    Words,
    /// Anything that the caller chose.
    Map,
    /// Label names with their scores.
    Scores,
    /// Content, a URL or a token.
    Secret,
    No,
}

fn known(name: &str) -> Known {
    let plain: String = name.chars().filter(|letter| *letter != '_').collect();
    match plain.to_ascii_lowercase().as_str() {
        "job"
        | "jobs"
        | "results"
        | "report"
        | "contentdata"
        | "sectionevaluationreports"
        | "exceptionevaluationreport"
        | "assertionevaluationreports"
        | "reviewresult"
        | "tokenusage"
        | "policyevaluationreport"
        | "evaluation"
        | "batchjobs"
        | "labelevaloptions" => Known::Message,
        "jobuuid" | "customerid" | "policyid" | "policyversionid" | "labelid"
        | "labelversionid" | "labelversionids" | "batchjobid" => Known::Id,
        "status" | "jobtype" | "outcome" | "state" | "errorcode" | "type" | "@type" | "reason"
        | "matchconfidence" | "confidence" => Known::Enum,
        "contenthash" => Known::Hash,
        "created" | "updated" | "completed" | "createdat" | "updatedat" => Known::Time,
        "threshold" | "score" | "inputtokens" | "billedtokens" | "multiplier" | "code" => {
            Known::Number
        }
        // Each of the last three is a message in one place and a text in another.
        "name" | "message" | "policykey" | "result" | "error" | "details" => Known::Words,
        "metadata" | "contentmetadata" | "options" | "extraheaders" => Known::Map,
        "labelmatches" => Known::Scores,
        "text" | "image" | "imageurl" | "globalcontext" | "url" | "webhook" | "webhookurl"
        | "errormessage" | "stack" | "outputfileurl" | "inputfileuploadurl" | "nextpagetoken" => {
            Known::Secret
        }
        _ => Known::No,
    }
}

impl Secrets {
    /// A value without the parts that a recording must not hold.
    pub(in crate::record) fn scrubbed(&self, value: Value) -> Value {
        self.of(Known::Message, value)
    }

    fn of(&self, known: Known, value: Value) -> Value {
        match value {
            Value::Number(_) if matches!(known, Known::No | Known::Map | Known::Secret) => 0.into(),
            Value::Null | Value::Bool(_) | Value::Number(_) => value,
            Value::String(text) => self.text(known, &text).into(),
            Value::Array(items) => items.into_iter().map(|item| self.of(known, item)).collect(),
            Value::Object(fields) => self.fields(known, fields).into(),
        }
    }

    fn fields(&self, known: Known, fields: Map<String, Value>) -> Map<String, Value> {
        let mut kept = Map::new();
        for (name, value) in fields {
            match known {
                Known::Map | Known::Secret => {
                    let is_number = |text: &str| text.len() < 7 && text.parse::<u32>().is_ok();
                    if name == INPUT && value.as_str().is_some_and(is_number) {
                        kept.insert(name, value);
                    }
                }
                Known::Scores => {
                    kept.insert(self.words(&name), self.of(Known::Number, value));
                }
                _ => {
                    let member = match known {
                        // Nothing is known of what is within an unknown field.
                        Known::No => Known::No,
                        _ => self::known(&name),
                    };
                    if member != Known::No {
                        kept.insert(name, self.of(member, value));
                    } else if self.is_harmless_name(&name) {
                        kept.insert(name, self.of(Known::No, value));
                    }
                }
            }
        }
        kept
    }

    fn text(&self, known: Known, text: &str) -> String {
        let is_kept = match known {
            _ if text.is_empty() => true,
            Known::Id => is_id(text),
            Known::Enum | Known::Words if is_enum(text) => true,
            Known::Enum => {
                let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_./".contains(&byte);
                text.len() <= 80 && text.bytes().all(is_plain) && !self.are_in(text)
            }
            Known::Hash => is_hash(text),
            Known::Time => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
            Known::Number => text.len() <= 24 && text.parse::<f64>().is_ok() && !self.are_in(text),
            // `result` and the like may also hold one of the others.
            Known::Words if is_hash(text) => true,
            Known::Words => return self.words(text),
            Known::Message | Known::Map | Known::Scores | Known::Secret | Known::No => false,
        };
        if is_kept { text } else { SCRUBBED }.to_owned()
    }
}

/// A path, with a placeholder for an id that is not a UUID.
pub(super) fn path(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        let is_plain = matches!(
            segment,
            "" | "v1" | "jobs" | "stream" | "labels" | "evaluate" | "batch-jobs" | "cancel"
        );
        if is_plain || is_id(segment) {
            segment
        } else {
            SCRUBBED
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

pub(super) fn content_type(text: Option<&str>) -> String {
    let kind = text
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    let known = [
        "application/json",
        "application/x-ndjson",
        "text/html",
        "text/plain",
    ];
    let known = known.into_iter().find(|known| *known == kind.trim());
    known.unwrap_or("application/octet-stream").to_owned()
}

/// Seconds, or a date.
pub(super) fn retry_after(text: &str) -> Option<String> {
    let is_seconds = text.len() < 10 && text.parse::<u32>().is_ok();
    (is_seconds || httpdate::parse_http_date(text).is_ok()).then(|| text.to_owned())
}

fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// A value of the contract's enums.
fn is_enum(text: &str) -> bool {
    const PREFIXES: [&str; 6] = [
        "OUTCOME_",
        "RESULT_",
        "JOB_STATUS_",
        "JOB_TYPE_",
        "BATCH_JOB_",
        "PRECHECK_",
    ];
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    text.len() <= 60
        && text.bytes().all(is_capital)
        && PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

/// `algorithm::hash`.
fn is_hash(text: &str) -> bool {
    let Some((algorithm, hash)) = text.split_once("::") else {
        return false;
    };
    let is_name =
        algorithm.len() <= 12 && algorithm.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_hex = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_name && is_hex && (16..=128).contains(&hash.len())
}

#[cfg(test)]
mod tests;
