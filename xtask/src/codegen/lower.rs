//! Rewrites the honest contract, in memory, into the shapes from which the generator makes plain types.
//!
//! The file in `openapi/` says what the wire does; nothing in it is bent for the generator. What is
//! taken away here (nulls, limits, the strings that hold numbers) comes back as the leniency of
//! `clavata_api::wire`, which `reshape` attaches to every field.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// Keywords that would turn a plain type into a newtype, or that the generator does not read.
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

/// Lowers a copy of `document`.
pub(crate) fn lower(document: &Value) -> Result<Value, Failure> {
    let mut lowered = document.clone();
    let enums = enum_names(document);
    let requests = request_schemas(document);
    let schemas = lowered
        .pointer_mut("/components/schemas")
        .and_then(Value::as_object_mut)
        .ok_or_else(|| Failure::new("the contract has no components.schemas"))?;
    schemas.retain(|_, schema| !is_detail(schema));
    for (name, schema) in schemas.iter_mut() {
        let in_request = requests.contains(name);
        lower_required(schema, in_request, &enums);
        lower_schema(schema);
    }
    if let Some(status) = schemas.get_mut("Status") {
        // A detail may be any message, readable or not; only raw JSON keeps all of them.
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

/// Whether a schema describes one detail of an error. Details stay raw JSON in the client, so their
/// schemas document the wire and are not generated.
pub(super) fn is_detail(schema: &Value) -> bool {
    schema.pointer("/properties/@type").is_some()
}

/// Makes every field that has a zero of its own a required one, so that it becomes a plain type.
///
/// Messages, ids and times have no zero and stay optional. In a request, an absent scalar means
/// "the server's default", so those stay optional too, unless the contract calls them required or
/// says that only answers carry them.
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

fn enum_names(document: &Value) -> BTreeSet<String> {
    components(document)
        .filter(|(_, schema)| schema.get("enum").is_some())
        .map(|(name, _)| name.clone())
        .collect()
}

/// The schemas that a request body reaches.
pub(super) fn request_schemas(document: &Value) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = Vec::new();
    if let Some(paths) = document.get("paths").and_then(Value::as_object) {
        for operation in paths
            .values()
            .filter_map(Value::as_object)
            .flat_map(Map::values)
        {
            if let Some(body) = operation.get("requestBody") {
                collect_references(body, &mut open);
            }
        }
    }
    while let Some(name) = open.pop() {
        if let Some((_, schema)) = components(document).find(|(known, _)| **known == name)
            && reached.insert(name)
        {
            collect_references(schema, &mut open);
        }
    }
    reached
}

fn components(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn collect_references(node: &Value, into: &mut Vec<String>) {
    match node {
        Value::Object(map) => {
            if let Some(name) = map
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.strip_prefix("#/components/schemas/"))
            {
                into.push(name.to_owned());
            }
            map.values()
                .for_each(|value| collect_references(value, into));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| collect_references(value, into)),
        _ => {}
    }
}
