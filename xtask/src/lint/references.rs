//! Rules for references without a target, and for components without a reference.

use std::collections::BTreeSet;

use super::{Check, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "unresolved-reference",
        asks: "Every `$ref` and `x-frame-schema` leads to something in the contract.",
        check: Check::Node(|node, report| {
            let source = report.model.source;
            for key in ["$ref", "x-frame-schema"] {
                let Some(value) = node.map.get(key) else {
                    continue;
                };
                let target = value.as_str().and_then(|target| target.strip_prefix('#'));
                // If the target exists but is not an object, the official schema reports it.
                let leads = |target: &str| match source.get(target) {
                    Some(there) => !there.is_object() || source.resolve(target).is_some(),
                    None => false,
                };
                if !target.is_some_and(leads) {
                    report.key(
                        node,
                        key,
                        format!("`{key}` leads nowhere: {value}"),
                        "name a component that exists, as `#/components/schemas/Name`",
                    );
                }
            }
        }),
    },
    Rule {
        name: "reference-siblings",
        asks: "A `$ref` is the only key of its object: tools ignore other keys.",
        check: Check::Node(|node, report| {
            let siblings = node.map.keys().filter(|key| *key != "$ref");
            for key in siblings.filter(|_| node.is_reference()) {
                report.key(
                    node,
                    key,
                    format!("`{key}` is next to a `$ref`"),
                    "put the `$ref` of a schema into `allOf`; move anything else to where the `$ref` leads",
                );
            }
        }),
    },
    Rule {
        name: "unreachable-component",
        asks: "Every component is reached by an operation.",
        check: Check::Whole(|report| {
            let model = report.model;
            let reached = model.source.reached_from(["/paths".to_owned()]);
            let root = model.source.node("");
            let owners = model.operations.iter().map(|operation| &**operation);
            let secured: BTreeSet<&String> = owners
                .chain(root.as_ref())
                .flat_map(|owner| owner.list("security"))
                .filter_map(|requirement| requirement.as_object())
                .flat_map(|requirement| requirement.keys())
                .collect();
            for section in model.source.nodes("/components") {
                for component in model.source.nodes(&section.pointer) {
                    let (section, name) = (section.name(), component.name());
                    let is_secured = section == "securitySchemes" && secured.contains(&name);
                    if !is_secured && !reached.contains(&component.pointer) {
                        report.node(
                            &component,
                            format!("no operation reaches components.{section}.{name}"),
                            "refer to it, or remove it",
                        );
                    }
                }
            }
        }),
    },
];
