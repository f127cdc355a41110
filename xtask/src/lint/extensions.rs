//! The contract's own keys: the official schema takes any that begins with `x-`, at any place.

use serde_json::Value;

use super::{Check, Rule};
use crate::model::Node;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "extension",
    asks: "Every `x-` key is one that openapi/README.md lists, and at its place: elsewhere it does nothing.",
    check: Check::Whole(|report| {
        for node in report.model.source.all() {
            for (key, value) in node.map.iter().filter(|(key, _)| key.starts_with("x-")) {
                let Some(fix) = misplaced(&node, key, value) else {
                    continue;
                };
                let what = format!("`{key}` does nothing in {}", node.name());
                report.key(&node, key, what, fix);
            }
        }
    }),
}];

fn are_values(node: &Node<'_>, value: &Value) -> bool {
    let mut listed = value.as_array().into_iter().flatten();
    let known = node.list("enum");
    value.is_array() && listed.all(|value| known.contains(value))
}

fn is_component(node: &Node<'_>) -> bool {
    let name = node.pointer.strip_prefix("/components/schemas/");
    name.is_some_and(|name| !name.contains('/'))
}

/// Where an extension belongs, if it is not there.
fn misplaced(node: &Node<'_>, key: &str, value: &Value) -> Option<&'static str> {
    let owner = node.pointer.rsplit('/').nth(1);
    let (is_right, fix) = match key {
        "x-enum-numbers" | "x-enum-descriptions" => (node.has("enum"), "put it beside `enum`"),
        "x-sensitive" => (
            owner == Some("properties") && *value == Value::Bool(true),
            "write `x-sensitive: true`, on a field",
        ),
        "x-ends" => (
            are_values(node, value),
            "put it beside `enum`, as a list of its values",
        ),
        "x-both-ways" => (
            is_component(node) && node.has("properties") && *value == Value::Bool(true),
            "write `x-both-ways: true`, on a message that requests and answers hold",
        ),
        "x-frame-schema" => (owner == Some("content"), "put it on a media type"),
        _ => (false, "remove it, or use an extension of openapi/README.md"),
    };
    (!is_right).then_some(fix)
}
