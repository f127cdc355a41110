//! Types and formats: the table of `openapi/README.md`.

use super::document::Object;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "type-missing",
        asks: "Every schema says its type, or refers to one.",
        check: missing,
    },
    Rule {
        name: "unknown-format",
        asks: "Type and format are a pair of the table of types.",
        check: format,
    },
    Rule {
        name: "list-without-items",
        asks: "Every list says what it holds.",
        check: items,
    },
    Rule {
        name: "all-of-one",
        asks: "`allOf` holds one `$ref` and nothing else: the generator makes types of its own for more.",
        check: all_of,
    },
    Rule {
        name: "field-reference",
        asks: "A field that is a message or an enum is `allOf` with one `$ref`, so that its description survives.",
        check: field_reference,
    },
    Rule {
        name: "composition",
        asks: "No `anyOf`, `oneOf` or `not`, except for the details of a Status: the generator makes unreadable types of them.",
        check: composition,
    },
    Rule {
        name: "type-refused",
        asks: "No `pattern`, `title`, `discriminator` or `xml`: they make newtypes that refuse the server's own answers, or nothing.",
        check: refused,
    },
];

const COMPOSITIONS: [&str; 3] = ["anyOf", "oneOf", "not"];

fn schemas(contract: &Contract) -> impl Iterator<Item = Object<'_>> {
    contract
        .document
        .all(Kind::Schema)
        .filter(|schema| !schema.is_reference())
}

fn missing(contract: &Contract, report: &mut Report<'_>) {
    for schema in schemas(contract) {
        let says = |key: &str| schema.map.contains_key(key);
        if !says("type") && !says("allOf") && !COMPOSITIONS.into_iter().any(says) {
            report.contract(
                schema.pointer,
                format!("the schema {} has no type", schema.name()),
                "add `type`, or refer to a component",
            );
        }
    }
}

fn format(contract: &Contract, report: &mut Report<'_>) {
    for schema in schemas(contract) {
        let Some(kind) = schema.text("type") else {
            continue;
        };
        let format = schema.text("format");
        let known = match kind {
            "string" => matches!(
                format,
                None | Some("uuid" | "date-time" | "int64" | "byte" | "binary" | "uri")
            ),
            "number" => matches!(format, Some("double" | "float")),
            "integer" => format == Some("int32"),
            "boolean" | "array" | "object" => format.is_none(),
            _ => false,
        };
        if known {
            continue;
        }
        let fix = match (kind, format) {
            ("integer", Some("int64" | "uint64")) => {
                "write `type: string`, `format: int64`: the wire sends 64-bit integers as strings"
            }
            ("integer", _) => "write `format: int32`",
            ("number", _) => "write `format: double` or `format: float`",
            _ => "use a pair of the table of types in openapi/README.md",
        };
        let what = match format {
            Some(format) => format!("the type {kind} with the format {format}"),
            None => format!("the type {kind} without a format that codegen knows"),
        };
        report.contract(schema.pointer, what, fix);
    }
}

fn items(contract: &Contract, report: &mut Report<'_>) {
    for schema in schemas(contract) {
        if schema.text("type") == Some("array") && !schema.map.contains_key("items") {
            report.contract(
                schema.pointer,
                format!("the list {} does not say what it holds", schema.name()),
                "add `items`",
            );
        }
    }
}

fn all_of(contract: &Contract, report: &mut Report<'_>) {
    for schema in schemas(contract) {
        let Some(members) = schema.map.get("allOf").and_then(|v| v.as_array()) else {
            continue;
        };
        let one = matches!(members.as_slice(), [only] if only.get("$ref").is_some());
        if !one || schema.map.contains_key("type") {
            report.contract(
                &schema.at("allOf"),
                "an `allOf` that is not one `$ref` alone",
                "keep one `$ref` in it and no `type` beside it; write other fields into the message itself",
            );
        }
    }
}

fn field_reference(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        if schema.is_field() && schema.is_reference() {
            report.contract(
                schema.pointer,
                format!("the field {} is a plain `$ref`", schema.name()),
                "write `description` and `allOf` with this one `$ref`",
            );
        }
    }
}

fn composition(contract: &Contract, report: &mut Report<'_>) {
    for schema in schemas(contract) {
        for key in COMPOSITIONS
            .into_iter()
            .filter(|key| schema.map.contains_key(*key))
        {
            if schema.pointer == "/components/schemas/Status/properties/details/items"
                && key == "anyOf"
            {
                continue;
            }
            report.contract(
                &schema.at(key),
                format!("`{key}` in {}", schema.name()),
                "describe one message with all fields; unset ones are left empty",
            );
        }
    }
}

fn refused(contract: &Contract, report: &mut Report<'_>) {
    for schema in schemas(contract) {
        for key in ["pattern", "title", "discriminator", "xml"] {
            if schema.map.contains_key(key) {
                report.contract(
                    &schema.at(key),
                    format!("`{key}` in {}", schema.name()),
                    "remove it, and say it in the description",
                );
            }
        }
    }
}
