//! Jobs with arbitrary damage: never a panic, and what decodes survives a round trip.

use crate::support::codec::decode_as;
use crate::support::meaning::meaning;
use mock_gateway::fixture_jobs;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// A change in one place of a body.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Put(Value),
    /// A value from elsewhere in the body.
    Copy(Index),
    Rename(String),
    Repeat,
}

fn change() -> impl Strategy<Value = Change> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..9_i64).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            json!(""),
            json!("NaN"),
            json!("-Infinity"),
            json!("1e999"),
            json!("OUTCOME_MAYBE"),
            json!("OUTCOME_FALSE"),
            json!("007"),
            json!("9999-12-31T23:59:59-23:59"),
            json!("2016-12-31T23:59:60.5Z"),
            json!([]),
            json!([null, null]),
            json!({}),
            json!({"": null, "score": "NaN", "outcome": 2}),
            json!([[{}]]),
        ]),
    ];
    prop_oneof![
        2 => Just(Change::Drop),
        6 => value.prop_map(Change::Put),
        2 => any::<Index>().prop_map(Change::Copy),
        1 => "[a-zA-Z]{0,9}".prop_map(Change::Rename),
        1 => Just(Change::Repeat),
    ]
}

/// The JSON pointers of everything in a body.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(member, &format!("{at}/{key}"), found);
            }
        }
        _ => {}
    }
}

fn apply(body: &mut Value, place: Index, change: Change) {
    let mut all = Vec::new();
    places(body, "", &mut all);
    let pointer = place.get(&all[..]).clone();
    let copied = match &change {
        Change::Copy(from) => body.pointer(from.get::<String>(&all)).cloned(),
        _ => None,
    };
    if let Change::Put(value) = change {
        *body.pointer_mut(&pointer).unwrap() = value;
        return;
    }
    if let Some(value) = copied {
        *body.pointer_mut(&pointer).unwrap() = value;
        return;
    }
    let Some((parent, key)) = pointer.rsplit_once('/') else {
        return;
    };
    match (body.pointer_mut(parent).unwrap(), change) {
        (Value::Array(items), Change::Drop) => drop(items.remove(key.parse().unwrap())),
        (Value::Array(items), Change::Repeat) => items.push(items[0].clone()),
        (Value::Object(members), change) => {
            let removed = members.remove(&key.replace("~1", "/").replace("~0", "~"));
            if let Change::Rename(key) = change {
                members.insert(key, removed.unwrap());
            }
        }
        _ => {}
    }
}

/// A fixture job with up to four changes.
fn damaged() -> impl Strategy<Value = Value> {
    let bodies: Vec<Value> = fixture_jobs()
        .iter()
        .map(|job| serde_json::from_str(&job.body).unwrap())
        .collect();
    let changes = prop::collection::vec((any::<Index>(), change()), 1..5);
    (prop::sample::select(bodies), changes).prop_map(|(mut body, changes)| {
        for (place, change) in changes {
            apply(&mut body, place, change);
        }
        body
    })
}

/// Whether everything in the body that the contract names has the right type.
fn is_stable(body: &Value) -> Result<bool, TestCaseError> {
    let Ok(read) = decode_as("GetJobResponse", body.to_string().as_bytes()) else {
        return Ok(false);
    };
    prop_assert!(read.stable, "{}", read.written);
    Ok(true)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_decodes_is_the_same_after_encoding_and_decoding_again(body in damaged()) {
        is_stable(&body)?;
    }

    #[test]
    fn what_decodes_keeps_everything_that_the_contract_names(body in damaged()) {
        if let Ok(read) = decode_as("GetJobResponse", body.to_string().as_bytes()) {
            prop_assert_eq!(
                meaning("GetJobResponse", &read.written),
                meaning("GetJobResponse", &body)
            );
        }
    }

    #[test]
    fn damaged_bytes_never_panic(body in damaged(), at: Index, byte: u8) {
        let mut bytes = body.to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = decode_as("GetJobResponse", &bytes) {
            prop_assert!(read.stable);
        }
        let _ = decode_as("Status", &bytes);
        let _ = decode_as("EvaluateFrame", &bytes[at..]);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[\\[\\]{}:,\"a-z0-9.eE+ \\\\-]{0,64}") {
        for schema in ["GetJobResponse", "Status", "EvaluateFrame", "ListJobsResponse"] {
            if let Ok(read) = decode_as(schema, text.as_bytes()) {
                prop_assert!(read.stable);
            }
        }
    }
}

#[test]
fn the_damage_leaves_some_jobs_readable_and_some_not() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = damaged();
    let readable = (0..200)
        .filter(|_| is_stable(&strategy.new_tree(&mut runner).unwrap().current()).unwrap())
        .count();
    assert!((40..180).contains(&readable), "{readable} of 200");
}
