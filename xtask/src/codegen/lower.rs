//! Rewrites the contract, in memory, into shapes from which the generator makes plain types.
//!
//! The file in `openapi/` describes the wire and does not adapt to the generator. What is removed here (nulls, limits,
//! strings that contain numbers) returns as the leniency of `clavata_api::wire`, which `reshape` attaches to every
//! field.

use serde_json::{Map, Value, json};

use crate::model::{Model, Schema};

/// Keywords that would turn a plain type into a newtype, or that the generator ignores.
const DROPPED: [&str; 13] = [
    "nullable",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "example",
    "default",
    "readOnly",
];

/// Lowers a copy of the contract.
pub(crate) fn lower(model: &Model<'_>) -> Value {
    let mut schemas = Map::new();
    for schema in model.components().filter(|schema| !schema.is_detail()) {
        let mut lowered = Value::Object(schema.map.clone());
        lower_schema(&mut lowered);
        if !schema.is_enum() {
            lowered["required"] = required(model, schema).into();
        }
        schemas.insert(schema.name(), lowered);
    }
    if let Some(status) = schemas.get_mut("Status") {
        // A detail may be any message, readable or not. Only raw JSON preserves them all.
        status["properties"]["details"]["items"] = json!({});
    }
    let mut lowered = model.source.value.clone();
    lower_parameters(&mut lowered);
    lowered["components"]["schemas"] = schemas.into();
    drop_extensions(&mut lowered);
    lowered
}

/// The fields of a message that have a zero value. They are made required, and so become plain types.
///
/// Messages, ids and times have no zero value and stay optional. In a request, an absent scalar means the server's
/// default, so it also stays optional, unless the contract requires it or says that only answers have it.
fn required(model: &Model<'_>, message: &Schema<'_>) -> Vec<String> {
    let in_request = model.in_requests.contains(&message.pointer);
    let is_plain = |field: &Schema<'_>| {
        if let Some(target) = field.holds() {
            return model
                .source
                .node(target)
                .is_some_and(|held| held.has("enum"));
        }
        let answer_only = !in_request || field.is_true("readOnly");
        let is_required = message.texts("required").any(|name| name == field.name());
        match (field.text("type"), field.text("format")) {
            (Some("array" | "object"), _) => true,
            (Some("string"), Some("uuid" | "date-time")) => !answer_only && is_required,
            _ => answer_only || is_required,
        }
    };
    let fields = model.fields(message).into_iter().filter(is_plain);
    fields.map(|field| field.name()).collect()
}

fn lower_schema(schema: &mut Value) {
    let direct = schema.get("$ref");
    if let Some(target) = direct.or_else(|| schema.pointer("/allOf/0/$ref")) {
        *schema = json!({ "$ref": target });
        return;
    }
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    for keyword in DROPPED {
        object.remove(keyword);
    }
    if object.get("type") == Some(&json!("string")) {
        match object.get("format").and_then(Value::as_str) {
            Some("int64") => {
                object.insert("type".to_owned(), json!("integer"));
            }
            Some("uuid" | "date-time") | None => {}
            Some(_) => {
                object.remove("format");
            }
        }
    }
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(lower_schema);
    }
    for nested in ["items", "additionalProperties"] {
        if let Some(nested) = object.get_mut(nested) {
            lower_schema(nested);
        }
    }
}

fn lower_parameters(node: &mut Value) {
    match node {
        Value::Object(map) if map.contains_key("in") && map.contains_key("schema") => {
            // `reshape` joins the list into one value.
            map.remove("explode");
            if let Some(schema) = map.get_mut("schema") {
                lower_schema(schema);
            }
        }
        Value::Object(map) => map.values_mut().for_each(lower_parameters),
        Value::Array(items) => items.iter_mut().for_each(lower_parameters),
        _ => {}
    }
}

fn drop_extensions(node: &mut Value) {
    match node {
        Value::Object(map) => {
            map.retain(|key, _| !key.starts_with("x-"));
            map.values_mut().for_each(drop_extensions);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_extensions),
        _ => {}
    }
}
