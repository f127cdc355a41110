//! Rules for descriptions, which become documentation.

use super::report::Report;
use super::{Check, Rule};
use crate::model::Node;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "summary",
        asks: "Every operation has a summary of one line, without a full stop.",
        check: Check::Operation(|operation, report| {
            let summary = operation.text("summary").unwrap_or_default().trim();
            if summary.is_empty() || summary.contains('\n') || summary.ends_with('.') {
                report.node(
                    operation,
                    format!(
                        "{} has no summary of one line without a full stop",
                        operation.name()
                    ),
                    "add `summary`: it becomes the first line of the method's documentation",
                );
            }
        }),
    },
    Rule {
        name: "direction-controls",
        asks: "No text contains characters that change the text direction: rustc rejects them.",
        check: Check::Node(|node, report| {
            for (key, value) in node.map {
                let text = value.as_str().unwrap_or_default();
                if text.contains(turns_direction) || key.contains(turns_direction) {
                    let what = "a text contains a character that changes the text direction";
                    report.key(node, key, what, "remove it");
                }
            }
        }),
    },
    Rule {
        name: "description",
        asks: "The API, its servers, tags and security schemes, and every operation, parameter, body, schema and field have a description.",
        check: Check::Whole(|report| {
            let model = report.model;
            for operation in &model.operations {
                described("operation", operation, report);
            }
            for parameter in &model.parameters {
                described("parameter", parameter, report);
            }
            for body in &model.bodies {
                described("body", body, report);
            }
            for schema in model.schemas.iter().filter(|schema| !schema.is_reference()) {
                if schema.is_component() {
                    described("schema", schema, report);
                } else if schema.is_field() {
                    described("field", schema, report);
                }
            }
            if let Some(info) = model.source.node("/info") {
                described("part", &info, report);
            }
            for list in ["/servers", "/tags", "/components/securitySchemes"] {
                for part in model.source.nodes(list) {
                    described("part", &part, report);
                }
            }
        }),
    },
];

fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The length of the shortest useful description, in letters.
const SHORTEST: usize = 12;

fn described(kind: &str, node: &Node<'_>, report: &mut Report<'_>) {
    let description = node.description();
    let name = node.name();
    if description.chars().count() < SHORTEST {
        report.node(
            node,
            format!("the {kind} {name} has no description, or an empty one"),
            "describe what it is, its unit and bounds, and what its absence means",
        );
    } else if !description.ends_with(['.', '!', '?']) {
        let what = format!("the description of the {kind} {name} is not a sentence");
        report.key(node, "description", what, "end it with a full stop");
    }
}
