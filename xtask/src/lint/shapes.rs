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
            let schema = report.model.source.node(&parameter.at("schema"));
            let is_list = schema.as_ref().and_then(|schema| schema.text("type")) == Some("array");
            // A list in the query may be one value, separated by commas; nothing else is spread or not.
            let may_explode = is_list && usual == "form";
            let explode = parameter.map.get("explode").and_then(Value::as_bool);
            if style != usual || (!may_explode && explode == Some(usual != "form")) {
                let what = format!("the parameter {name} is not sent in the usual style");
                let fix = "remove `style` and `explode`: the generator knows no other";
                return report.node(parameter, what, fix);
            }
            let Some(schema) = schema else {
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
        name: "field-shape",
        asks: "A field is a shape that `clavata_api::wire` reads: a list or a map of plain values, enums, messages or lists, or an object of anything.",
        check: Check::Whole(|report| {
            let model = report.model;
            for message in model.components().filter(|schema| !schema.is_detail()) {
                for field in model.fields(message) {
                    let is_detail =
                        field.pointer == "/components/schemas/Status/properties/details";
                    if !is_detail && let Some(what) = unreadable(&field, report) {
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

/// What is within a list or a map.
enum Held {
    Plain,
    Message,
    List,
    Other,
    /// Another rule tells of it.
    Unclear,
}

/// What a schema is that the client cannot read, if it is one.
fn unreadable(schema: &Node<'_>, report: &Report<'_>) -> Option<&'static str> {
    let source = report.model.source;
    let (key, objects) = match schema.text("type")? {
        "array" => ("items", "a list of objects without a name"),
        "object" => ("additionalProperties", "a map of objects without a name"),
        _ => return None,
    };
    let within = source.node(&schema.at(key))?;
    match held(&within, report) {
        Held::Plain | Held::Message | Held::Unclear => None,
        Held::List => unreadable(&within, report),
        Held::Other => Some(objects),
    }
}

fn held(schema: &Node<'_>, report: &Report<'_>) -> Held {
    let source = report.model.source;
    if let Some(target) = Schema::of(schema.clone()).refers_to() {
        return match source.node(target) {
            Some(target) if target.has("enum") => Held::Plain,
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
    match schema.text("type") {
        Some("string" | "number" | "integer" | "boolean") => Held::Plain,
        Some("array") => Held::List,
        _ => Held::Other,
    }
}
