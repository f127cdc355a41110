//! Rules for the shapes of fields and parameters: what `clavata_api::wire` can read and write.

use serde_json::Value;

use super::report::Report;
use super::{Check, Rule};
use crate::model::{Node, Schema, rust_name};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "parameter-shape",
        asks: "A parameter is one plain value or enum, or a list of them in the query, in the default style.",
        check: Check::Parameter(|parameter, report| {
            if !["path", "query"].contains(&parameter.place) {
                // Another rule reports this.
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
            // A list in the query may be one value, separated by commas. No other parameter may change `explode`.
            let may_explode = is_list && usual == "form";
            let explode = parameter.map.get("explode").and_then(Value::as_bool);
            if style != usual || (!may_explode && explode == Some(usual != "form")) {
                let what = format!("the parameter {name} is not sent in the default style");
                let fix = "remove `style` and `explode`: the generator supports no other";
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
        asks: "No parameter has the name of a member of every builder: `client`, `new`, `send`, `body`, `bodyMap`.",
        check: Check::Parameter(|parameter, report| {
            let name = rust_name(parameter.name);
            if ["client", "new", "send", "body", "body_map"].contains(&name.as_str()) {
                let what = format!(
                    "the builder has its own `{name}` besides the parameter {}",
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
        asks: "A field has a shape that `clavata_api::wire` can read: a list or a map of plain values, enums, messages or lists, or an object of anything.",
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
                            "use another shape, or add support for this one to `clavata_api::wire`",
                        );
                    }
                }
            }
        }),
    },
];

/// The content of a list or a map.
enum Held {
    Plain,
    Message,
    List,
    Other,
    /// Another rule reports this.
    Unclear,
}

/// Describes the schema, if the client cannot read it.
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
