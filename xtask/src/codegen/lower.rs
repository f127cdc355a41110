//! Rewrites the contract, in memory, into the shapes from which the generator makes plain types.
//!
//! The file in `openapi/` says what the wire does, and does not adapt to the generator. What is removed here
//! (nulls, limits, strings that hold numbers) comes back as the leniency of `clavata_api::wire`, which
//! `reshape` attaches to every field.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::model::Model;

/// Keywords that would make a newtype of a plain type, or that the generator ignores.
const DROPPED: [&str; 14] = [
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
    "pattern",
    "example",
    "default",
    "readOnly",
];

/// Lowers a copy of the contract.
pub(crate) fn lower(model: &Model<'_>) -> Result<Value, Failure> {
    let mut lowered = model.source.value.clone();
    let enums: BTreeSet<String> = model.enums().map(|described| described.name).collect();
    let messages: BTreeMap<String, bool> = model
        .messages()
        .map(|message| (message.name, message.in_request))
        .collect();
    let schemas = lowered
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Failure::new("the contract has no components.schemas"))?;
    schemas.retain(|name, _| messages.contains_key(name) || enums.contains(name));
    for (name, schema) in schemas.iter_mut() {
        let in_request = messages.get(name) == Some(&true);
        lower_required(schema, in_request, &enums);
        lower_schema(schema);
    }
    if let Some(status) = schemas.get_mut("Status") {
        // A detail may be any message, readable or not. Only raw JSON keeps them all.
        status["properties"]["details"]["items"] = json!({});
    }
    if let Some(paths) = lowered.get_mut("paths") {
        lower_parameters(paths);
    }
    if let Some(parameters) = lowered.pointer_mut("/components/parameters") {
        lower_parameters(parameters);
    }
    drop_extensions(&mut lowered);
    Ok(lowered)
}

/// Makes every field that has a zero value required, so that it becomes a plain type.
///
/// Messages, ids and times have no zero value and stay optional. In a request, an absent scalar means "the
/// server's default", so it stays optional too, unless the contract requires it or says that only answers
/// have it.
fn lower_required(schema: &mut Value, in_request: bool, enums: &BTreeSet<String>) {
    let declared: BTreeSet<String> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|names| {
            names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    let mut required = Vec::new();
    for (name, property) in properties {
        let answer_only = !in_request || property.get("readOnly") == Some(&Value::Bool(true));
        let plain = match kind(property, enums) {
            Kind::Collection | Kind::Enum => true,
            Kind::Scalar => answer_only || declared.contains(name),
            Kind::Identifier => !answer_only && declared.contains(name),
            Kind::Message => false,
        };
        if plain {
            required.push(json!(name));
        }
    }
    schema["required"] = Value::Array(required);
}

enum Kind {
    Collection,
    Enum,
    Scalar,
    Identifier,
    Message,
}

fn kind(property: &Value, enums: &BTreeSet<String>) -> Kind {
    if let Some(target) = reference(property) {
        return if enums.contains(target) {
            Kind::Enum
        } else {
            Kind::Message
        };
    }
    match (
        property.get("type").and_then(Value::as_str),
        property.get("format").and_then(Value::as_str),
    ) {
        (Some("array" | "object"), _) => Kind::Collection,
        (Some("string"), Some("uuid" | "date-time")) => Kind::Identifier,
        _ => Kind::Scalar,
    }
}

/// The component that a schema refers to, directly or as the one member of `allOf`.
fn reference(schema: &Value) -> Option<&str> {
    let direct = schema.get("$ref");
    let wrapped = || match schema.get("allOf")?.as_array()?.as_slice() {
        [only] => only.get("$ref"),
        _ => None,
    };
    direct
        .or_else(wrapped)?
        .as_str()?
        .strip_prefix("#/components/schemas/")
}

fn lower_schema(schema: &mut Value) {
    if let Some(target) = reference(schema) {
        *schema = json!({ "$ref": format!("#/components/schemas/{target}") });
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
            map.retain(|key, _| !key.starts_with("x-") || key.starts_with("x-clavata"));
            map.values_mut().for_each(drop_extensions);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_extensions),
        _ => {}
    }
}
