//! The contract's schemas as JSON Schema, strict enough to check examples.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use crate::model::located::Located;

const SCHEMAS: &str = "#/components/schemas/";

/// A validator for the schema at a pointer. It checks formats and rejects undeclared fields.
pub(super) fn validator(source: &Located, pointer: &str) -> Result<Validator, String> {
    let translated = |pointer: &str| source.get(pointer).map(|schema| translate(source, schema));
    let defs: Map<String, Value> = source
        .reached_from([pointer.to_owned()])
        .iter()
        .filter_map(|target| {
            let name = target.strip_prefix(&SCHEMAS[1..])?;
            Some((name.to_owned(), translated(target)?))
        })
        .collect();
    let root = json!({ "$defs": defs, "allOf": [translated(pointer)] });
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_format("int64", |text: &str| text.parse::<i64>().is_ok())
        .with_format("byte", is_base64)
        .offline()
        .build(&root)
        .map_err(|error| error.to_string())
}

/// Translates a schema: OpenAPI 3.0 and JSON Schema differ in null and in some formats.
fn translate(source: &Located, schema: &Value) -> Value {
    let Some(map) = schema.as_object() else {
        // `additionalProperties: false` is a boolean schema; another rule reports other non-objects.
        return json!(schema.as_bool().unwrap_or(true));
    };
    if let Some(target) = map.get("$ref").and_then(Value::as_str) {
        return match target.strip_prefix(SCHEMAS) {
            Some(name) if source.get(&target[1..]).is_some() => {
                json!({ "$ref": format!("#/$defs/{name}") })
            }
            // Another rule reports where it leads.
            _ => json!(true),
        };
    }
    let mut strict = Map::new();
    for (key, value) in map {
        match key.as_str() {
            "properties" => {
                let fields = value.as_object().into_iter().flatten();
                let fields = fields.map(|(name, field)| (name.clone(), translate(source, field)));
                strict.insert(key.clone(), fields.collect());
            }
            "items" | "additionalProperties" | "not" => {
                strict.insert(key.clone(), translate(source, value));
            }
            "anyOf" => {
                strict.insert("allOf".to_owned(), json!([by_type(source, value)]));
            }
            "allOf" | "oneOf" => {
                let members = value.as_array().map(Vec::as_slice).unwrap_or_default();
                let members = members.iter().map(|member| translate(source, member));
                strict.insert(key.clone(), members.collect());
            }
            _ => {
                strict.insert(key.clone(), value.clone());
            }
        }
    }
    if strict.contains_key("properties") {
        strict.entry("additionalProperties").or_insert(json!(false));
    }
    if strict.get("format") == Some(&json!("int32")) {
        strict.entry("minimum").or_insert(json!(i32::MIN));
        strict.entry("maximum").or_insert(json!(i32::MAX));
    }
    if map.get("nullable") == Some(&json!(true)) {
        return json!({ "if": { "not": { "type": "null" } }, "then": strict });
    }
    Value::Object(strict)
}

/// Chooses between messages by the end of their `@type`; the last one accepts the rest.
///
/// A plain `anyOf` would let a damaged detail pass as one of unknown type.
fn by_type(source: &Located, members: &Value) -> Value {
    let members = members.as_array().into_iter().flatten().rev();
    let chain = members.fold(None, |otherwise, member| {
        let then = translate(source, member);
        let Some(otherwise) = otherwise else {
            return Some(then);
        };
        let target = member
            .get("$ref")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let name = target.strip_prefix(SCHEMAS).unwrap_or(target);
        Some(json!({
            "if": {
                "properties": { "@type": { "pattern": format!("(^|\\.){name}$") } },
                "required": ["@type"],
            },
            "then": then,
            "else": otherwise,
        }))
    });
    chain.unwrap_or(json!(true))
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    text.len().is_multiple_of(4)
        && padding <= 2
        && digits
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '+' || c == '/')
}

/// A long text with its middle omitted.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 160;
    let length = text.chars().count();
    if length <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST / 2).collect();
    let end: String = text.chars().skip(length - LONGEST / 2).collect();
    format!("{start} … {end}")
}
