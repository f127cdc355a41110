//! The property, tested with mutated fixtures, and which answers are kept.

// The same files as in `tests/tests/it/any_bytes/`.
#[path = "../../../../tests/tests/it/any_bytes/properties/damage.rs"]
mod damage;
#[path = "../../../../tests/tests/it/any_bytes/seeds.rs"]
mod seeds;

use proptest::prelude::*;

use super::{Arc, Held, Item, Items, streamed};
use seeds::{damaged, mixed, seeds};

const ANSWER: &str = r#"{"result":{"policyEvaluationReport":{"result":2}}}"#;

/// For each answer of the stream, whether it is kept rather than decoded.
fn are_kept(stream: &str) -> Vec<bool> {
    let mut items = Items::new(u64::MAX, None, Arc::default());
    items.push(stream.to_owned().into()).unwrap();
    let items = std::iter::from_fn(|| items.next());
    items
        .filter_map(|item| match item {
            Item::Answer(answer) => Some(matches!(answer, Held::Kept(_))),
            _ => None,
        })
        .collect()
}

#[test]
fn answers_are_kept_in_any_layout_and_after_anything_else() {
    let odd = r#"{"result":{"jobUuid":"j"}}"#;
    for between in ["\n", "\r\n", "", ",", "\n\n"] {
        let stream = [ANSWER, odd, ANSWER, "{\"error\":{\"code\":3}}", ANSWER, ""].join(between);
        assert_eq!(are_kept(&stream), [true, false, true, true], "{between:?}");
    }
    let spread = ANSWER.replace(':', ":\n");
    assert_eq!(are_kept(&[&spread, ANSWER, &spread].join("\n")), [true; 3]);
}

#[test]
fn every_recorded_stream_says_what_the_careful_reader_says() {
    for seed in seeds() {
        streamed(seed);
    }
    mixed().for_each(|stream| streamed(stream.as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn damaged_streams_say_what_the_careful_reader_says(
        bodies in prop::collection::vec((damaged(), prop::sample::select(vec!["", "\n", "\r\n", ",\n"])), 1..4)
    ) {
        let stream: Vec<u8> = bodies.into_iter().flat_map(|(body, end)| [body, end.into()].concat()).collect();
        streamed(&stream);
    }
}
