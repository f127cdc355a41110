//! What fields may be made of: the shapes that `clavata_api::wire` reads and writes.

use serde_json::Value;

use super::report::Report;
use super::{Check, Rule};
use crate::model::{Node, Schema};

pub(super) const RULES: &[Rule] = &[
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

/// Whether a message is another one, or holds it in fields that are no lists.
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
}

/// What a schema is that the client cannot read, if it is one.
fn unreadable(schema: &Node<'_>, in_request: bool, report: &Report<'_>) -> Option<&'static str> {
    let source = report.model.source;
    match schema.text("type")? {
        "array" => {
            let items = source.node(&schema.at("items"))?;
            match held(&items, report) {
                Held::Text | Held::Message => None,
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
                Held::Text | Held::Number | Held::Wide | Held::Bool | Held::Enum => None,
                Held::List => unreadable(&values, in_request, report),
                Held::Id if in_request => None,
                Held::Id => Some("a map of ids in an answer"),
                Held::Time => Some("a map of times"),
                Held::Message => Some("a map of messages"),
                Held::Other => Some("a map of objects"),
            }
        }
        "object" => Some("an object without a name"),
        _ => None,
    }
}

fn held(schema: &Node<'_>, report: &Report<'_>) -> Held {
    let source = report.model.source;
    if let Some(target) = Schema::of(schema.clone()).refers_to() {
        return match source.node(target) {
            Some(target) if target.has("enum") => Held::Enum,
            _ => Held::Message,
        };
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
