//! Rules for messages: what may be nested, required, limited and null.

use super::report::Report;
use super::{Check, Rule};
use crate::model::Schema;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "schema-kind",
        asks: "A component schema is an object or an enum: codegen supports no other kind.",
        check: Check::Schema(|schema, report| {
            let is_known = schema.text("type") == Some("object") || schema.is_enum();
            if schema.is_component() && !is_known {
                let what = format!("{} is neither an object nor an enum", schema.name());
                report.node(schema, what, "write its type where it is used");
            }
        }),
    },
    Rule {
        name: "schema-nullable",
        asks: "A component schema is not nullable, but fields that contain it may be: the generator would turn it into a newtype over Option.",
        check: Check::Schema(|schema, report| {
            if schema.is_component() && schema.has("nullable") {
                let what = format!("the schema {} is nullable", schema.name());
                report.key(
                    schema,
                    "nullable",
                    what,
                    "put `nullable: true` on the fields that contain it",
                );
            }
        }),
    },
    Rule {
        name: "nested-type",
        asks: "A message or an enum is a component: the generator would invent a name for it.",
        check: Check::Schema(|schema, report| {
            let is_object = schema.text("type") == Some("object");
            let is_map = schema.has("additionalProperties");
            let is_type = schema.is_enum() || schema.has("properties") || (is_object && !is_map);
            if is_type && !schema.is_component() {
                let what = format!("{} is a message or an enum without a name", schema.name());
                report.node(
                    schema,
                    what,
                    "move it to components.schemas and refer to it",
                );
            }
        }),
    },
    Rule {
        name: "required-undeclared",
        asks: "`required` names fields that exist.",
        check: Check::Schema(|schema, report| {
            for name in schema.texts("required") {
                if !schema.entries("properties").any(|(field, _)| field == name) {
                    let what = format!("{} requires {name}, which it does not have", schema.name());
                    report.key(schema, "required", what, "correct the name, or remove it");
                }
            }
        }),
    },
    Rule {
        name: "answer-required",
        asks: "Answers require nothing, except `@type`: any field may be missing.",
        check: Check::Schema(|schema, report| {
            for name in schema.texts("required").filter(|name| *name != "@type") {
                if is_answer(schema, report) {
                    report.key(
                        schema,
                        "required",
                        format!("{} is an answer and requires {name}", schema.name()),
                        "remove it: servers omit unset fields",
                    );
                }
            }
        }),
    },
    Rule {
        name: "answer-in-request",
        asks: "No request contains a message of an answer, unless `x-both-ways: true` marks it for both: its fields would also become optional in answers.",
        check: Check::Whole(|report| {
            let model = report.model;
            let is_both = |pointer: &str| {
                let message = model.source.node(pointer);
                let is_message = message.as_ref().is_some_and(|one| !one.has("enum"));
                is_message
                    && model.in_requests.contains(pointer)
                    && model.in_answers.contains(pointer)
            };
            let is_marked = |pointer: &str| {
                let message = model.source.node(pointer);
                message.is_some_and(|one| one.is_true("x-both-ways"))
            };
            for node in model.source.all() {
                let target = node
                    .text("$ref")
                    .and_then(|target| target.strip_prefix('#'));
                let Some(target) = target.filter(|target| is_both(target) && !is_marked(target))
                else {
                    continue;
                };
                let holder = component(&node.pointer);
                let is_asked = node.pointer.contains("/requestBody/")
                    || (model.in_requests.contains(holder)
                        && (!model.in_answers.contains(holder) || is_marked(holder)));
                if is_asked {
                    let name = target.rsplit('/').next().unwrap_or_default();
                    let what = format!("a request contains {name}, which is a message of answers");
                    let fix = "give the request a message of its own, or write `x-both-ways: true` on this one";
                    report.node(&node, what, fix);
                }
            }
        }),
    },
    Rule {
        name: "answer-limit",
        asks: "Schemas that only answers contain have no limits: an answer is not rejected for being larger than expected.",
        check: Check::Schema(|schema, report| {
            for key in LIMITS.into_iter().filter(|key| schema.has(key)) {
                if is_answer(schema, report) {
                    report.key(
                        schema,
                        key,
                        format!("`{key}` on {}, which only answers contain", schema.name()),
                        "remove it, and state the bound in the description",
                    );
                }
            }
        }),
    },
    Rule {
        name: "answer-nullable",
        asks: "Messages, maps and times that only answers contain are nullable: the gateway writes null for unset fields.",
        check: Check::Field(|field, report| {
            let target = field
                .holds()
                .and_then(|target| report.model.source.node(target));
            let is_message = target.is_some_and(|target| !target.has("enum"));
            let is_map = field.has("additionalProperties");
            let is_time = field.text("format") == Some("date-time");
            if (is_message || is_map || is_time)
                && !field.is_true("nullable")
                && is_answer(field, report)
            {
                let what = format!("{} is not nullable", field.name());
                report.node(
                    field,
                    what,
                    "add `nullable: true`, and describe what null means",
                );
            }
        }),
    },
];

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

/// The component that contains a place.
fn component(pointer: &str) -> &str {
    let end = pointer.match_indices('/').nth(3);
    end.map_or(pointer, |(end, _)| &pointer[..end])
}

/// Whether a schema is, or is within, a component that is reached by answers but not by requests.
fn is_answer(schema: &Schema<'_>, report: &Report<'_>) -> bool {
    let component = component(&schema.pointer);
    let model = report.model;
    model.in_answers.contains(component) && !model.in_requests.contains(component)
}
