//! The rule for the contract's own keys: the official schema allows any key that begins with `x-`, anywhere.

use serde_json::Value;

use super::{Check, Rule};
use crate::model::{Node, Schema};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "extension",
    asks: "Every `x-` key is listed in openapi/README.md and used in its place: elsewhere it has no effect.",
    check: Check::Node(|node, report| {
        for (key, value) in node.map.iter().filter(|(key, _)| key.starts_with("x-")) {
            let Some(fix) = misplaced(node, key, value) else {
                continue;
            };
            let what = format!("`{key}` has no effect in {}", node.name());
            report.key(node, key, what, fix);
        }
    }),
}];

fn are_values(node: &Node<'_>, value: &Value) -> bool {
    let mut listed = value.as_array().into_iter().flatten();
    let known = node.list("enum");
    value.is_array() && listed.all(|value| known.contains(value))
}

/// Where an extension belongs, if it is in the wrong place.
fn misplaced(node: &Node<'_>, key: &str, value: &Value) -> Option<&'static str> {
    let schema = Schema::of(node.clone());
    let (is_right, fix) = match key {
        "x-enum-numbers" | "x-enum-descriptions" => (node.has("enum"), "put it next to `enum`"),
        "x-sensitive" => (
            schema.is_field() && *value == Value::Bool(true),
            "write `x-sensitive: true` on a field",
        ),
        "x-ends" => (
            are_values(node, value),
            "put it next to `enum`, as a list of its values",
        ),
        "x-both-ways" => (
            schema.is_component() && node.has("properties") && *value == Value::Bool(true),
            "write `x-both-ways: true` on a message that requests and answers contain",
        ),
        "x-frame-schema" => (
            node.pointer.rsplit('/').nth(1) == Some("content"),
            "put it on a media type",
        ),
        _ => (
            false,
            "remove it, or use an extension listed in openapi/README.md",
        ),
    };
    (!is_right).then_some(fix)
}
