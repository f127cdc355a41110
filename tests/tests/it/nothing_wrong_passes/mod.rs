//! Nothing wrong passes: whatever happens to an answer that is flagged, that failed or that is a
//! refusal, no reader says that it is clear, and every refusal that can still be read is reported.
//!
//! A failure prints a table of the wrong claims. `CLAVATA_CASES=1000000` runs more cases, and
//! `CLAVATA_CASE=123` shows a single one and what the readers say about it.

mod cases;
mod library;
mod run;
mod said;
mod table;

use cases::{Case, Mutation, Wrong};
use library::{Body, Rows, Typed, Whole};
use run::run;

/// The number of cases.
const CASES: u64 = 100_000;

#[test]
fn nothing_wrong_passes() {
    let table = run(&[&Whole, &Body, &Typed, &Rows], CASES);
    assert!(table.is_good(), "{table}");
}

#[test]
fn a_case_is_the_same_each_time_and_all_kinds_occur() {
    let mut mutations = std::collections::BTreeSet::new();
    let mut wrongs = std::collections::BTreeSet::new();
    let mut shapes = std::collections::BTreeSet::new();
    for number in 0..3_000 {
        let case = Case::of(number);
        assert_eq!(case.bytes, Case::of(number).bytes, "case {number}");
        assert!(case.mutations.len() <= 3);
        mutations.extend(case.mutations);
        wrongs.insert(case.wrong);
        shapes.insert(case.shape);
    }
    assert_eq!((mutations.len(), wrongs.len(), shapes.len()), (28, 28, 6));
}

#[test]
fn what_only_is_written_in_another_way_is_json_that_says_the_same() {
    let mut seen = 0;
    for number in 0..3_000 {
        let case = Case::of(number);
        let is_plain = |mutation: &Mutation| {
            mutation.is_harmless()
                && !matches!(mutation, Mutation::LoneSurrogate | Mutation::MarkBefore)
        };
        if case.needs_opening() || !case.mutations.iter().all(is_plain) {
            continue;
        }
        seen += 1;
        let values = serde_json::Deserializer::from_slice(&case.bytes);
        // One of the unknown fields is a number that does not fit into a float.
        for value in values.into_iter::<serde_json::Value>() {
            let said = value.as_ref().map_err(ToString::to_string);
            assert!(said.is_ok() || said.is_err_and(|why| why.contains("number out of range")));
        }
        assert_eq!(
            case.must.report_refusal,
            case.wrong == Wrong::Refused,
            "case {number}"
        );
    }
    assert!(seen > 300, "{seen}");
}
