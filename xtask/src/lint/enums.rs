//! Enums: open on the wire, so the contract has to be exact about what it names.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::document::Object;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "nested-enum",
        asks: "An enum is a component: the generator would invent a name for it.",
        check: nested,
    },
    Rule {
        name: "enum-type",
        asks: "An enum is `type: string`.",
        check: of_strings,
    },
    Rule {
        name: "enum-zero",
        asks: "The first value of an enum is its zero, …_UNSPECIFIED.",
        check: zero,
    },
    Rule {
        name: "enum-default",
        asks: "The default of an enum is its zero.",
        check: default,
    },
    Rule {
        name: "enum-duplicate",
        asks: "No enum has a value twice.",
        check: duplicate,
    },
    Rule {
        name: "enum-numbers",
        asks: "`x-enum-numbers` gives every value its number, in rising order from 0.",
        check: numbers,
    },
    Rule {
        name: "enum-descriptions",
        asks: "`x-enum-descriptions` describes every value, in the same order.",
        check: descriptions,
    },
    Rule {
        name: "enum-nullable",
        asks: "A field that is an enum is never nullable: unset is its zero.",
        check: nullable,
    },
];

fn enums(contract: &Contract) -> impl Iterator<Item = (Object<'_>, Vec<&str>)> {
    contract.document.all(Kind::Schema).filter_map(|schema| {
        let values = schema.map.get("enum")?.as_array()?;
        let names = values.iter().filter_map(Value::as_str).collect();
        Some((schema, names))
    })
}

fn nested(contract: &Contract, report: &mut Report<'_>) {
    for (schema, _) in enums(contract) {
        if !schema.is_component("schemas") {
            report.contract(
                schema.pointer,
                format!("{} is an enum without a name", schema.name()),
                "move it to components.schemas and refer to it",
            );
        }
    }
}

fn of_strings(contract: &Contract, report: &mut Report<'_>) {
    for (schema, names) in enums(contract) {
        let values = schema.map["enum"].as_array().map_or(0, Vec::len);
        if schema.text("type") != Some("string") || names.len() != values {
            report.contract(
                schema.pointer,
                format!("the enum {} does not consist of strings", schema.name()),
                "write `type: string`, and the values by their names",
            );
        }
    }
}

fn zero(contract: &Contract, report: &mut Report<'_>) {
    for (schema, names) in enums(contract) {
        if !names
            .first()
            .is_some_and(|name| name.ends_with("_UNSPECIFIED"))
        {
            report.contract(
                &schema.at("enum"),
                format!("the first value of {} is not its zero", schema.name()),
                "begin with …_UNSPECIFIED, number 0",
            );
        }
    }
}

fn default(contract: &Contract, report: &mut Report<'_>) {
    for (schema, names) in enums(contract) {
        if schema.text("default") != names.first().copied() {
            report.contract(
                schema.pointer,
                format!("the default of {} is not its first value", schema.name()),
                "add `default` with the …_UNSPECIFIED value",
            );
        }
    }
}

fn duplicate(contract: &Contract, report: &mut Report<'_>) {
    for (schema, names) in enums(contract) {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                report.contract(
                    &schema.at("enum"),
                    format!("{} has the value {name} twice", schema.name()),
                    "remove one of them",
                );
            }
        }
    }
}

/// Whether an object beside `enum` names its values, in their order. A value that stands twice has
/// a rule of its own.
fn same_names(beside: Option<&Map<String, Value>>, names: &[&str]) -> bool {
    let mut seen = BTreeSet::new();
    let names = names.iter().copied().filter(|name| seen.insert(*name));
    beside.is_some_and(|beside| beside.keys().eq(names))
}

fn numbers(contract: &Contract, report: &mut Report<'_>) {
    for (schema, names) in enums(contract) {
        let numbers = schema.map.get("x-enum-numbers").and_then(Value::as_object);
        let same = same_names(numbers, &names);
        let values: Vec<Option<i64>> = numbers
            .into_iter()
            .flat_map(|numbers| numbers.values().map(Value::as_i64))
            .collect();
        let rising = values.iter().all(Option::is_some) && values.is_sorted_by(|a, b| a < b);
        if !same || !rising || values.first() != Some(&Some(0)) {
            report.contract(
                &schema.at("x-enum-numbers"),
                format!(
                    "x-enum-numbers of {} is not one rising number from 0 for each value",
                    schema.name()
                ),
                "name the values of `enum` in their order, each with its protobuf number",
            );
        }
    }
}

fn descriptions(contract: &Contract, report: &mut Report<'_>) {
    for (schema, names) in enums(contract) {
        let texts = schema
            .map
            .get("x-enum-descriptions")
            .and_then(Value::as_object);
        let same = same_names(texts, &names);
        let said = texts.is_some_and(|texts| {
            let full = |text: &Value| text.as_str().is_some_and(|text| text.trim().ends_with('.'));
            texts.values().all(full)
        });
        if !same || !said {
            report.contract(
                &schema.at("x-enum-descriptions"),
                format!(
                    "x-enum-descriptions of {} is not one sentence for each value",
                    schema.name()
                ),
                "name the values of `enum` in their order, each with a sentence",
            );
        }
    }
}

fn nullable(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema).filter(Object::is_field) {
        let target = schema
            .map
            .get("allOf")
            .and_then(|members| members.pointer("/0/$ref"))
            .and_then(Value::as_str)
            .and_then(|target| target.strip_prefix('#'));
        let is_enum = target
            .and_then(|pointer| contract.document.get(pointer))
            .is_some_and(|schema| schema.get("enum").is_some());
        if is_enum && schema.map.contains_key("nullable") {
            report.contract(
                &schema.at("nullable"),
                format!("{} is an enum and nullable", schema.name()),
                "remove `nullable`: an unset enum is its zero",
            );
        }
    }
}
