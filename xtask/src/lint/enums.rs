//! Rules for enums. They are open on the wire, so the contract has to be exact about the values that it names.

use std::collections::BTreeSet;

use super::{Check, Rule};
use crate::model::{Enum, Schema};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "enum-type",
        asks: "An enum is `type: string`, and its values are strings.",
        check: Check::Schema(|schema, report| {
            let is_text = schema.list("enum").iter().all(serde_json::Value::is_string);
            if schema.is_enum() && !(is_text && schema.text("type") == Some("string")) {
                let what = format!("the enum {} does not consist of strings", schema.name());
                report.node(schema, what, "write `type: string`, and name the values");
            }
        }),
    },
    Rule {
        name: "enum-zero",
        asks: "The first value of an enum is its zero, …_UNSPECIFIED, and its default.",
        check: Check::Schema(|schema, report| {
            if !schema.is_enum() {
                return;
            }
            let zero = schema.texts("enum").next().unwrap_or_default();
            if !zero.ends_with("_UNSPECIFIED") {
                let what = format!("the first value of {} is not its zero", schema.name());
                report.key(schema, "enum", what, "begin with …_UNSPECIFIED, number 0");
            } else if schema.text("default") != Some(zero) {
                let what = format!("the default of {} is not its zero", schema.name());
                report.node(schema, what, format!("write `default: {zero}`"));
            }
        }),
    },
    Rule {
        name: "enum-duplicate",
        asks: "No two values of an enum become the same variant.",
        check: Check::Schema(|schema, report| {
            let mut seen = BTreeSet::new();
            for value in Enum::read(schema).values {
                if !seen.insert(value.variant.clone()) {
                    let what = format!(
                        "{} would have two variants {}",
                        schema.name(),
                        value.variant
                    );
                    report.key(
                        schema,
                        "enum",
                        what,
                        format!("remove or rename {}", value.wire),
                    );
                }
            }
        }),
    },
    Rule {
        name: "enum-numbers",
        asks: "`x-enum-numbers` gives every value its number, in rising order from 0.",
        check: Check::Schema(|schema, report| {
            let key = "x-enum-numbers";
            let numbers: Vec<_> = schema
                .entries(key)
                .map(|(_, number)| number.as_i64())
                .collect();
            // `None` is not a number, and sorts before any number.
            let is_rising = numbers.first() == Some(&Some(0)) && numbers.is_sorted_by(|a, b| a < b);
            if schema.is_enum() && !(is_rising && same_names(schema, key)) {
                report.key(
                    schema,
                    key,
                    format!(
                        "{key} of {} does not give every value a number, rising from 0",
                        schema.name()
                    ),
                    "name the values of `enum` in their order, each with its protobuf number",
                );
            }
        }),
    },
    Rule {
        name: "enum-descriptions",
        asks: "`x-enum-descriptions` describes every value, in the same order.",
        check: Check::Schema(|schema, report| {
            let key = "x-enum-descriptions";
            let values = Enum::read(schema).values;
            let all_said = values.iter().all(|value| value.description.ends_with('.'));
            if schema.is_enum() && !(all_said && same_names(schema, key)) {
                report.key(
                    schema,
                    key,
                    format!(
                        "{key} of {} does not have a sentence for every value",
                        schema.name()
                    ),
                    "name the values of `enum` in their order, each with a sentence",
                );
            }
        }),
    },
    Rule {
        name: "enum-nullable",
        asks: "A field that is an enum is never nullable: an unset field has the zero value.",
        check: Check::Field(|field, report| {
            let target = field
                .holds()
                .and_then(|target| report.model.source.node(target));
            let is_enum = target.is_some_and(|target| target.has("enum"));
            if is_enum && field.has("nullable") {
                let what = format!("{} is an enum and nullable", field.name());
                report.key(field, "nullable", what, "remove `nullable`");
            }
        }),
    },
];

/// Whether an object next to `enum` has the enum's values as keys, in the same order. Duplicate values break another
/// rule.
fn same_names(schema: &Schema<'_>, key: &str) -> bool {
    let mut seen = BTreeSet::new();
    let values = schema.texts("enum").filter(|value| seen.insert(*value));
    schema.entries(key).map(|(name, _)| name).eq(values)
}
