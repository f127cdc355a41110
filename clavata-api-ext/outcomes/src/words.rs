//! How rows name outcomes, statuses and types: without their prefixes. What is not known never reads like
//! what is.

use clavata_api::types::{JobStatus, JobType, Outcome};

/// What stands before a value that is not known, but reads like one that is.
const UNKNOWN: &str = "unknown:";

/// The words of what is known, behind [`UNKNOWN`].
const TAKEN: [&str; 12] = [
    "unknown:UNSPECIFIED",
    "unknown:TRUE",
    "unknown:FALSE",
    "unknown:FAILED",
    "unknown:PENDING",
    "unknown:RUNNING",
    "unknown:COMPLETED",
    "unknown:CANCELED",
    "unknown:STANDARD",
    "unknown:BATCH",
    "unknown:FREE",
    "unknown:TEST",
];

/// A value that is not known, as received unless that is one of the words above.
fn unknown(raw: &str) -> &str {
    let is_taken = |taken: &&&str| taken.strip_prefix(UNKNOWN) == Some(raw);
    TAKEN.iter().find(is_taken).copied().unwrap_or(raw)
}

fn without<'a>(prefix: &str, name: &'a str) -> &'a str {
    name.strip_prefix(prefix).unwrap_or(name)
}

/// An outcome, such as `TRUE`.
pub(crate) fn outcome(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::True => "TRUE",
        Outcome::False => "FALSE",
        Outcome::Failed => "FAILED",
        Outcome::Unspecified => "UNSPECIFIED",
        other => unknown(other.as_str()),
    }
}

/// An outcome in a word that no reader takes for a boolean, such as `match`.
pub(crate) fn outcome_in_csv(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::True => "match",
        Outcome::False => "no_match",
        Outcome::Failed => "failed",
        Outcome::Unspecified => "unspecified",
        other => match self::outcome(other) {
            "match" => "unknown:match",
            "no_match" => "unknown:no_match",
            "failed" => "unknown:failed",
            "unspecified" => "unknown:unspecified",
            raw => raw,
        },
    }
}

/// The status of a job, such as `COMPLETED`.
pub(crate) fn status(status: &JobStatus) -> &str {
    match status {
        JobStatus::Unknown(raw) => unknown(without("JOB_STATUS_", raw)),
        known => without("JOB_STATUS_", known.as_str()),
    }
}

/// The type of a job, such as `STANDARD`.
pub(crate) fn job_type(job_type: &JobType) -> &str {
    match job_type {
        JobType::Unknown(raw) => unknown(without("JOB_TYPE_", raw)),
        known => without("JOB_TYPE_", known.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fmt::Debug;

    use super::{JobStatus, JobType, Outcome, job_type, outcome, outcome_in_csv, status};

    /// Sends the word of each known value as if it were a value, and expects another word for it.
    fn are_told_apart<T: Debug>(
        known: &[T],
        unknown: fn(String) -> T,
        word: for<'a> fn(&'a T) -> &'a str,
    ) {
        let words: HashSet<&str> = known.iter().map(word).collect();
        assert_eq!(words.len(), known.len());
        for raw in words.iter().copied().chain(["99", "NEWER", "X_NEWER"]) {
            let sent = unknown(raw.to_owned());
            assert!(!words.contains(word(&sent)), "{sent:?}");
            assert!(word(&sent).ends_with(raw), "{sent:?}");
        }
    }

    #[test]
    fn what_is_not_known_never_reads_like_what_is() {
        are_told_apart(Outcome::NAMED, Outcome::Unknown, outcome);
        are_told_apart(Outcome::NAMED, Outcome::Unknown, outcome_in_csv);
        are_told_apart(JobStatus::NAMED, JobStatus::Unknown, status);
        are_told_apart(JobType::NAMED, JobType::Unknown, job_type);
    }
}
