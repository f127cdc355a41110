//! Rules for names, which become types and fields.

use super::{Check, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "schema-name",
        asks: "Schemas are named in PascalCase: they become types.",
        check: Check::Schema(|schema, report| {
            let name = schema.name();
            if schema.is_component() && !is_pascal(&name) {
                let what = format!("the schema {name} is not in PascalCase");
                report.node(schema, what, "rename it, and the references to it");
            }
        }),
    },
    Rule {
        name: "field-name",
        asks: "Fields are named in camelCase, as on the wire; `@type` is the one exception.",
        check: Check::Field(|field, report| {
            let name = field.name();
            if name != "@type" && !is_camel(&name) {
                let what = format!("the field {name} is not in camelCase");
                report.node(field, what, "write it as on the wire");
            }
        }),
    },
    Rule {
        name: "enum-value-name",
        asks: "Enum values are in UPPER_SNAKE_CASE and share the prefix of their zero.",
        check: Check::Schema(|schema, report| {
            let zero = schema.texts("enum").next().unwrap_or_default();
            let Some(prefix) = zero.strip_suffix("UNSPECIFIED") else {
                return;
            };
            for (index, value) in schema.texts("enum").enumerate() {
                if !is_upper_snake(value) || !value.starts_with(prefix) {
                    report.pointer(
                        &format!("{}/{index}", schema.at("enum")),
                        format!("the value {value} of {} is not {prefix}…", schema.name()),
                        "write its full name, as on the wire",
                    );
                }
            }
        }),
    },
];

fn is_made_of(name: &str, first: fn(&char) -> bool, rest: fn(char) -> bool) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|letter| first(&letter)) && letters.all(rest)
}

pub(super) fn is_camel(name: &str) -> bool {
    is_made_of(name, char::is_ascii_lowercase, |c| {
        c.is_ascii_alphanumeric()
    })
}

fn is_pascal(name: &str) -> bool {
    is_made_of(name, char::is_ascii_uppercase, |c| {
        c.is_ascii_alphanumeric()
    }) && (name.len() == 1 || name.chars().any(|c| c.is_ascii_lowercase()))
}

pub(super) fn is_snake(name: &str) -> bool {
    let words = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    is_made_of(name, char::is_ascii_lowercase, words)
        && !name.ends_with('_')
        && !name.contains("__")
}

fn is_upper_snake(name: &str) -> bool {
    is_snake(&name.to_lowercase()) && !name.chars().any(|c| c.is_ascii_lowercase())
}
