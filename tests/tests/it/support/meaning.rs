//! The meaning of a body in any dialect, derived only from the contract and the wire rules.
//!
//! The tests compare it with what the generated types keep.

use super::contract::{name_of, schemas};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The meaning of a body of that schema, in the dialect that leaves out unset fields.
pub(crate) fn meaning(schema: &str, body: &Value) -> Value {
    said(&schemas()[schema], body).unwrap_or_else(|| json!({}))
}

/// `None` if the value is unset on the wire.
fn said(schema: &Value, value: &Value) -> Option<Value> {
    if value.is_null() {
        return None;
    }
    let schema = resolved(schema);
    if schema.get("anyOf").is_some() {
        return Some(value.clone());
    }
    if let Some(names) = schema["enum"].as_array() {
        return enum_value(schema, &names[0], value);
    }
    match schema["type"].as_str() {
        Some("string") => text(schema["format"].as_str(), value),
        Some("number" | "integer") => number(schema, value),
        Some("boolean") => (value != &json!(false)).then(|| value.clone()),
        Some("array") => {
            let element = |item| {
                said(&schema["items"], item).unwrap_or_else(|| empty_element(&schema["items"]))
            };
            let items: Vec<Value> = value.as_array()?.iter().map(element).collect();
            (!items.is_empty()).then(|| items.into())
        }
        Some("object") => object(schema, value.as_object()?),
        other => panic!("{other:?} is no type of the contract"),
    }
}

fn resolved(schema: &Value) -> &Value {
    let mut schema = schema;
    loop {
        if let Some(reference) = schema.get("$ref") {
            schema = &schemas()[name_of(reference)];
        } else if let Some(all) = schema.get("allOf") {
            schema = &all[0];
        } else {
            return schema;
        }
    }
}

fn object(schema: &Value, members: &Map<String, Value>) -> Option<Value> {
    if let Some(values @ Value::Object(_)) = schema.get("additionalProperties") {
        let entry = |(key, value): (&String, &Value)| {
            let zero = || match values["type"].as_str() {
                Some("string") => json!(""),
                _ => json!(0.0),
            };
            (key.clone(), said(values, value).unwrap_or_else(zero))
        };
        let map: Map<String, Value> = members.iter().map(entry).collect();
        return (!map.is_empty()).then(|| map.into());
    }
    let none = Map::new();
    let fields = schema["properties"].as_object().unwrap_or(&none);
    let known = fields.iter().filter_map(|(name, field)| {
        let value = said(field, members.get(name)?)?;
        Some((name.clone(), value))
    });
    Some(Value::Object(known.collect()))
}

fn empty_element(schema: &Value) -> Value {
    match resolved(schema)["type"].as_str() {
        Some("object") => json!({}),
        Some("string") => json!(""),
        _ => Value::Null,
    }
}

fn enum_value(schema: &Value, zero: &Value, value: &Value) -> Option<Value> {
    let numbers = schema["x-enum-numbers"].as_object().unwrap();
    let by_number = numbers.iter().find(|(_, number)| *number == value);
    let named = by_number.map_or_else(|| unknown(numbers, value), |(name, _)| json!(name));
    (&named != zero && named != json!("")).then_some(named)
}

/// A value without a name, which a type keeps as text. So quoted digits may lose their quotes, unless
/// that makes them a known value, and a fraction may gain quotes.
fn unknown(numbers: &Map<String, Value>, value: &Value) -> Value {
    match value {
        Value::String(text) => match text.parse::<i128>() {
            Ok(number)
                if number.to_string() == *text
                    && !numbers
                        .values()
                        .any(|known| known.as_i64().map(i128::from) == Some(number)) =>
            {
                serde_json::from_str(text).unwrap()
            }
            _ => value.clone(),
        },
        Value::Number(number) if number.is_f64() => {
            json!(format!("{:?}", number.as_f64().unwrap()))
        }
        other => other.clone(),
    }
}

fn text(format: Option<&str>, value: &Value) -> Option<Value> {
    let text = value.as_str()?;
    match format {
        _ if text.is_empty() => None,
        Some("date-time") => {
            let time = DateTime::parse_from_rfc3339(text).unwrap();
            let plain = time
                .with_timezone(&Utc)
                .to_rfc3339_opts(SecondsFormat::Nanos, true);
            Some(json!(plain))
        }
        Some("uuid") => Some(json!(text.to_lowercase())),
        Some("int64") if text == "0" => None,
        _ => Some(value.clone()),
    }
}

fn number(schema: &Value, value: &Value) -> Option<Value> {
    let number = match value {
        Value::String(text) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => number,
            _ => return (!text.is_empty()).then(|| value.clone()),
        },
        other => other.as_f64()?,
    };
    // Only a double has a negative zero.
    let is_integer = schema["type"] == "integer" || schema["format"] == "int64";
    if number == 0.0 && (is_integer || number.is_sign_positive()) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // the contract says so
    let kept = match schema["format"].as_str() {
        Some("float") => f64::from(number as f32),
        _ => number,
    };
    Some(json!(kept))
}

/// The same body in the dialect of the public gateway: unset fields are null, empty or zero.
pub(crate) fn filled(schema: &str, body: &Value) -> Value {
    fill(&schemas()[schema], body)
}

fn fill(schema: &Value, value: &Value) -> Value {
    let schema = resolved(schema);
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| fill(&schema["items"], item))
            .collect(),
        Value::Object(members) if schema.get("properties").is_some() => {
            let mut members = members.clone();
            for (name, field) in schema["properties"].as_object().unwrap() {
                let value = members.get(name).filter(|value| !value.is_null());
                let value = value.map_or_else(|| unset(field), |value| fill(field, value));
                members.insert(name.clone(), value);
            }
            members.into()
        }
        other => other.clone(),
    }
}

/// How the public gateway writes an unset field.
fn unset(field: &Value) -> Value {
    if field["nullable"] == true {
        return Value::Null;
    }
    let schema = resolved(field);
    if let Some(names) = schema["enum"].as_array() {
        return names[0].clone();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("string"), Some("int64")) => json!("0"),
        (Some("string"), _) => json!(""),
        (Some("number" | "integer"), _) => json!(0),
        (Some("boolean"), _) => json!(false),
        (Some("array"), _) => json!([]),
        _ => Value::Null,
    }
}

/// The names of all schemas that a body uses.
pub(crate) fn schemas_in(schema: &str, body: &Value, found: &mut BTreeSet<&'static str>) {
    fn walk(schema: &'static Value, value: &Value, found: &mut BTreeSet<&'static str>) {
        if value.is_null() {
            return;
        }
        if let Some(reference) = schema.get("$ref") {
            let name = name_of(reference);
            found.insert(name);
            return walk(&schemas()[name], value, found);
        }
        for choice in ["allOf", "anyOf"] {
            for part in schema[choice].as_array().into_iter().flatten() {
                walk(part, value, found);
            }
        }
        for item in value.as_array().into_iter().flatten() {
            walk(&schema["items"], item, found);
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            walk(field, &value[name], found);
        }
    }
    let (name, schema) = schemas().get_key_value(schema).unwrap();
    found.insert(name);
    walk(schema, body, found);
}
