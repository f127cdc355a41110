//! Content that the gateway refuses to judge: known abuse material, and images it cannot read.
//!
//! A refusal is recognized by any part of its detail; a 499 without readable details is suspected to be one. One that
//! cannot be read completely is kept raw and never hides another: a match of known child abuse material may carry a
//! legal duty, so none may be lost.

mod detail;

use std::collections::HashSet;

use clavata_api::{Evidence, evidence_in, names_abuse, refusals_in};
use serde_json::Value;

use crate::api::{PrecheckFailureType, PrecheckMatchConfidence, Status};
use crate::mask::Foreign;
use crate::shown::debug_fields;

pub(crate) use detail::is_name;

use detail::{has_known_reason, mentions_abuse, read};

/// Why a piece of content was refused.
#[derive(Clone, PartialEq)]
pub struct Refusal {
    reason: PrecheckFailureType,
    content_hash: Option<String>,
    match_confidence: PrecheckMatchConfidence,
    message: String,
}

impl Refusal {
    /// The reason. `Ncmec` means known child sexual abuse material.
    pub fn reason(&self) -> &PrecheckFailureType {
        &self.reason
    }

    /// Whether the content is known child sexual abuse material: `Ncmec`, or a newer reason whose
    /// name says so.
    pub fn is_csam(&self) -> bool {
        self.reason == PrecheckFailureType::Ncmec || names_abuse(self.reason.as_str())
    }

    /// The hash of the content, `algorithm::hash`, if the gateway sent one.
    pub fn content_hash(&self) -> Option<&str> {
        self.content_hash.as_deref()
    }

    /// The confidence of the match. `Exact` can be acted on automatically; `Low` needs human
    /// review.
    pub fn match_confidence(&self) -> &PrecheckMatchConfidence {
        &self.match_confidence
    }

    /// The gateway's message.
    pub fn message(&self) -> &str {
        &self.message
    }
}

// Leaves out the hash, which identifies the content and must not appear in logs.
debug_fields!(Refusal, |it| reason: it.reason, match_confidence: it.match_confidence);

/// All refusals of content in one error.
#[derive(Clone, Default, PartialEq)]
pub struct Refusals {
    readable: Vec<Refusal>,
    unreadable: usize,
    raw: Vec<Value>,
    /// Whether anything but a readable refusal mentions child abuse material. Set before anything in it is masked.
    raw_csam: bool,
    is_suspected: bool,
}

impl Refusals {
    /// Reads the refusals in an error of the gateway. `None` if it does not refuse content. An error that the
    /// gateway sends only instead of a refusal [is suspected](Self::is_suspected).
    pub fn of_status(status: &Status) -> Option<Self> {
        let mut found = Self::default();
        for detail in &status.details {
            let evidence = evidence_in(detail);
            let read = evidence.iter().filter_map(Evidence::fields);
            let read = read.map(std::ptr::from_ref).collect();
            let mentions_abuse = mentions_abuse(detail, &read);
            found.raw_csam |= mentions_abuse;
            let is_text = |one: &Evidence<'_>| matches!(one, Evidence::Text(_));
            if evidence.iter().all(is_text) {
                found.raw.push(detail.clone());
                found.unreadable += evidence.len();
                continue;
            }
            if mentions_abuse {
                found.raw.push(detail.clone());
            }
            for one in evidence {
                found.take(one);
            }
        }
        if found.count() == 0 {
            for one in refusals_in(status) {
                found.take(one);
            }
        }
        let is_known = |one: &Refusal| has_known_reason(one);
        if found.unreadable > 0 || !found.readable.iter().all(is_known) {
            found.raw_csam |= names_abuse(&status.message);
        }
        found.sort();
        if found.count() == 0 {
            // CANCELLED is also how the gateway refuses content, and then without a message if it cannot encode the details.
            let says_nothing = status.code == 1 && status.message.is_empty();
            if !says_nothing && !is_unwritten(&status.message) {
                return None;
            }
            found.suspect();
        }
        Some(found)
    }

    /// For a response that can only come from a refusal whose details the gateway could not
    /// encode.
    pub(crate) fn suspected() -> Self {
        let mut suspected = Self::default();
        suspected.suspect();
        suspected
    }

    /// Adds a refusal without details.
    fn suspect(&mut self) {
        self.unreadable += 1;
        self.is_suspected = true;
    }

    /// Adds what another error of the same response refuses.
    pub(crate) fn join(&mut self, other: Self) {
        self.readable.extend(other.readable);
        self.unreadable += other.unreadable;
        self.raw.extend(other.raw);
        self.raw_csam |= other.raw_csam;
        self.is_suspected |= other.is_suspected;
    }

