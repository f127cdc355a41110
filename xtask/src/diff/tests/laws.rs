//! Properties that hold for every pair of contracts.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::change::Change;
use super::super::compare::compare;
use super::super::read;
use super::super::side::Side;
use super::{SAMPLE, diff, edited, elements, mirrored};
use crate::model::located::Located;
use crate::workspace::Workspace;

fn contract() -> String {
    Workspace::find().unwrap().read_contract().unwrap()
}

/// Reverses the order of objects, and of lists whose order has no meaning.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.iter().rev();
            let reversed = entries.map(|(key, value)| match (key.as_str(), value) {
                ("parameters" | "required", Value::Array(items)) => {
                    let items: Vec<Value> = items.iter().rev().map(reversed).collect();
                    (key.clone(), items.into())
                }
                _ => (key.clone(), reversed(value)),
            });
            Value::Object(reversed.collect())
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

#[test]
fn order_and_spelling_are_no_change() {
    for text in [contract(), SAMPLE.to_owned()] {
        assert_eq!(ids(&diff(&text, &text)), BTreeSet::new());
        let value = Located::parse(&text).unwrap().value;
        let other = serde_json::to_string(&reversed(&value)).unwrap();
        assert_eq!(ids(&diff(&text, &other)), BTreeSet::new());
        assert_eq!(ids(&diff(&other, &text)), BTreeSet::new());
    }
    let same = [
        ("          minimum: 0\n", "          minimum: 0.0\n"),
        (
            "      description: A thing.\n",
            "      # Words.\n      description: >-\n        A\n        thing.\n",
        ),
        (
            "          deprecated: true\n",
            "          nullable: false\n          deprecated: true\n",
        ),
        ("          style: form\n          explode: true\n", ""),
        (
            "          in: query\n          style",
            "          in: query\n          required: false\n          style",
        ),
        (
            "          description: How many there are.\n",
            "          description: How many there are.\n          readOnly: false\n",
        ),
        (
            "          description: What to put it into.\n          allOf:\n            - $ref: \"#/components/schemas/Box\"\n",
            "          allOf: [{\"$ref\": \"#/components/schemas/Box\"}]\n          description: What to put it into.\n",
        ),
    ];
    for (from, to) in same {
        let after = edited(SAMPLE, from, to);
        assert_eq!(ids(&diff(SAMPLE, &after)), BTreeSet::new(), "{to}");
    }
}

fn ids(changes: &[Change]) -> BTreeSet<(String, String)> {
    let changes = changes.iter();
    changes
        .map(|change| (change.id.clone(), change.subject.clone()))
        .collect()
}

/// The expected mirror image of a change: id, lines and values.
type Image = (
    String,
    Option<u64>,
    Option<u64>,
    Option<String>,
    Option<String>,
);

#[test]
fn the_other_way_round_is_the_mirror_image() {
    for (index, edit) in super::edits::EDITS.iter().enumerate() {
        let after = edit.made();
        let there = diff(SAMPLE, &after);
        let back = diff(&after, SAMPLE);
        let line = |place: &Option<super::super::change::Place>| place.as_ref().map(|at| at.line);
        let there: BTreeSet<Image> = there
            .iter()
            .map(|one| {
                let (was, is) = (one.was.clone(), one.is.clone());
                (mirrored(one), line(&one.after), line(&one.before), is, was)
            })
            .collect();
        let back: BTreeSet<Image> = back
            .iter()
            .map(|one| {
                let (was, is) = (one.was.clone(), one.is.clone());
                (one.id.clone(), line(&one.before), line(&one.after), was, is)
            })
            .collect();
        // References to a renamed type use only its new name.
        if !edit.name.contains("a message has another name") {
            assert_eq!(there, back, "edit {index}");
        }
    }
}

/// The pointers of all values that are neither objects nor lists.
fn leaves(value: &Value, at: String, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                leaves(value, crate::model::located::join(&at, key), into);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, format!("{at}/{index}"), into);
            }
        }
        _ => into.push(at),
    }
}

#[test]
fn no_edit_goes_unseen() {
    let value = Located::parse(SAMPLE).unwrap().value;
    let before = elements(SAMPLE);
    let mut places = Vec::new();
    leaves(&value, String::new(), &mut places);
    let mut seen = 0;
    for place in places {
        let mut after = value.clone();
        let leaf = after.pointer_mut(&place).unwrap();
        *leaf = match leaf {
            Value::Bool(value) => Value::Bool(!*value),
            Value::Number(number) => (number.as_f64().unwrap() + 1.0).into(),
            Value::String(text) => Value::String(format!("{text}X")),
            other => panic!("{place} is {other}"),
        };
        let Ok(side) = Side::text("edited", &after.to_string()) else {
            continue;
        };
        let Ok(model) = side.model() else {
            continue;
        };
        let changes = compare(&before, &read::read(&model));
        assert!(!changes.is_empty(), "{place} went unseen");
        seen += 1;
    }
    assert!(seen >= 80, "{seen}");
}

#[test]
fn fingerprints_stay_when_lines_move_and_differ_between_changes() {
    let after = edited(SAMPLE, "A thing.", "One thing.");
    let one = diff(SAMPLE, &after);
    let moved = format!("# A line.\n{after}");
    let other = diff(SAMPLE, &moved);
    assert_eq!(one[0].fingerprint(), other[0].fingerprint());
    assert_ne!(one[0].after, other[0].after);
    let mut seen = BTreeSet::new();
    for edit in super::edits::EDITS.iter() {
        for change in diff(SAMPLE, &edit.made()) {
            seen.insert((
                change.fingerprint(),
                change.id,
                change.subject,
                change.was,
                change.is,
            ));
        }
    }
    let fingerprints: BTreeSet<&String> = seen.iter().map(|one| &one.0).collect();
    assert_eq!(fingerprints.len(), seen.len());
}
