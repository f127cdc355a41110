//! Detects the kind of a response by its keys.

use crate::json::{Cursor, Fault, spelled_in};
use crate::wire::says_something;

/// A kind of response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Job,
    /// One result of a job, or of labels, on its own.
    Part,
    GetJob,
    Jobs,
    Evaluation,
    Labels,
    Frame,
    Status,
    /// A row or a verdict that this client printed as JSON.
    Ours,
    Several,
    Unknown,
}

/// Returns the kind of an object, judged by its keys.
pub(crate) fn kind_of(text: &str) -> Result<Kind, Fault> {
    const KEYS: [&str; 18] = [
        "job",
        "jobs",
        "nextPageToken",
        "result",
        "error",
        "policyEvaluationReport",
        "code",
        "message",
        "details",
        "jobUuid",
        "customerId",
        "status",
        "contentData",
        "results",
        "contentHash",
        "outcome",
        "report",
        "evaluation",
    ];
    let mut has = [false; KEYS.len()];
    let mut cursor = Cursor::new(text);
    let (mut is_row, mut is_verdict) = (false, false);
    cursor.entries(|cursor, key| {
        let known = spelled_in(key.as_bytes(), &KEYS);
        if let Some(known) = known {
            if KEYS[known] == "error" {
                has[known] |= says_something(cursor.raw()?);
                return Ok(());
            }
            has[known] = true;
        }
        is_row |= key == "result_index";
        is_verdict |= key == "verdict" || (key == "job" && cursor.next_byte() == Some(b'"'));
        cursor.skip()
    })?;
    if cursor.next_byte().is_some() {
        // Only one value is read. What follows it must not be lost.
        return Err(Fault);
    }
    let has = |name: &str| {
        KEYS.iter()
            .zip(has)
            .any(|(known, has)| has && *known == name)
    };
    let kinds = [
        (Kind::Ours, is_verdict && has("job") && has("results")),
        (Kind::GetJob, has("job") && !(is_verdict && has("results"))),
        (Kind::Jobs, has("jobs") || has("nextPageToken")),
        (Kind::Frame, has("result")),
        (Kind::Evaluation, has("policyEvaluationReport")),
    ];
    let mut found = kinds.iter().filter(|(_, is)| *is).map(|(kind, _)| *kind);
    let is_error = has("code") || has("details") || has("error");
    // The lists of a job or of labels, which no other kind has beside its own member.
    let has_lists = has("results") || has("contentData");
    Ok(match (found.next(), found.next()) {
        (Some(_), Some(_)) => Kind::Several,
        (Some(kind), None) if has_lists && kind != Kind::Ours => Kind::Several,
        (Some(kind), None) => kind,
        (None, _) if is_row && has("outcome") => Kind::Ours,
        (None, _) if has("contentHash") && has("results") => Kind::Labels,
        (None, _) if (has("report") || has("evaluation")) && !is_error => Kind::Part,
        (None, _)
            if ["status", "contentData", "results", "customerId"]
                .iter()
                .any(|key| has(key)) =>
        {
            Kind::Job
        }
        (None, _) if has("code") || has("details") => Kind::Status,
        (None, _) if has("error") => Kind::Frame,
        (None, _) if has("jobUuid") => Kind::Job,
        (None, _) if is_verdict => Kind::Ours,
        (None, _) => Kind::Unknown,
    })
}