    /// The hashes of the refused content.
    pub(crate) fn hashes(&self) -> HashSet<&str> {
        self.iter().filter_map(Refusal::content_hash).collect()
    }

    /// The number of refusals that do not name their content by its hash.
    pub(crate) fn nameless(&self) -> usize {
        self.count() - self.iter().filter_map(Refusal::content_hash).count()
    }

    /// Only these of the readable refusals, and all others.
    pub(crate) fn with_only(&self, is_left: impl FnMut(&Refusal) -> bool) -> Self {
        let mut left = self.clone();
        left.readable.retain(is_left);
        left
    }

    /// The readable refusals of content with this hash.
    pub(crate) fn about(&self, hash: &str) -> Self {
        let is_it = |one: &&Refusal| one.content_hash() == Some(hash);
        Self {
            readable: self.iter().filter(is_it).cloned().collect(),
            ..Self::default()
        }
    }

    /// Whether one of the readable refusals is, or may be, about child abuse material.
    pub(crate) fn may_be_csam(&self, one: &Refusal) -> bool {
        one.is_csam() || self.may_hide_csam() && self.unreadable == 0
    }

    /// Whether a refusal that cannot be read, or what comes with one, may be about child abuse material.
    pub(crate) fn may_hide_csam(&self) -> bool {
        self.raw_csam || self.is_suspected
    }

    /// Adds what another response refuses. What is equal is taken to be about the same content.
    pub(crate) fn merge(&mut self, other: &Self) {
        for one in &other.readable {
            if !self.readable.contains(one) {
                self.readable.push(one.clone());
            }
        }
        for raw in &other.raw {
            if !self.raw.contains(raw) {
                self.raw.push(raw.clone());
            }
        }
        self.unreadable = self.unreadable.max(other.unreadable);
        self.raw_csam |= other.raw_csam;
        self.is_suspected |= other.is_suspected;
        self.sort();
    }

    /// Puts child abuse material first.
    pub(crate) fn sort(&mut self) {
        self.readable.sort_by_key(|refusal| !refusal.is_csam());
    }

    fn take(&mut self, evidence: Evidence<'_>) {
        let raw = match evidence {
            Evidence::Detail(fields) => match read(fields) {
                Some(refusal) => return self.readable.push(refusal),
                None => Value::Object(fields.clone()),
            },
            Evidence::Text(text) => Value::String(text.to_owned()),
        };
        self.unreadable += 1;
        self.raw.push(raw);
    }

    /// Whether something came that the gateway sends only if it cannot encode the details of a refusal (a status
    /// 499 or code 1 without a message, or an error that could not be encoded), or a 499 whose body could not be read.
    ///
    /// Treat it as a match of known abuse material until a person has checked.
    pub fn is_suspected(&self) -> bool {
        self.is_suspected
    }

    /// Iterates over the readable refusals: child abuse material first, then in the gateway's order.
    pub fn iter(&self) -> std::slice::Iter<'_, Refusal> {
        self.readable.iter()
    }

    /// The number of readable refusals.
    pub fn len(&self) -> usize {
        self.readable.len()
    }

    /// The number of refusals, readable or not.
    pub fn count(&self) -> usize {
        self.readable.len() + self.unreadable
    }

    /// Whether there are no readable refusals. The content is refused nevertheless: see [`Refusals::raw`].
    pub fn is_empty(&self) -> bool {
        self.readable.is_empty()
    }

    /// The details that could not be read as refusals, as received. Check them: one may be a match.
    pub fn raw(&self) -> &[Value] {
        &self.raw
    }

    /// The most serious reason: child abuse material comes first, even if only an unreadable
    /// detail names it. `None` if no reason is readable.
    pub fn top_reason(&self) -> Option<&PrecheckFailureType> {
        match self.readable.first() {
            Some(first) if first.is_csam() => Some(first.reason()),
            _ if self.has_csam() => Some(&PrecheckFailureType::Ncmec),
            first => first.map(Refusal::reason),
        }
    }

    /// Whether any content is, or according to an unreadable detail may be, known child sexual abuse
    /// material. Also true if a refusal [is suspected](Self::is_suspected).
    pub fn has_csam(&self) -> bool {
        self.is_suspected || self.raw_csam || self.readable.iter().any(Refusal::is_csam)
    }
}

/// The reason is not masked: it is only a name, and identifies the refusal.
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

debug_fields!(Refusals, |it| readable: it.readable, unreadable: it.unreadable);

/// Whether a text says that the gateway could not encode an error. That happens to a refusal whose
/// details have a type that it does not know.
pub(crate) fn is_unwritten(text: &str) -> bool {
    text.to_ascii_lowercase()
        .contains("failed to marshal error message")
}
