//! Every shape of a field survives a round trip.

#![allow(unreachable_pub, deprecated, dead_code)] // declared as for users

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Id, message, request};
use crate::types::{Outcome, ReviewResult};

message! {
    /// One field of each shape.
    pub struct Shapes {
        /// A message that can hold itself.
        #[wire("within")]
        pub within: Option<Box<Shapes>>,
        #[wire("enums")]
        pub enums: Vec<Outcome>,
        #[wire("bools")]
        pub bools: Vec<bool>,
        #[wire("int32s")]
        pub int32s: Vec<i32>,
        #[wire("int64s")]
        pub int64s: Vec<i64>,
        #[wire("doubles")]
        pub doubles: Vec<f64>,
        #[wire("times")]
        pub times: Vec<DateTime<Utc>>,
        #[wire("ids")]
        pub ids: Vec<Id>,
        #[wire("lists")]
        pub lists: Vec<Vec<String>>,
        #[wire("messages")]
        pub messages: Vec<ReviewResult>,
        #[wire("mapOfTexts")]
        pub map_of_texts: BTreeMap<String, String>,
        #[wire("mapOfTimes")]
        pub map_of_times: BTreeMap<String, DateTime<Utc>>,
        #[wire("mapOfEnums")]
        pub map_of_enums: BTreeMap<String, Outcome>,
        #[wire("mapOfMessages")]
        pub map_of_messages: BTreeMap<String, ReviewResult>,
        #[wire("anything")]
        pub anything: Map<String, Value>,
    }
}

request! {
    /// Required and optional fields.
    pub struct Asked {
        #[wire("count", always = true)]
        pub count: i32,
        #[wire("texts", always = true)]
        pub texts: Vec<String>,
        #[wire("id", always = true)]
        pub id: Uuid,
        #[deprecated]
        #[wire("secret", hidden = true)]
        pub secret: Option<String>,
        #[wire("more")]
        pub more: Option<ReviewResult>,
    }
}

fn read(body: &Value) -> Result<Shapes, serde_json::Error> {
    serde_json::from_str(&body.to_string())
}

#[test]
fn every_shape_comes_back_as_it_was() {
    let inner = json!({
        "enums": ["OUTCOME_TRUE", "OUTCOME_OF_TOMORROW", 77],
        "bools": [true, false],
        "int32s": [1, -2],
        "int64s": ["9007199254740993", "-1"],
        "doubles": [0.5, "NaN"],
        "times": ["2026-01-02T03:04:05Z"],
        "ids": ["55555555-5555-4555-8555-555555555555", "job-17"],
        "lists": [["a", "b"], []],
        "messages": [{ "score": 0.5 }, {}],
        "mapOfTexts": { "a": "b" },
        "mapOfTimes": { "a": "2026-01-02T03:04:05Z" },
        "mapOfEnums": { "a": "OUTCOME_FALSE" },
        "mapOfMessages": { "a": { "score": 0.25 }, "b": {} },
        "anything": { "a": [1, { "b": null }], "c": "d" },
    });
    let body = json!({ "within": { "within": inner }, "bools": [false] });
    let shapes = read(&body).unwrap();
    assert_eq!(serde_json::to_value(&shapes).unwrap(), body);
}

#[test]
fn what_is_null_is_empty_and_counts_stay_right() {
    let nulls = Shapes::default();
    let names = <Shapes as super::Message>::FIELDS.iter();
    let body = names
        .map(|name| ((*name).to_owned(), Value::Null))
        .collect();
    assert!(read(&Value::Object(body)).unwrap() == nulls);
    let within = json!({ "enums": [null], "ids": [null], "messages": [null], "lists": [null] });
    let shapes = read(&within).unwrap();
    assert_eq!(shapes.enums, [Outcome::Unspecified]);
    assert_eq!(shapes.ids[0].to_string(), "");
    assert_eq!(shapes.messages, [ReviewResult::default()]);
    assert_eq!(shapes.lists, [Vec::<String>::new()]);
}

#[test]
fn no_time_stands_for_a_missing_one() {
    for body in [
        json!({ "times": [null] }),
        json!({ "times": [""] }),
        json!({ "mapOfTimes": { "a": null } }),
        json!({ "anything": [] }),
        json!({ "anything": "text" }),
    ] {
        assert!(read(&body).is_err(), "{body}");
    }
}

#[test]
fn no_key_occurs_twice_in_a_map_of_outcomes() {
    let read = |map: &str, value: &str| {
        let body = format!(r#"{{"{map}": {{"a": {value}, "b": {value}, "a": {value}}}}}"#);
        serde_json::from_str::<Shapes>(&body)
    };
    let texts = read("mapOfTexts", r#""t""#).unwrap().map_of_texts;
    assert_eq!(texts.len(), 2);
    let times = read("mapOfTimes", r#""2026-01-02T03:04:05Z""#);
    assert_eq!(times.unwrap().map_of_times.len(), 2);
    for (map, value) in [
        ("mapOfEnums", r#""OUTCOME_TRUE""#),
        ("mapOfMessages", r#"{"score": 1}"#),
        ("mapOfMessages", "null"),
    ] {
        let why = read(map, value).unwrap_err().to_string();
        assert!(why.contains("twice"), "{map}: {why}");
    }
}

#[test]
fn what_must_be_there_is_written_though_zero_or_empty() {
    let sent = serde_json::to_value(Asked::default()).unwrap();
    let expected = json!({ "count": 0, "texts": [], "id": Uuid::nil() });
    assert_eq!(sent, expected);
}

#[test]
fn setters_take_values_and_options() {
    let asked = Asked::default()
        .count(2)
        .texts(["a".to_owned()])
        .secret("canary".to_owned())
        .more(ReviewResult::default());
    let sent = serde_json::to_value(&asked).unwrap();
    let expected =
        json!({ "count": 2, "texts": ["a"], "id": Uuid::nil(), "secret": "canary", "more": {} });
    assert_eq!(sent, expected);
    let shown = format!("{asked:?}");
    assert!(shown.contains("secret: hidden"), "{shown}");
    assert!(!shown.contains("canary"), "{shown}");
}
