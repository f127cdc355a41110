//! What fields may be made of: the shapes that `clavata_api::wire` reads and writes.

use serde_json::Value;

use super::report::Report;
use super::{Check, Rule};
use crate::model::{Node, Schema, rust_name};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "parameter-shape",
        asks: "A parameter is one plain value or enum, or a list of them in the query, in the usual style.",
        check: Check::Parameter(|parameter, report| {
            if !["path", "query"].contains(&parameter.place) {
                // Another rule tells of it.
                return;
            }
            let name = parameter.name;
            let usual = if parameter.place == "query" {
                "form"
            } else {
                "simple"
            };
            let style = parameter.text("style").unwrap_or(usual);
            if style != usual || parameter.map.get("explode") == Some(&Value::Bool(usual != "form"))
            {
                let what = format!("the parameter {name} is not sent in the usual style");
                let fix = "remove `style` and `explode`: the generator knows no other";
                return report.node(parameter, what, fix);
            }
            let Some(schema) = report.model.source.node(&parameter.at("schema")) else {
                return;
            };
            let is_plain = |held: Held| !matches!(held, Held::Message | Held::List | Held::Other);
            let is_sent = match held(&schema, report) {
                Held::List if parameter.place == "query" => {
                    let items = report.model.source.node(&schema.at("items"));
                    items.is_none_or(|items| is_plain(held(&items, report)))
                }
                held => is_plain(held),
            };
            if !is_sent && schema.has("type") | schema.has("$ref") | schema.has("allOf") {
                let what = format!(
                    "the parameter {name} is neither a plain value nor a list of them in the query"
                );
                report.node(parameter, what, "send it in the body, or as plain values");
            }
        }),
    },
    Rule {
        name: "parameter-name-taken",
        asks: "No parameter is named like what each builder has: `client`, `new`, `send`, `body`, `bodyMap`.",
        check: Check::Parameter(|parameter, report| {
            let name = rust_name(parameter.name);
            if ["client", "new", "send", "body", "body_map"].contains(&name.as_str()) {
                let what = format!(
                    "the builder has a `{name}` of its own beside the parameter {}",
                    parameter.name
                );
                report.key(
                    parameter,
                    "name",
                    what,
                    "the generator cannot name it: send it in the body",
                );
            }
        }),
    },
    Rule {
        name: "message-in-itself",
        asks: "No message holds itself but in a list: the generator boxes it, and `clavata_api::wire` reads no boxes.",
        check: Check::Whole(|report| {
            let model = report.model;
            for message in model.components() {
                for field in model.fields(message) {
                    let target = field.holds().unwrap_or_default().to_owned();
                    if reaches(&target, &message.pointer, report, &mut Vec::new()) {
                        let what = format!(
                            "the field {} puts {} into itself",
                            field.name(),
                            message.name()
                        );
                        report.node(
                            &field,
                            what,
                            "make it a list, or name the message by its id",
                        );
                    }
                }
            }
        }),
    },
    Rule {
        name: "field-shape",
        asks: "A field is a shape that `clavata_api::wire` reads: a list of texts, ids or messages, a map of texts, numbers, bools, enums or lists, no free object.",
        check: Check::Whole(|report| {
            let model = report.model;
            for message in model.components().filter(|schema| !schema.is_detail()) {
                let in_request = model.in_requests.contains(&message.pointer);
                for field in model.fields(message) {
                    let is_detail =
                        field.pointer == "/components/schemas/Status/properties/details";
                    if !is_detail && let Some(what) = unreadable(&field, in_request, report) {
                        let what = format!("the field {} is {what}", field.name());
                        report.node(
                            &field,
                            what,
                            "use another shape, or teach `clavata_api::wire` this one",
                        );
                    }
                }
            }
        }),
    },
];

/// Whether a message is another one, or holds it in a field that is not a list.
fn reaches(from: &str, to: &str, report: &Report<'_>, seen: &mut Vec<String>) -> bool {
    if from == to {
        return true;
    }
    if from.is_empty() || seen.iter().any(|known| known == from) {
        return false;
    }
    seen.push(from.to_owned());
    let mut fields = report
        .model
        .source
        .nodes(&format!("{from}/properties"))
        .into_iter();
    fields.any(|field| {
        let target = Schema::of(field).holds().unwrap_or_default();
        reaches(target, to, report, seen)
    })
}

/// What is within a list or a map.
enum Held {
    Text,
    Id,
    Time,
    Number,
    Wide,
    Bool,
    Enum,
    Message,
    List,
    Other,
    /// Another rule tells of it.
    Unclear,
}

/// What a schema is that the client cannot read, if it is one.
fn unreadable(schema: &Node<'_>, in_request: bool, report: &Report<'_>) -> Option<&'static str> {
    let source = report.model.source;
    match schema.text("type")? {
        "array" => {
            let items = source.node(&schema.at("items"))?;
            match held(&items, report) {
                Held::Text | Held::Message | Held::Unclear => None,
                Held::Id if in_request => None,
                Held::Id => Some("a list of ids in an answer"),
                Held::Time => Some("a list of times"),
                Held::Number | Held::Wide => Some("a list of numbers"),
                Held::Bool => Some("a list of bools"),
                Held::Enum => Some("a list of enums"),
                Held::List | Held::Other => Some("a list of lists or objects"),
            }
        }
        "object"
            if matches!(
                schema.map.get("additionalProperties"),
                Some(Value::Object(_))
            ) =>
        {
            let values = source.node(&schema.at("additionalProperties"))?;
            match held(&values, report) {
                Held::Text
                | Held::Number
                | Held::Wide
                | Held::Bool
                | Held::Enum
                | Held::Unclear => None,
                Held::List => unreadable(&values, in_request, report),
                Held::Id if in_request => None,
                Held::Id => Some("a map of ids in an answer"),
                Held::Time => Some("a map of times"),
                Held::Message => Some("a map of messages"),
                Held::Other => Some("a map of objects"),
            }
        }
        "object" if schema.has("additionalProperties") => Some("an object of anything"),
        _ => None,
    }
}

fn held(schema: &Node<'_>, report: &Report<'_>) -> Held {
    let source = report.model.source;
    if let Some(target) = Schema::of(schema.clone()).refers_to() {
        return match source.node(target) {
            Some(target) if target.has("enum") => Held::Enum,
            Some(_) => Held::Message,
            None => Held::Unclear,
        };
    }
    if ["properties", "enum", "$ref"]
        .into_iter()
        .any(|key| schema.has(key))
    {
        return Held::Unclear;
    }
    match (schema.text("type"), schema.text("format")) {
        (Some("string"), Some("uuid")) => Held::Id,
        (Some("string"), Some("date-time")) => Held::Time,
        (Some("string"), Some("int64")) => Held::Wide,
        (Some("string"), _) => Held::Text,
        (Some("number" | "integer"), _) => Held::Number,
        (Some("boolean"), _) => Held::Bool,
        (Some("array"), _) => Held::List,
        _ => Held::Other,
    }
}
