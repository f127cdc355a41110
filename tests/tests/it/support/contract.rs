//! `openapi/clavata.yaml` as JSON, read without the generator.

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) fn openapi_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi")
}

/// The contract as it is written.
pub(crate) fn contract() -> &'static Value {
    static CONTRACT: OnceLock<Value> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let text = std::fs::read_to_string(openapi_dir().join("clavata.yaml")).unwrap();
        serde_saphyr::from_str(&text).unwrap()
    })
}

pub(crate) fn schemas() -> &'static Map<String, Value> {
    contract()["components"]["schemas"].as_object().unwrap()
}

/// The last part of a reference: the name of its target.
pub(crate) fn name_of(reference: &Value) -> &'static str {
    let text = reference.as_str().expect("a reference is a string");
    let name = text.rsplit('/').next().unwrap();
    schemas()
        .get_key_value(name)
        .map_or_else(|| panic!("{text} leads nowhere"), |(name, _)| name.as_str())
}

/// The messages that become types. The details of an error stay JSON, so none is lost.
pub(crate) fn messages() -> Vec<&'static str> {
    let is_detail = |name: &str| matches!(name, "PrecheckFailure" | "ErrorDetail");
    schemas()
        .iter()
        .filter(|(name, schema)| schema["type"] == "object" && !is_detail(name))
        .map(|(name, _)| name.as_str())
        .collect()
}

pub(crate) fn enums() -> Vec<&'static str> {
    schemas()
        .iter()
        .filter(|(_, schema)| schema.get("enum").is_some())
        .map(|(name, _)| name.as_str())
        .collect()
}

/// One operation of the contract.
pub(crate) struct Operation {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) spec: &'static Value,
}

pub(crate) fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in contract()["paths"].as_object().unwrap() {
        for (method, spec) in item.as_object().unwrap() {
            if let Some(id) = spec["operationId"].as_str() {
                all.push(Operation {
                    id,
                    method,
                    path,
                    spec,
                });
            }
        }
    }
    all
}

pub(crate) fn operation(id: &str) -> Operation {
    let found = operations()
        .into_iter()
        .find(|operation| operation.id == id);
    found.unwrap_or_else(|| panic!("the contract has no operation {id}"))
}

/// A validator for a schema. It checks formats, and rejects fields that the contract does not name.
pub(crate) fn validator(schema: &str) -> Validator {
    let mut root = json!({"$ref": format!("#/$defs/{schema}")});
    let definitions = schemas()
        .iter()
        .map(|(name, schema)| (name.clone(), strict(schema)));
    root["$defs"] = Value::Object(definitions.collect());
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&root)
        .unwrap_or_else(|error| panic!("{schema} is no JSON schema: {error}"))
}

/// Turns an `OpenAPI` 3.0 schema into JSON Schema.
fn strict(schema: &Value) -> Value {
    let Value::Object(schema) = schema else {
        return match schema {
            Value::Array(list) => list.iter().map(strict).collect(),
            other => other.clone(),
        };
    };
    let mut out = Map::new();
    for (key, value) in schema {
        let value = match (key.as_str(), value) {
            ("$ref", reference) => json!(format!("#/$defs/{}", name_of(reference))),
            ("properties", Value::Object(fields)) => fields
                .iter()
                .map(|(name, field)| (name.clone(), strict(field)))
                .collect(),
            ("enum" | "required" | "default", value) => value.clone(),
            (_, value) => strict(value),
        };
        out.insert(key.clone(), value);
    }
    if out.contains_key("properties") {
        out.entry("additionalProperties").or_insert(json!(false));
    }
    if out.remove("nullable") == Some(json!(true)) {
        return json!({"anyOf": [{"type": "null"}, out]});
    }
    out.into()
}
