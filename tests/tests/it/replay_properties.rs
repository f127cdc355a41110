//! A reader that has learned reports finds the same as a new one, whatever it learned and
//! whatever comes next.

use crate::wild::{self, Json};
use clavata_api_ext::Level;
use clavata_api_ext::flatten::{FlattenError, Flattener};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::flatten_answers::collect;
use crate::replay_edits::edit;

/// What is found, and how reading ends.
fn read(flattener: &mut Flattener, text: &[u8]) -> (Vec<String>, Option<String>) {
    let mut lines = Vec::new();
    let read = flattener.flatten(text, collect(&mut lines));
    (
        lines,
        read.err().map(|error: FlattenError| error.to_string()),
    )
}

/// Reads texts one after another, each with at most one report. A new reader reads each
/// carefully; the other one has learned from the reports before it.
fn holds(texts: &[&[u8]], level: Level, strict: bool) -> Result<(), TestCaseError> {
    let new = || {
        let flattener = Flattener::new(level);
        if strict {
            flattener.strict()
        } else {
            flattener
        }
    };
    let mut learned = new();
    for text in texts {
        let found = read(&mut learned, text);
        prop_assert_eq!(
            found,
            read(&mut new(), text),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
    Ok(())
}

/// An answer with one report.
fn one_report() -> impl Strategy<Value = Json> {
    let job = |report: Json| {
        let result = Json::Object(vec![
            ("uuid".to_owned(), Json::Raw("\"\"".to_owned())),
            ("report".to_owned(), report),
        ]);
        Json::Object(vec![
            ("jobUuid".to_owned(), Json::Raw("\"j\"".to_owned())),
            ("status".to_owned(), Json::Raw("3".to_owned())),
            ("results".to_owned(), Json::List(vec![result])),
        ])
    };
    let evaluation = wild::evaluation().prop_map(|answer| Json::object("result", answer));
    prop_oneof![
        3 => wild::full_report().prop_map(job),
        2 => wild::report().prop_map(job),
        2 => evaluation,
    ]
}

/// The outcomes of a report: the most common one, and the places that have another one.
type Outcomes = (&'static str, Vec<(Index, &'static str)>);

fn outcomes() -> impl Strategy<Value = Vec<Outcomes>> {
    let most = select(vec!["\"OUTCOME_FALSE\"", "\"OUTCOME_TRUE\"", "1"]);
    let other = select(vec![
        "\"OUTCOME_FALSE\"",
        "\"OUTCOME_TRUE\"",
        "\"OUTCOME_FAILED\"",
        "\"OUTCOME_UNSPECIFIED\"",
        "\"OUTCOME_NEW\"",
        "\"OUTCOME_FALSE_\"",
        "\"OUTCOME_FALS\"",
        "\"OUTCOME_\\u0046ALSE\"",
        "12",
        "2",
        "null",
        "7.5",
    ]);
    let others = proptest::collection::vec((any::<Index>(), other), 0..4);
    let some = (most, proptest::collection::vec(others, 1..10)).prop_map(|(most, reports)| {
        let reports = reports.into_iter().map(move |others| (most, others));
        reports.collect::<Vec<_>>()
    });
    proptest::collection::vec(some, 2..4).prop_map(|runs| runs.concat())
}

fn with_outcomes(mut answer: Json, (most, others): &Outcomes) -> Json {
    let is_outcome = |value: Option<&mut Json>| matches!(value, Some(Json::Raw(text)) if text.starts_with("\"OUTCOME_"));
    let places: Vec<usize> = (0..answer.size())
        .filter(|place| is_outcome(answer.at(*place)))
        .collect();
    let all = places.iter().map(|place| (*place, *most));
    let others = others.iter().filter(|_| !places.is_empty());
    let others = others.map(|(at, other)| (places[at.index(places.len())], *other));
    for (place, outcome) in all.chain(others).collect::<Vec<_>>() {
        if let Some(value) = answer.at(place) {
            *value = Json::Raw(outcome.to_owned());
        }
    }
    answer
}

const LEVELS: [Level; 4] = [Level::Policy, Level::Label, Level::Rule, Level::All];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn reports_that_differ_anywhere_are_read_as_if_none_was_learned(
        first in one_report(),
        other in one_report(),
        edits in proptest::collection::vec(proptest::collection::vec(edit(), 1..3), 1..5),
        level in select(LEVELS.to_vec()),
        strict in any::<bool>(),
    ) {
        let edited = edits.iter().map(|edits| {
            let mut answer = first.clone();
            for edit in edits {
                edit.make(&mut answer);
            }
            answer.to_string()
        });
        let (text, other) = (first.to_string(), other.to_string());
        let mut texts = vec![text.clone(), text.clone()];
        for edited in edited {
            texts.extend([edited.clone(), text.clone(), other.clone(), edited]);
        }
        let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        holds(&texts, level, strict)?;
    }

    #[test]
    fn outcomes_that_differ_anywhere_are_read_as_if_none_was_learned(
        answer in one_report(),
        reports in outcomes(),
        level in select(LEVELS.to_vec()),
        strict in any::<bool>(),
    ) {
        let texts: Vec<String> = reports
            .iter()
            .map(|outcomes| with_outcomes(answer.clone(), outcomes).to_string())
            .collect();
        let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        holds(&texts, level, strict)?;
    }

    #[test]
    fn a_byte_that_differs_is_read_as_if_none_was_learned(
        answer in one_report(),
        changes in proptest::collection::vec(
            (any::<Index>(), select(b"{}[]\",:\\0n\x01e-9.\xc3 ".to_vec()), 0..3_usize),
            1..6,
        ),
        level in select(LEVELS.to_vec()),
    ) {
        let bytes = answer.to_string().into_bytes();
        let mut texts = vec![bytes.clone(), bytes.clone()];
        for (at, byte, removed) in changes {
            let mut changed = bytes.clone();
            let at = at.index(changed.len());
            changed.splice(at..(at + removed).min(bytes.len()), [byte]);
            texts.extend([changed.clone(), bytes.clone(), changed]);
        }
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
        holds(&texts, level, false)?;
    }

    #[test]
    fn a_report_cut_short_is_read_as_if_none_was_learned(
        answer in one_report(),
        cut in any::<Index>(),
        level in select(LEVELS.to_vec()),
    ) {
        let text = answer.to_string();
        let cut = &text.as_bytes()[..cut.index(text.len())];
        holds(&[text.as_bytes(), text.as_bytes(), cut, text.as_bytes()], level, false)?;
    }
}
