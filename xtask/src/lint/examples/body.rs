//! What the bodies of examples hold.

use std::collections::BTreeMap;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::super::Contract;
use super::super::document::Document;
use super::super::located::{Located, join};
use super::super::report::Report;
use super::super::validator::validator;
use super::name::Kind;
use super::{Examples, schema};

pub(super) fn json(contract: &Contract, report: &mut Report<'_>) {
    for (file, example) in &contract.examples.files {
        let error = match &example.body {
            Err(error) => error.to_string(),
            Ok(_) => match Located::parse(&example.text) {
                Err(error) => error.without_snippet().to_string(),
                Ok(_) => continue,
            },
        };
        report.example(file, "", format!("not JSON: {error}"), "correct it");
    }
}

/// An example that does not fit its schema.
pub(crate) struct Misfit {
    file: String,
    pointer: String,
    what: String,
    kind: MisfitKind,
}

enum MisfitKind {
    Key,
    /// The names that may stand there.
    Enum(String),
    Other,
}

/// Validates every example whose schema is known.
pub(super) fn misfits(document: &Document, examples: &Examples) -> Vec<Misfit> {
    let mut validators: BTreeMap<String, Result<Validator, String>> = BTreeMap::new();
    let mut misfits = Vec::new();
    for (file, example, name, operation) in examples.known(document) {
        let (Ok(body), Some(schema)) = (&example.body, schema(document, &operation, name)) else {
            continue;
        };
        let validator = validators
            .entry(schema.to_string())
            .or_insert_with(|| validator(document, schema));
        match validator {
            Ok(validator) => misfits.extend(
                validator
                    .iter_errors(body)
                    .map(|error| Misfit::new(file, &error)),
            ),
            Err(error) => misfits.push(Misfit {
                file: file.to_owned(),
                pointer: String::new(),
                what: format!("its schema cannot be used: {error}"),
                kind: MisfitKind::Other,
            }),
        }
    }
    misfits
}

impl Misfit {
    fn new(file: &str, error: &ValidationError<'_>) -> Self {
        let pointer = error.instance_path().to_string();
        let at = if pointer.is_empty() { "/" } else { &pointer };
        let kind = match error.kind() {
            ValidationErrorKind::AdditionalProperties { .. } => MisfitKind::Key,
            ValidationErrorKind::Enum { options } => {
                let names = options.as_array().map(Vec::as_slice).unwrap_or_default();
                let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                MisfitKind::Enum(names.join(", "))
            }
            _ => MisfitKind::Other,
        };
        Self {
            what: format!("at {at}: {}", shortened(&error.to_string())),
            file: file.to_owned(),
            pointer,
            kind,
        }
    }
}

/// What is wrong with an example, apart from keys and enum values, which have rules of their own.
pub(super) fn invalid(contract: &Contract, report: &mut Report<'_>) {
    each(contract, report, |kind| match kind {
        MisfitKind::Other => {
            Some("correct the example, or the contract if it is wrong about the wire".to_owned())
        }
        _ => None,
    });
}

pub(super) fn undeclared_key(contract: &Contract, report: &mut Report<'_>) {
    each(contract, report, |kind| match kind {
        MisfitKind::Key => Some("correct the key, or declare the field in the contract".to_owned()),
        _ => None,
    });
}

pub(super) fn enum_name(contract: &Contract, report: &mut Report<'_>) {
    each(contract, report, |kind| match kind {
        MisfitKind::Enum(names) => Some(format!("write one of: {names}")),
        _ => None,
    });
}

/// Reports the misfits for which `fix` has an answer.
fn each(contract: &Contract, report: &mut Report<'_>, fix: impl Fn(&MisfitKind) -> Option<String>) {
    for misfit in &contract.misfits {
        if let Some(fix) = fix(&misfit.kind) {
            report.example(&misfit.file, &misfit.pointer, &misfit.what, fix);
        }
    }
}

pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 160;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST / 2).collect();
    let skipped = text.chars().count() - LONGEST / 2;
    let end: String = text.chars().skip(skipped).collect();
    format!("{start} … {end}")
}

pub(super) fn status(contract: &Contract, report: &mut Report<'_>) {
    for (file, example, name, _) in contract.examples.known(&contract.document) {
        let (Kind::Error, Some(status), Ok(body)) = (name.kind, name.status(), &example.body)
        else {
            continue;
        };
        let pointer = if body.get("error").is_some() {
            "/error/code"
        } else {
            "/code"
        };
        let Some(code) = body.pointer(pointer).and_then(Value::as_i64) else {
            continue;
        };
        if http_status(code) != Some(status) {
            report.example(
                file,
                pointer,
                format!("the gateway sends code {code} with another HTTP status than {status}"),
                match http_status(code) {
                    Some(right) => {
                        format!("it belongs to {right}: rename the file, or correct the code")
                    }
                    None => "gRPC has the codes 1 to 16 for errors".to_owned(),
                },
            );
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

pub(super) fn sparse(contract: &Contract, report: &mut Report<'_>) {
    for (file, example, name, _) in contract.examples.known(&contract.document) {
        let Ok(body) = &example.body else { continue };
        if !name.case.ends_with("-sparse") {
            continue;
        }
        let mut unset = Vec::new();
        collect_unset(body, "", &mut unset);
        for pointer in unset {
            report.example(
                file,
                &pointer,
                format!("{pointer} is written out though it is unset"),
                "remove the field, or name the case without `-sparse`",
            );
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
