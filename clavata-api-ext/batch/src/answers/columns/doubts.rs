//! Rows of an output that contradict themselves.

use csv::ByteRecord;

use super::{Columns, NO_FAILURE, field, is_nothing, plain};

impl Columns {
    /// Whether the row says no, or something unknown, and also that it was not judged or that the content matches:
    /// with a score such as -1, in another column for the outcome, or in one for failures.
    pub(in super::super) fn contradicts_itself(&self, row: &ByteRecord) -> bool {
        if ["", "TRUE", "FAILED"].contains(&&*word(self.named_outcome(row))) {
            return false;
        }
        let of = |places: &'_ [usize], is: &dyn Fn(&[u8]) -> bool| {
            places.iter().any(|&place| is(field(row, place)))
        };
        let number = |field: &[u8]| std::str::from_utf8(field).ok()?.parse::<f64>().ok();
        let is_failed_score =
            |field: &[u8]| number(field).is_some_and(|score| !score.is_finite() || score < 0.0);
        let is_failure = |field: &[u8]| {
            let no_failure = |none: &&str| field.eq_ignore_ascii_case(none.as_bytes());
            let is_zero = number(field) == Some(0.0);
            !is_nothing(field) && !is_zero && !NO_FAILURE.iter().any(no_failure)
        };
        let is_failed_state = |field: &[u8]| {
            let state = plain(field);
            ["fail", "error", "cancel"]
                .iter()
                .any(|bad| state.contains(bad))
        };
        of(&self.scores, &is_failed_score)
            || of(&self.other_outcomes, &|field| {
                ["TRUE", "FAILED"].contains(&&*word(field))
            })
            || of(&self.failures, &is_failure)
            || of(&self.states, &is_failed_state)
    }
}

/// An outcome in upper case and without its prefix.
fn word(field: &[u8]) -> String {
    let word = String::from_utf8_lossy(field).to_ascii_uppercase();
    word.strip_prefix("OUTCOME_").unwrap_or(&word).to_owned()
}
