//! Content that the gateway refuses to judge: known abuse material, and images it cannot read.
//!
//! A refusal is known by the type of an error's detail, never by its code. One that cannot be read
//! in full is kept raw and never hides another: a hit on known child abuse material carries a legal
//! duty, so none may be lost.

use std::fmt;

use serde_json::Value;

use crate::api::{PrecheckFailureType, PrecheckMatchConfidence, Status};
use crate::error::Foreign;

/// Why one piece of content was refused.
#[derive(Clone, PartialEq)]
pub struct Refusal {
    reason: PrecheckFailureType,
    content_hash: Option<String>,
    match_confidence: PrecheckMatchConfidence,
    message: String,
}

impl Refusal {
    /// The reason; `Ncmec` is known child sexual abuse material.
    pub fn reason(&self) -> &PrecheckFailureType {
        &self.reason
    }

    /// Whether the content is known child sexual abuse material: `Ncmec`, or a newer reason whose name
    /// says so.
    pub fn is_csam(&self) -> bool {
        self.reason == PrecheckFailureType::Ncmec || names_csam(self.reason.as_str())
    }

    /// The hash of the content, `algorithm::hash`, where the gateway said it.
    pub fn content_hash(&self) -> Option<&str> {
        self.content_hash.as_deref()
    }

    /// How sure the match is. `Exact` may be enforced automatically, `Low` wants a human's eye.
    pub fn match_confidence(&self) -> &PrecheckMatchConfidence {
        &self.match_confidence
    }

    /// The gateway's own words.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The hash is an identifier of the content and stays out of logs.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("reason", &self.reason)
            .field("match_confidence", &self.match_confidence)
            .finish_non_exhaustive()
    }
}

/// All that one error says of refused content.
#[derive(Clone, Default, PartialEq)]
pub struct Refusals {
    readable: Vec<Refusal>,
    unreadable: usize,
    raw: Vec<Value>,
    /// Whether a raw detail speaks of child abuse material: known before anything in it is masked.
    raw_csam: bool,
}

impl Refusals {
    /// Reads an error of the gateway; `None` where it is no refusal of content.
    pub fn of_status(status: &Status) -> Option<Self> {
        Self::of(&status.details)
    }

    /// Reads the details of an error; `None` where none of them is a refusal.
    pub(crate) fn of(details: &[Value]) -> Option<Self> {
        let mut found = Self::default();
        let mut is_refusal = false;
        for detail in details {
            match read(detail) {
                Detail::Refusal(refusal) => {
                    is_refusal = true;
                    found.readable.push(refusal);
                }
                Detail::UnreadableRefusal => {
                    is_refusal = true;
                    found.unreadable += 1;
                    found.raw.push(detail.clone());
                }
                Detail::Other => found.raw.push(detail.clone()),
            }
        }
        found.raw_csam = found.raw.iter().any(|raw| names_csam(&raw.to_string()));
        found.readable.sort_by_key(|refusal| !refusal.is_csam());
        is_refusal.then_some(found)
    }

    /// The refusals that could be read: child abuse material first, then in the gateway's order.
    pub fn iter(&self) -> std::slice::Iter<'_, Refusal> {
        self.readable.iter()
    }

    /// How many refusals could be read.
    pub fn len(&self) -> usize {
        self.readable.len()
    }

    /// How many refusals there are, readable or not.
    pub fn count(&self) -> usize {
        self.readable.len() + self.unreadable
    }

    /// Whether no refusal could be read: then [`Refusals::raw`] holds what came.
    pub fn is_empty(&self) -> bool {
        self.readable.is_empty()
    }

    /// Details that are no readable refusal, as they came: look at them, one may be a hit.
    pub fn raw(&self) -> &[Value] {
        &self.raw
    }

    /// The gravest reason; child abuse material before all others, also where only an unreadable
    /// detail names it. None where no reason can be read.
    pub fn top_reason(&self) -> Option<&PrecheckFailureType> {
        match self.readable.first() {
            Some(first) if first.is_csam() => Some(first.reason()),
            _ if self.has_csam() => Some(&PrecheckFailureType::Ncmec),
            first => first.map(Refusal::reason),
        }
    }

    /// Whether any content is, or in an unreadable detail may be, known child sexual abuse material.
    pub fn has_csam(&self) -> bool {
        self.raw_csam || self.readable.iter().any(Refusal::is_csam)
    }
}

/// The reason stays: a name alone, and what the refusal is known by.
impl Foreign for Refusals {
    fn words(&mut self, visit: &mut dyn FnMut(&mut String)) {
        for refusal in &mut self.readable {
            visit(&mut refusal.message);
            refusal.content_hash.iter_mut().for_each(&mut *visit);
        }
        self.raw.iter_mut().for_each(|raw| raw.words(visit));
    }
}

impl<'a> IntoIterator for &'a Refusals {
    type Item = &'a Refusal;
    type IntoIter = std::slice::Iter<'a, Refusal>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusals")
            .field("readable", &self.readable)
            .field("unreadable", &self.unreadable)
            .finish_non_exhaustive()
    }
}

enum Detail {
    Refusal(Refusal),
    UnreadableRefusal,
    Other,
}

fn read(detail: &Value) -> Detail {
    if let Value::String(text) = detail {
        // What is left of an error answer that broke off or is no JSON.
        return if text.contains("PrecheckFailure") || text.contains("PRECHECK_FAILURE_TYPE_") {
            Detail::UnreadableRefusal
        } else {
            Detail::Other
        };
    }
    let kind = detail.get("@type").and_then(Value::as_str).unwrap_or("");
    if kind.rsplit(['.', '/']).next() != Some("PrecheckFailure") {
        return Detail::Other;
    }
    // Some deployments leave out what is unspecified.
    let Some(reason) = named(detail.get("type").unwrap_or(&Value::Null)) else {
        return Detail::UnreadableRefusal;
    };
    let text = |name: &str| detail.get(name).and_then(Value::as_str);
    Detail::Refusal(Refusal {
        reason,
        content_hash: text("details")
            .filter(|hash| !hash.is_empty())
            .map(str::to_owned),
        match_confidence: detail
            .get("matchConfidence")
            .and_then(named)
            .unwrap_or_default(),
        message: text("message").unwrap_or_default().to_owned(),
    })
}

/// Whether a name or a raw detail speaks of child abuse material (NCMEC keeps the register of it).
fn names_csam(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    text.contains("NCMEC") || text.contains("CSAM")
}

/// Reads the value of an enum. A text that is no name is no value: names are shown in errors, and a text
/// may repeat the content.
fn named<T: serde::de::DeserializeOwned>(value: &Value) -> Option<T> {
    let is_name = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        text.len() <= 100 && text.bytes().all(plain)
    };
    match value {
        Value::String(text) if !is_name(text) => None,
        _ => T::deserialize(value).ok(),
    }
}
