//! The facts of a schema about values on the wire.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::element::Fact;
use crate::model::Node;
use crate::model::located::Located;

/// Keys whose absence means false, or nothing.
const FLAGS: [&str; 8] = [
    "nullable",
    "deprecated",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "required",
];

/// Collects facts about one object, each with its place.
pub(crate) struct Facts<'a> {
    pub(crate) source: &'a Located,
    pub(crate) facts: BTreeMap<String, Fact>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(source: &'a Located) -> Self {
        Self {
            source,
            facts: BTreeMap::new(),
        }
    }

    /// Records a fact whose place is `pointer`.
    pub(crate) fn put(&mut self, name: impl Into<String>, value: String, pointer: String) {
        let line = self.source.line(&pointer);
        let fact = Fact {
            value,
            pointer,
            line,
        };
        self.facts.insert(name.into(), fact);
    }

    /// Records every key of an object except those in `except`.
    pub(crate) fn keys(&mut self, node: &Node<'a>, prefix: &str, except: &[&str]) {
        for (key, value) in node.map {
            let says_nothing = FLAGS.contains(&key.as_str()) && *value == Value::Bool(false)
                || *value == Value::Null
                || value.as_str().is_some_and(|text| text.trim().is_empty());
            if !says_nothing && !except.contains(&key.as_str()) {
                self.put(format!("{prefix}{key}"), canonical(value), node.at(key));
            }
        }
    }

    /// Records what a schema says, and those within it, but not those that it refers to.
    pub(crate) fn schema(&mut self, pointer: &str, prefix: &str) {
        let ty = wire_type(self.source, pointer);
        self.put(format!("{prefix}type"), ty, pointer.to_owned());
        self.beside_type(pointer, prefix);
    }

    /// Records the same without the type, which the schema around it names.
    fn beside_type(&mut self, pointer: &str, prefix: &str) {
        let node = self.source.node(pointer);
        let Some(node) = node.filter(|node| !node.is_reference()) else {
            return;
        };
        let shown = [
            "type",
            "format",
            "$ref",
            "allOf",
            "items",
            "additionalProperties",
            "properties",
            "required",
            "enum",
            "x-enum-numbers",
            "x-enum-descriptions",
            "x-sensitive",
        ];
        self.keys(&node, prefix, &shown);
        if node.is_true("x-sensitive") {
            let place = node.at("x-sensitive");
            self.put(format!("{prefix}sensitive"), "true".to_owned(), place);
        }
        self.beside_type(&node.at("items"), &format!("{prefix}items."));
        match node.map.get("additionalProperties") {
            Some(Value::Object(_)) => {
                let values = format!("{prefix}values.");
                self.beside_type(&node.at("additionalProperties"), &values);
            }
            Some(Value::Bool(false)) => {
                let place = node.at("additionalProperties");
                self.put(format!("{prefix}closed"), "true".to_owned(), place);
            }
            _ => {}
        }
    }
}

/// The type on the wire as text, such as `list of Job` or `string, uuid`.
fn wire_type(source: &Located, pointer: &str) -> String {
    let Some(node) = source.node(pointer) else {
        return "anything".to_owned();
    };
    let held = match node.list("allOf") {
        [only] => only.get("$ref").and_then(Value::as_str),
        _ => node.text("$ref"),
    };
    if let Some(target) = held {
        return match target.strip_prefix("#/components/schemas/") {
            Some(name) if !name.contains('/') => name.to_owned(),
            _ => wire_type(source, target.trim_start_matches('#')),
        };
    }
    let within = |key: &str| wire_type(source, &node.at(key));
    let plain = match node.text("type") {
        Some("array") => format!("list of {}", within("items")),
        Some("object")
            if matches!(node.map.get("additionalProperties"), Some(Value::Object(_))) =>
        {
            format!("map of {}", within("additionalProperties"))
        }
        Some(name) => match node.text("format") {
            Some(format) => format!("{name}, {format}"),
            None => name.to_owned(),
        },
        None => "anything".to_owned(),
    };
    let mut more = Map::new();
    let is_component =
        pointer.rsplit_once('/').map(|(owner, _)| owner) == Some("/components/schemas");
    let mut keys = vec!["allOf", "anyOf", "oneOf", "not"];
    if !is_component {
        // In a component, these are elements of their own.
        keys.extend(["properties", "enum"]);
    }
    for key in keys {
        if let Some(value) = node.map.get(key) {
            more.insert(key.to_owned(), value.clone());
        }
    }
    if more.is_empty() {
        plain
    } else {
        format!("{plain} {}", canonical(&Value::Object(more)))
    }
}

/// A value as text, identical for equal values: sorted keys, `1.0` as `1`, text with single spaces.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => nested(other),
    }
}

fn nested(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let entries = entries.into_iter();
            let said: Vec<String> = entries
                .map(|(key, value)| format!("{key}: {}", nested(value)))
                .collect();
            format!("{{{}}}", said.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(nested).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() => float.to_string(),
            _ => number.to_string(),
        },
        Value::String(text) => format!("{text:?}"),
        other => other.to_string(),
    }
}
