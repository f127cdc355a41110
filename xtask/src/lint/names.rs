//! Names: they become methods, types and fields.

use serde_json::Value;

use super::operation::Operation;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "operation-id-name",
        asks: "An `operationId` is in snake_case: it becomes a method.",
        check: operation_id,
    },
    Rule {
        name: "schema-name",
        asks: "A schema is named in PascalCase: it becomes a type.",
        check: schema,
    },
    Rule {
        name: "field-name",
        asks: "Fields are named in camelCase, as on the wire; `@type` is the one exception.",
        check: field,
    },
    Rule {
        name: "parameter-name",
        asks: "Parameters are named in camelCase, with dots between the parts.",
        check: parameter,
    },
    Rule {
        name: "enum-value-name",
        asks: "Enum values are in UPPER_SNAKE_CASE and share the prefix of their zero.",
        check: enum_value,
    },
];

fn starts_and_holds(name: &str, first: fn(&char) -> bool, rest: fn(char) -> bool) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|letter| first(&letter)) && letters.all(rest)
}

fn is_camel(name: &str) -> bool {
    starts_and_holds(name, char::is_ascii_lowercase, |c| {
        c.is_ascii_alphanumeric()
    })
}

fn is_pascal(name: &str) -> bool {
    starts_and_holds(name, char::is_ascii_uppercase, |c| {
        c.is_ascii_alphanumeric()
    }) && (name.len() == 1 || name.chars().any(|c| c.is_ascii_lowercase()))
}

fn is_snake(name: &str) -> bool {
    let words = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    starts_and_holds(name, char::is_ascii_lowercase, words)
        && !name.ends_with('_')
        && !name.contains("__")
}

fn is_upper_snake(name: &str) -> bool {
    is_snake(&name.to_lowercase()) && !name.chars().any(|c| c.is_ascii_lowercase())
}

fn operation_id(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        if let Some(id) = operation.id.filter(|id| !id.is_empty() && !is_snake(id)) {
            report.contract(
                &operation.object.at("operationId"),
                format!("operationId {id} is not in snake_case"),
                "write it as `verb_noun`",
            );
        }
    }
}

fn schema(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        if schema.is_component("schemas") && !is_pascal(&schema.name()) {
            report.contract(
                schema.pointer,
                format!("the schema {} is not in PascalCase", schema.name()),
                "rename it, and the references to it",
            );
        }
    }
}

fn field(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        let name = schema.name();
        if schema.is_field() && name != "@type" && !is_camel(&name) {
            report.contract(
                schema.pointer,
                format!("the field {name} is not in camelCase"),
                "write it as the wire does",
            );
        }
    }
}

fn parameter(contract: &Contract, report: &mut Report<'_>) {
    for parameter in contract.document.all(Kind::Parameter) {
        let Some(name) = parameter.text("name") else {
            continue;
        };
        if !name.split('.').all(is_camel) {
            report.contract(
                &parameter.at("name"),
                format!("the parameter {name} is not in camelCase"),
                "write it as the wire does: the gateway ignores a parameter that it does not know",
            );
        }
    }
}

fn enum_value(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        let Some(values) = schema.map.get("enum").and_then(Value::as_array) else {
            continue;
        };
        let zero = values.first().and_then(Value::as_str).unwrap_or_default();
        let Some(prefix) = zero.strip_suffix("UNSPECIFIED") else {
            continue;
        };
        for (index, value) in values.iter().enumerate() {
            let Some(value) = value.as_str() else {
                continue;
            };
            if !is_upper_snake(value) || !value.starts_with(prefix) {
                report.contract(
                    &format!("{}/{index}", schema.at("enum")),
                    format!("the value {value} of {} is not {prefix}…", schema.name()),
                    "write the full name that stands on the wire",
                );
            }
        }
    }
}
