//! Rules for types and formats: the table of `openapi/README.md`.

use super::{Check, Rule};
use crate::model::Schema;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "type-missing",
        asks: "Every schema has a type or refers to one; every list declares its items.",
        check: Check::Schema(|schema, report| {
            let name = schema.name();
            let has_type = ["type", "allOf", "anyOf", "oneOf", "not"];
            if !has_type.into_iter().any(|key| schema.has(key)) {
                let what = format!("the schema {name} has no type");
                report.node(schema, what, "add `type`, or refer to a component");
            } else if schema.text("type") == Some("array") && !schema.has("items") {
                let what = format!("the list {name} does not declare its items");
                report.node(schema, what, "add `items`");
            }
        }),
    },
    Rule {
        name: "unknown-format",
        asks: "Type and format are a pair in the table of types.",
        check: Check::Schema(|schema, report| {
            let Some(kind) = schema.text("type").filter(|kind| !is_known(kind, schema)) else {
                return;
            };
            let format = schema.text("format");
            let fix = match (kind, format) {
                ("integer", Some("int64" | "uint64")) => {
                    "write `type: string`, `format: int64`: the wire sends 64-bit integers as strings"
                }
                ("integer", _) => "write `format: int32`",
                ("number", _) => "write `format: double` or `format: float`",
                _ => "use a pair in the table of types in openapi/README.md",
            };
            let what = match format {
                Some(format) => {
                    format!("codegen does not know the type {kind} with the format {format}")
                }
                None => format!("codegen does not know the type {kind} without a format"),
            };
            report.node(schema, what, fix);
        }),
    },
    Rule {
        name: "all-of-one",
        asks: "`allOf` contains one `$ref` and nothing else: otherwise, the generator makes its own types.",
        check: Check::Schema(|schema, report| {
            if schema.has("allOf") && (schema.holds().is_none() || schema.has("type")) {
                report.key(
                    schema,
                    "allOf",
                    "this `allOf` is not one `$ref` alone",
                    "keep one `$ref` in it and no `type` next to it; write other fields into the message itself",
                );
            }
        }),
    },
    Rule {
        name: "field-reference",
        asks: "A field that is a message or an enum is `allOf` with one `$ref`, so that its description survives.",
        check: Check::Field(|field, report| {
            if field.is_reference() {
                let what = format!("the field {} is a plain `$ref`", field.name());
                report.node(
                    field,
                    what,
                    "write `description`, and `allOf` with this `$ref`",
                );
            }
        }),
    },
    Rule {
        name: "refused-key",
        asks: "No key that the generator ignores, or turns into unreadable types or newtypes: `pattern`, `oneOf`, `headers` and others.",
        check: Check::Node(|node, report| {
            for key in REFUSED.into_iter().filter(|key| node.has(key)) {
                let is_allowed = match key {
                    // A detail of an error may be any message.
                    "anyOf" if node.pointer == DETAIL => true,
                    "title" if node.pointer == "/info" => true,
                    // A field may have any name.
                    _ => node.pointer.ends_with("/properties"),
                };
                if !is_allowed {
                    let what = format!(
                        "{} has `{key}`, which the generator cannot use",
                        node.name()
                    );
                    report.key(
                        node,
                        key,
                        what,
                        "remove it, and state it in the description",
                    );
                }
            }
        }),
    },
];

const DETAIL: &str = "/components/schemas/Status/properties/details/items";

const REFUSED: [&str; 12] = [
    "anyOf",
    "oneOf",
    "not",
    "pattern",
    "title",
    "discriminator",
    "xml",
    "callbacks",
    "headers",
    "links",
    "encoding",
    "examples",
];

fn is_known(kind: &str, schema: &Schema<'_>) -> bool {
    let format = schema.text("format");
    match kind {
        "string" => matches!(
            format,
            None | Some("uuid" | "date-time" | "int64" | "byte" | "binary" | "uri")
        ),
        "number" => matches!(format, Some("double" | "float")),
        "integer" => format == Some("int32"),
        "boolean" | "array" | "object" => format.is_none(),
        _ => false,
    }
}
