//! Messages: what may be nested, required, limited and null.

use std::collections::BTreeSet;

use serde_json::Value;

use super::document::Object;
use super::located::join;
use super::operation::Operation;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "schema-kind",
        asks: "A component schema is an object or an enum: codegen knows no other kind.",
        check: kind,
    },
    Rule {
        name: "schema-nullable",
        asks: "A component schema is not nullable: the generator makes a newtype over Option of it. Fields are.",
        check: nullable,
    },
    Rule {
        name: "nested-object",
        asks: "A message within a message is a component: the generator would invent a name for it.",
        check: nested,
    },
    Rule {
        name: "required-undeclared",
        asks: "`required` names fields that exist.",
        check: required_undeclared,
    },
    Rule {
        name: "answer-required",
        asks: "Answers require nothing, except `@type`: any field may be missing.",
        check: answer_required,
    },
    Rule {
        name: "answer-limit",
        asks: "What only answers hold has no limits: an answer is not refused for being larger than expected.",
        check: answer_limit,
    },
    Rule {
        name: "answer-nullable",
        asks: "Messages, maps and times that only answers hold are nullable: the gateway writes null for what is unset.",
        check: answer_nullable,
    },
];

fn kind(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        let known = schema.text("type") == Some("object") || schema.map.contains_key("enum");
        if schema.is_component("schemas") && !known {
            report.contract(
                schema.pointer,
                format!("{} is neither an object nor an enum", schema.name()),
                "write its type where it is used",
            );
        }
    }
}

fn nullable(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        if schema.is_component("schemas") && schema.map.contains_key("nullable") {
            report.contract(
                &schema.at("nullable"),
                format!("the schema {} is nullable", schema.name()),
                "put `nullable: true` on the fields that hold it",
            );
        }
    }
}

fn nested(contract: &Contract, report: &mut Report<'_>) {
    for schema in contract.document.all(Kind::Schema) {
        let message = schema.map.contains_key("properties")
            || (schema.text("type") == Some("object")
                && !schema.map.contains_key("additionalProperties"));
        if message && !schema.is_component("schemas") {
            report.contract(
                schema.pointer,
                format!("{} is an object without a name", schema.name()),
                "move it to components.schemas and refer to it",
            );
        }
    }
}

fn required_undeclared(contract: &Contract, report: &mut Report<'_>) {
    for (schema, name) in required(contract) {
        let declared = schema.map.get("properties").and_then(|p| p.get(name));
        if declared.is_none() {
            report.contract(
                &schema.at("required"),
                format!("{} requires {name}, which it does not have", schema.name()),
                "correct the name, or remove it",
            );
        }
    }
}

fn required(contract: &Contract) -> impl Iterator<Item = (Object<'_>, &str)> {
    contract.document.all(Kind::Schema).flat_map(|schema| {
        let names = schema.map.get("required").and_then(Value::as_array);
        names
            .into_iter()
            .flatten()
            .map(move |name| (schema, name.as_str().unwrap_or_default()))
    })
}

/// The components that answers reach and requests do not.
fn answer_only(contract: &Contract) -> BTreeSet<String> {
    let document = &contract.document;
    let mut requests = Vec::new();
    let mut answers = Vec::new();
    for operation in Operation::all(document) {
        requests.extend(operation.object.map.get("requestBody"));
        answers.extend(operation.object.map.get("responses"));
    }
    let requests = document.reached_from(requests);
    let answers = document.reached_from(answers);
    answers.difference(&requests).cloned().collect()
}

/// The messages that only answers hold.
fn answer_messages(contract: &Contract) -> Vec<Object<'_>> {
    let only = answer_only(contract);
    contract
        .document
        .all(Kind::Schema)
        .filter(|schema| only.contains(schema.pointer))
        .collect()
}

fn answer_required(contract: &Contract, report: &mut Report<'_>) {
    let only = answer_only(contract);
    for (schema, name) in required(contract) {
        if only.contains(schema.pointer) && name != "@type" {
            report.contract(
                &schema.at("required"),
                format!("{} is an answer and requires {name}", schema.name()),
                "remove it: older and newer servers leave out what is unset",
            );
        }
    }
}

fn answer_limit(contract: &Contract, report: &mut Report<'_>) {
    const LIMITS: [&str; 11] = [
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
    ];
    for message in answer_messages(contract) {
        let inside = format!("{}/", message.pointer);
        for schema in contract.document.all(Kind::Schema) {
            if schema.pointer != message.pointer && !schema.pointer.starts_with(&inside) {
                continue;
            }
            for key in LIMITS
                .into_iter()
                .filter(|key| schema.map.contains_key(*key))
            {
                report.contract(
                    &schema.at(key),
                    format!("`{key}` on {}, which only answers hold", schema.name()),
                    "remove it, and say the bound in the description",
                );
            }
        }
    }
}

fn answer_nullable(contract: &Contract, report: &mut Report<'_>) {
    for message in answer_messages(contract) {
        let fields = message.map.get("properties").and_then(Value::as_object);
        for (name, field) in fields.into_iter().flatten() {
            let target = field.pointer("/allOf/0/$ref").and_then(Value::as_str);
            let is_message = target
                .and_then(|target| target.strip_prefix('#'))
                .and_then(|pointer| contract.document.get(pointer))
                .is_some_and(|schema| schema.get("enum").is_none());
            let is_map = field.get("additionalProperties").is_some();
            let is_time = field.get("format").and_then(Value::as_str) == Some("date-time");
            let nullable = field.get("nullable") == Some(&Value::Bool(true));
            if (is_message || is_map || is_time) && !nullable {
                report.contract(
                    &join(&message.at("properties"), name),
                    format!("{}.{name} is not nullable", message.name()),
                    "add `nullable: true`, and say what null means",
                );
            }
        }
    }
}
