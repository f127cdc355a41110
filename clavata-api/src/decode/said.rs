//! What the gateway says in place of a value, or alongside it.

use std::collections::HashSet;

use serde_json::Value;

use super::decode_beside;
use crate::json::{Aside, Cursor, Fault, Keys};
use crate::salvage::{salvage, whole_detail};
use crate::types::{EvaluateLabelsResponse, Status};
use crate::wire::says_something;

/// What the skipped members say: a refusal at any depth, or an error in a member of the outermost
/// object, which begins at `start`.
#[cold]
pub fn said_beside(cursor: &Cursor<'_>, start: usize) -> Option<Status> {
    let mut said = Joined::default();
    let mut is_status_read = false;
    for aside in cursor.aside() {
        let value = &cursor.text()[aside.value.clone()];
        let found = match key(cursor, aside).as_str() {
            "error" if aside.outermost => status_of(value),
            // A bare status alongside the requested value, or in its place.
            "code" if aside.outermost => {
                let is_first = !std::mem::replace(&mut is_status_read, true);
                is_first
                    .then(|| bare_status(&cursor.text()[start..]))
                    .flatten()
            }
            _ => salvage(value.as_bytes()),
        };
        said.add(found);
    }
    said.status
}

/// Whether an error is in a message within the value, among the members that were skipped after the first `passed`.
/// Decoding reads a no in such a message as failed.
#[cold]
pub fn has_error_within(cursor: &Cursor<'_>, passed: usize) -> bool {
    cursor.aside()[passed..].iter().any(|aside| {
        let value = &cursor.text()[aside.value.clone()];
        !aside.outermost && key(cursor, aside) == "error" && says_something(value)
    })
}

/// What each job of a response says itself, as if it were alone: a job that is also an error is not a result. `None`
/// if nothing was skipped in them.
#[cold]
pub(super) fn said_in_jobs(cursor: &Cursor<'_>) -> Option<Status> {
    static ANSWER: Keys<2> = Keys::new(["job", "jobs"]);
    if cursor.aside().iter().all(|aside| aside.outermost) {
        return None;
    }
    let (mut answer, mut said) = (Cursor::new(cursor.text()), Joined::default());
    // This ends where the response breaks off, which decoding reports.
    let _ = answer.members(&ANSWER, |answer, key| {
        let mut see = |answer: &mut Cursor<'_>| {
            said.add(said_in_job(answer.raw()?));
            Ok::<(), Fault>(())
        };
        match (key, answer.peek()?) {
            ("job", _) => see(answer),
            (_, b'[') => answer.elements(see),
            _ => answer.skip(),
        }
    });
    said.status
}

fn said_in_job(text: &str) -> Option<Status> {
    static LISTS: Keys<2> = Keys::new(["contentData", "results"]);
    let mut job = Cursor::new(text);
    let _ = job.members(&LISTS, |job, _| job.skip());
    said_beside(&job, 0)
}

/// Reads an error that the gateway sent: a status, bare or in `{"error": …}`, or only its message.
/// `None` if it says nothing.
pub(crate) fn status_of(text: &str) -> Option<Status> {
    if let Some(detail) = whole_detail(text) {
        // What belongs inside an error is in its place.
        return Some(Status {
            details: vec![detail],
            ..Status::default()
        });
    }
    if !says_something(text.trim()) {
        return None;
    }
    let status = match decode_beside::<Status>(text.as_bytes()) {
        Ok((status, beside)) => join(Some(status).filter(|one| *one != Status::default()), beside),
        Err(unreadable) => unreadable.into_status(),
    };
    status.or_else(|| {
        // Only a message, or members that a status does not have.
        let message = Cursor::new(text).string();
        let message = message.as_deref().unwrap_or("an error that cannot be read");
        Some(Status {
            message: message.to_owned(),
            ..Status::default()
        })
    })
}

/// The refusals that the errors of single labels report.
pub fn refused_labels(answer: &EvaluateLabelsResponse) -> Option<Status> {
    let errors = answer.results.iter().map(|result| result.error.as_bytes());
    errors.map(salvage).collect::<Joined>().status
}

/// Joins two errors, so that neither hides the details of the other.
pub fn join(one: Option<Status>, other: Option<Status>) -> Option<Status> {
    let mut said = Joined::default();
    said.add(one);
    said.add(other);
    said.status
}

/// Errors that are joined one by one, in time in proportion to their details.
#[derive(Default)]
pub(crate) struct Joined {
    pub(crate) status: Option<Status>,
    /// The details as JSON, as soon as there is more than one error.
    details: HashSet<String>,
}

impl Joined {
    pub(crate) fn add(&mut self, other: Option<Status>) {
        let Some(other) = other else { return };
        let Some(one) = &mut self.status else {
            self.status = Some(other);
            return;
        };
        if one.code == 0 {
            one.code = other.code;
        }
        if one.message.is_empty() {
            one.message = other.message;
        }
        if self.details.is_empty() {
            self.details
                .extend(one.details.iter().map(Value::to_string));
        }
        let is_new = |detail: &Value| self.details.insert(detail.to_string());
        one.details.extend(other.details.into_iter().filter(is_new));
    }
}

impl FromIterator<Option<Status>> for Joined {
    fn from_iter<I: IntoIterator<Item = Option<Status>>>(errors: I) -> Self {
        let mut said = Self::default();
        errors.into_iter().for_each(|error| said.add(error));
        said
    }
}

/// Reads the object at the start of a text as a bare status. `None` if it has nothing but a number, which any message
/// may have.
fn bare_status(text: &str) -> Option<Status> {
    let object = Cursor::new(text).raw().ok()?;
    let (status, _) = decode_beside::<Status>(object.as_bytes()).ok()?;
    let says_something = !status.message.is_empty() || !status.details.is_empty();
    says_something.then_some(status)
}

fn key(cursor: &Cursor<'_>, aside: &Aside) -> String {
    if aside.key.is_empty() {
        return String::new();
    }
    let sent = &cursor.text()[aside.key.start - 1..=aside.key.end];
    let key = Cursor::new(sent).string();
    key.map(std::borrow::Cow::into_owned).unwrap_or_default()
}
