//! Rules for the content of examples.

use std::collections::BTreeMap;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::super::report::Report;
use super::super::validator::{shortened, validator};
use super::name::Kind;
use super::schema;
use crate::model::located::join;

pub(super) fn invalid(report: &mut Report<'_>) {
    let (model, examples) = (report.model, report.examples);
    let mut validators = BTreeMap::new();
    for (file, body, name, operation) in examples.known(model) {
        let Some(schema) = schema(model, operation, name) else {
            continue;
        };
        let validator = validators
            .entry(schema)
            .or_insert_with_key(|schema| validator(model.source, schema));
        match validator {
            Ok(validator) => {
                for error in validator.iter_errors(body) {
                    misfit(file, &error, report);
                }
            }
            Err(error) => {
                let what = format!("its schema cannot be used: {error}");
                report.example(file, "", what, "correct the contract");
            }
        }
    }
}

fn misfit(file: &str, error: &ValidationError<'_>, report: &mut Report<'_>) {
    let pointer = error.instance_path().as_str();
    let at = if pointer.is_empty() { "/" } else { pointer };
    let fix = match error.kind() {
        ValidationErrorKind::AdditionalProperties { .. } => {
            "correct the key, or declare the field in the contract".to_owned()
        }
        ValidationErrorKind::Enum { options } => {
            let names = options.as_array().into_iter().flatten();
            let names: Vec<&str> = names.filter_map(Value::as_str).collect();
            format!("use one of: {}", names.join(", "))
        }
        _ => "correct the example, or the contract if it is wrong about the wire".to_owned(),
    };
    let what = format!("at {at}: {}", shortened(&error.to_string()));
    report.example(file, pointer, what, fix);
}

pub(super) fn status(report: &mut Report<'_>) {
    let examples = report.examples;
    for (file, body, name, _) in examples.known(report.model) {
        let (Kind::Error, Some(status)) = (name.kind, name.status()) else {
            continue;
        };
        let pointer = match body.get("error") {
            Some(_) => "/error/code",
            None => "/code",
        };
        let Some(code) = body.pointer(pointer).and_then(Value::as_i64) else {
            continue;
        };
        let right = http_status(code);
        if right != Some(status) {
            let what = format!("the gateway does not send code {code} with HTTP status {status}");
            let fix = match right {
                Some(right) => format!("rename the file for {right}, or correct the code"),
                None => "gRPC has the codes 1 to 16 for errors".to_owned(),
            };
            report.example(file, pointer, what, fix);
        }
    }
}

/// The HTTP status that the gateway sends with a gRPC code.
fn http_status(code: i64) -> Option<u16> {
    Some(match code {
        1 => 499,
        3 | 9 | 11 => 400,
        2 | 13 | 15 => 500,
        4 => 504,
        5 => 404,
        6 | 10 => 409,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        _ => return None,
    })
}

pub(super) fn sparse(report: &mut Report<'_>) {
    let examples = report.examples;
    for (file, body, name, _) in examples.known(report.model) {
        let mut unset = Vec::new();
        if name.case.ends_with("-sparse") {
            collect_unset(body, "", &mut unset);
        }
        for pointer in unset {
            let what = format!("{pointer} is present although it is unset");
            let fix = "remove the field, or remove `-sparse` from the name";
            report.example(file, &pointer, what, fix);
        }
    }
}

fn collect_unset(value: &Value, pointer: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                collect_unset(value, &join(pointer, key), into);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                collect_unset(item, &format!("{pointer}/{index}"), into);
            }
        }
        Value::String(text) if !text.is_empty() && !text.ends_with("_UNSPECIFIED") => {}
        Value::Bool(_) | Value::Number(_) => {}
        _ => into.push(pointer.to_owned()),
    }
}
