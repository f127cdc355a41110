//! Rows of an output that contradict themselves.

use csv::ByteRecord;

use super::{Columns, NO_FAILURE, field, is_nothing, plain};

impl Columns {
    /// Whether the row says no, or something unknown, and also that it was not judged or that the content matches:
    /// with a score such as -1, in another column for the outcome, or in one for failures.
    pub(in super::super) fn contradicts_itself(&self, row: &ByteRecord) -> bool {
        if is_outcome(self.named_outcome(row), &["", "TRUE", "FAILED"]) {
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
                is_outcome(field, &["TRUE", "FAILED"])
            })
            || of(&self.failures, &is_failure)
            || of(&self.states, &is_failed_state)
    }
}

/// Whether a field is one of these outcomes, in any case, with or without the prefix. Called for every row, so it does
/// not allocate.
pub(super) fn is_outcome(field: &[u8], outcomes: &[&str]) -> bool {
    let word = match field.split_at_checked(PREFIX.len()) {
        Some((start, word)) if start.eq_ignore_ascii_case(PREFIX) => word,
        _ => field,
    };
    outcomes
        .iter()
        .any(|outcome| word.eq_ignore_ascii_case(outcome.as_bytes()))
}

const PREFIX: &[u8] = b"OUTCOME_";

#[cfg(test)]
mod tests {
    use super::is_outcome;

    #[test]
    fn an_outcome_is_known_in_any_case_and_with_one_prefix() {
        let outcomes = ["", "TRUE"];
        for field in ["", "outcome_", "True", "Outcome_true"] {
            assert!(is_outcome(field.as_bytes(), &outcomes), "{field}");
        }
        for field in ["false", "outcome", "OUTCOME_OUTCOME_TRUE", "OUTCOME_TRUE "] {
            assert!(!is_outcome(field.as_bytes(), &outcomes), "{field}");
        }
    }
}
