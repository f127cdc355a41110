//! Small changes to an answer, after which it still looks like the one before.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::wild::Json;

/// Another value in some place, a repeated member, or one that does not belong there.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    Value(Index, &'static str),
    Member(Index, &'static str, &'static str),
    Again(Index, Index, bool),
    Without(Index, Index),
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    let value = select(vec![
        "7",
        "-1",
        "0.5",
        "0.12345678901234567",
        "0.30000000000000004",
        "1e400",
        "0.5.5",
        "00",
        "true",
        "\"x\"",
        "\"\"",
        "null",
        "[]",
        "{}",
        "[null]",
        "{\"a\": \"b\"}",
        "\"\\u0041\"",
        "\"\\ud83e\"",
        "\"\\\"}\"",
        "\"}],\\\"result\\\":\\\"OUTCOME_TRUE\\\"\"",
        "\"a\u{1f980}\"",
        "\"\u{1}\"",
        "\"open",
        "\"OUTCOME_TRUE\"",
        "\"OUTCOME_FALSE\"",
        "\"OUTCOME_FAILED\"",
        "\"OUTCOME_UNSPECIFIED\"",
        "\"NEW\"",
        "99",
        "3",
        "0",
        "\"NaN\"",
        "\"-Infinity\"",
        "-0.0",
        "0.5, \"score\": 1",
        "\"a\", \"name\": \"b\"",
    ]);
    let member = select(vec![
        ("error", "{\"code\":8,\"message\":\"slow down\"}"),
        ("error", "null"),
        ("details", "[{\"type\":\"PRECHECK_FAILURE_TYPE_NCMEC\"}]"),
        ("other", "{\"type\":\"PRECHECK_FAILURE_TYPE_NCMEC\"}"),
        ("other", "{}"),
        ("result", "2"),
        ("review_result", "{\"outcome\":2}"),
        ("score", "-1"),
        ("job", "{}"),
        ("", "\"\""),
    ]);
    prop_oneof![
        6 => (any::<Index>(), value).prop_map(|(at, value)| Edit::Value(at, value)),
        2 => (any::<Index>(), member).prop_map(|(at, (key, value))| Edit::Member(at, key, value)),
        1 => (any::<Index>(), any::<Index>(), any::<bool>())
            .prop_map(|(at, which, source)| Edit::Again(at, which, source)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(at, which)| Edit::Without(at, which)),
    ]
}

/// The contract's spelling of a key.
fn source(key: &str) -> String {
    let mut spelled = String::new();
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            spelled.push('_');
        }
        spelled.push(letter.to_ascii_lowercase());
    }
    spelled
}

impl Edit {
    pub(crate) fn make(&self, answer: &mut Json) {
        let size = answer.size();
        let (Self::Value(at, _)
        | Self::Member(at, ..)
        | Self::Again(at, ..)
        | Self::Without(at, _)) = self;
        let Some(place) = answer.at(at.index(size)) else {
            return;
        };
        if let Self::Value(_, value) = self {
            *place = Json::Raw((*value).to_owned());
            return;
        }
        let Json::Object(members) = place else {
            return;
        };
        match self {
            Self::Member(_, key, value) => {
                members.push(((*key).to_owned(), Json::Raw((*value).to_owned())));
            }
            Self::Again(_, which, other) if !members.is_empty() => {
                let (key, value) = members[which.index(members.len())].clone();
                members.push((if *other { source(&key) } else { key }, value));
            }
            Self::Without(_, which) if !members.is_empty() => {
                members.remove(which.index(members.len()));
            }
            _ => {}
        }
    }
}
