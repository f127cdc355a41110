//! References: where they lead, and what nobody refers to.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::Object;
use super::located::join;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "unresolved-reference",
        asks: "Every `$ref` and `x-frame-schema` leads to something in the contract.",
        check: unresolved,
    },
    Rule {
        name: "reference-siblings",
        asks: "Beside a `$ref` there is nothing, for every tool ignores it.",
        check: siblings,
    },
    Rule {
        name: "unreachable-component",
        asks: "Every component is reached from an operation.",
        check: unreachable_component,
    },
];

fn unresolved(contract: &Contract, report: &mut Report<'_>) {
    for object in contract.document.objects() {
        for key in ["$ref", "x-frame-schema"] {
            let Some(value) = object.map.get(key) else {
                continue;
            };
            let target = value.as_str().unwrap_or_default();
            let resolved = target
                .strip_prefix('#')
                .and_then(|pointer| contract.document.resolve(pointer));
            if resolved.is_none() {
                report.contract(
                    &object.at(key),
                    format!("{key} leads nowhere: {value}"),
                    "name a component that exists, as `#/components/schemas/Name`",
                );
            }
        }
    }
}

fn siblings(contract: &Contract, report: &mut Report<'_>) {
    for object in contract.document.objects().filter(Object::is_reference) {
        for key in object.map.keys().filter(|key| *key != "$ref") {
            let fix = if object.kind == Kind::Schema {
                "wrap the reference: `allOf` with this one `$ref`, and the rest beside it"
            } else {
                "move it into what the reference leads to"
            };
            report.contract(
                &object.at(key),
                format!("`{key}` stands beside `$ref`"),
                fix,
            );
        }
    }
}

fn unreachable_component(contract: &Contract, report: &mut Report<'_>) {
    let document = &contract.document;
    let starts: Vec<&Value> = document.get("/paths").into_iter().collect();
    let reached = document.reached_from(starts);
    let secured: BTreeSet<&str> = document
        .all(Kind::Operation)
        .filter_map(|operation| operation.map.get("security"))
        .chain(document.get("/security"))
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|requirement| requirement.keys().map(String::as_str))
        .collect();
    let Some(sections) = document.get("/components").and_then(Value::as_object) else {
        return;
    };
    for (section, components) in sections {
        for name in components.as_object().into_iter().flat_map(|c| c.keys()) {
            let pointer = join(&join("/components", section), name);
            let used = match section.as_str() {
                "securitySchemes" => secured.contains(name.as_str()),
                _ => reached.contains(&pointer),
            };
            if !used {
                report.contract(
                    &pointer,
                    format!("no operation reaches components.{section}.{name}"),
                    "refer to it, or remove it",
                );
            }
        }
    }
}
