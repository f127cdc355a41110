//! How rows name outcomes, statuses and types: without their prefixes. An unknown value never reads like a
//! known one.

use clavata_api::types::{JobStatus, JobType, Outcome};

/// The prefix of an unknown value that would read like a known one.
const UNKNOWN: &str = "unknown:";

/// The words of known values, after [`UNKNOWN`].
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

/// The words of outcomes in CSV that are not among [`TAKEN`], after [`UNKNOWN`].
const TAKEN_IN_CSV: [&str; 2] = ["unknown:match", "unknown:no_match"];

/// Returns an unknown value as received, unless it is one of the words above in any case, because readers may
/// ignore case.
fn unknown(raw: &str) -> &str {
    or_taken(&TAKEN, raw)
}

fn or_taken<'a>(taken: &[&'static str], raw: &'a str) -> &'a str {
    let is_taken = |taken: &&&str| {
        let word = taken.strip_prefix(UNKNOWN);
        word.is_some_and(|word| word.eq_ignore_ascii_case(raw))
    };
    taken.iter().find(is_taken).copied().unwrap_or(raw)
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

/// An outcome as a word that no reader takes for a boolean, such as `match`.
pub(crate) fn outcome_in_csv(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::True => "match",
        Outcome::False => "no_match",
        Outcome::Failed => "failed",
        Outcome::Unspecified => "unspecified",
        other => or_taken(&TAKEN_IN_CSV, self::outcome(other)),
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

    /// Turns `match` into `Match`.
    fn mixed(word: &str) -> String {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    }

    /// Sends the word of each known value as if it were a value, in several cases, and expects another word for it.
    fn are_told_apart<T: Debug>(
        known: &[T],
        unknown: fn(String) -> T,
        word: for<'a> fn(&'a T) -> &'a str,
        prefixes: &[&str],
    ) {
        let words: HashSet<String> = known.iter().map(|one| word(one).to_lowercase()).collect();
        assert_eq!(words.len(), known.len());
        for raw in words
            .iter()
            .map(String::as_str)
            .chain(["99", "newer", "x_newer"])
        {
            for raw in [raw.to_owned(), raw.to_uppercase(), mixed(raw)] {
                for prefix in prefixes {
                    let sent = unknown(format!("{prefix}{raw}"));
                    let word = word(&sent).to_lowercase();
                    assert!(!words.contains(&word), "{sent:?}");
                    assert!(word.ends_with(&raw.to_lowercase()), "{sent:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_never_reads_like_what_is() {
        are_told_apart(Outcome::NAMED, Outcome::Unknown, outcome, &[""]);
        are_told_apart(Outcome::NAMED, Outcome::Unknown, outcome_in_csv, &[""]);
        are_told_apart(
            JobStatus::NAMED,
            JobStatus::Unknown,
            status,
            &["", "JOB_STATUS_"],
        );
        are_told_apart(
            JobType::NAMED,
            JobType::Unknown,
            job_type,
            &["", "JOB_TYPE_"],
        );
    }
}
