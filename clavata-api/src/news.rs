//! Names what responses hold that the contract does not know.

use std::collections::BTreeSet;

use crate::decode::text_of;
use crate::json::{Cursor, is_spelled};
use crate::kind::{Kind, kind_of};
use crate::types::{
    EvaluateFrame, EvaluateLabelsResponse, EvaluateResponse, GetJobResponse, Job, ListJobsResponse,
    Status,
};
use crate::wire::{Found, MOST_FOUND, Message, find_in_message};

/// The fields and enum values in responses that the contract does not know, each named once.
///
/// They show that the API has grown. A name is a path without list positions and, except for those of enums, without values:
/// `job.results[].report.newField`, or `job.status = JOB_STATUS_PAUSED`. What does not look like
/// the name of a field (letters, digits and `_`) or of an enum value (the same in upper case) is
/// only reported as unknown. The keys of maps, such as metadata, are never checked. Nor are the
/// details of errors, which may be of any type.
///
/// It keeps at most 1,000 names and drops later ones.
///
/// ```
/// use clavata_api::News;
///
/// let mut news = News::default();
/// let answer = br#"{"job": {"status": "JOB_STATUS_PAUSED", "results": [{"cost": 5}, {"cost": 7}]}}"#;
/// assert_eq!(news.look(answer), ["job.results[].cost", "job.status = JOB_STATUS_PAUSED"]);
/// assert!(news.look(answer).is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct News {
    seen: BTreeSet<String>,
}

impl News {
    /// Checks a response of any kind that [`read`](crate::read) reads, and returns the new names,
    /// sorted. A response that is not JSON to its end has none.
    pub fn look(&mut self, answer: &[u8]) -> Vec<String> {
        let found = in_any(answer);
        self.add(found)
    }

    /// All names so far, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.seen.iter().map(String::as_str)
    }

    /// Whether there are 1,000 names, so that others may have been dropped.
    pub fn is_full(&self) -> bool {
        self.seen.len() >= MOST_FOUND
    }

    /// Adds names, and returns those that are new.
    pub(crate) fn add(&mut self, found: BTreeSet<String>) -> Vec<String> {
        let mut new = Vec::new();
        for name in found {
            if !self.is_full() && self.seen.insert(name.clone()) {
                new.push(name);
            }
        }
        new
    }
}

/// What the contract does not know in a response of this type.
pub(crate) fn in_answer<T: Message>(answer: &[u8]) -> BTreeSet<String> {
    let Ok(text) = text_of(answer) else {
        return BTreeSet::new();
    };
    let mut found = Found::default();
    // What was found before a fault in the text counts. The reader reports the fault.
    let _ = find_in_message::<T>(&mut Cursor::new(&text), &mut found);
    found.names
}

/// What the contract does not know in a response of any kind.
pub(crate) fn in_any(answer: &[u8]) -> BTreeSet<String> {
    let kind = text_of(answer).ok().and_then(|text| kind_of(&text).ok());
    match kind {
        Some(Kind::Job) => in_answer::<Job>(answer),
        Some(Kind::GetJob) => in_answer::<GetJobResponse>(answer),
        Some(Kind::Jobs) => in_answer::<ListJobsResponse>(answer),
        Some(Kind::Evaluation) => in_answer::<EvaluateResponse>(answer),
        Some(Kind::Labels) => in_answer::<EvaluateLabelsResponse>(answer),
        Some(Kind::Frame) => {
            let found = in_answer::<EvaluateFrame>(answer);
            // A response about a batch job also has an error, but is not of a kind that is read here.
            let is_batch = found
                .iter()
                .any(|name| is_spelled(name.as_bytes(), "batchJobId"));
            if is_batch { BTreeSet::new() } else { found }
        }
        Some(Kind::Status) => in_answer::<Status>(answer),
        Some(Kind::Part | Kind::Ours | Kind::Several | Kind::Unknown) | None => BTreeSet::new(),
    }
}
