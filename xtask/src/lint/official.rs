//! The official JSON Schema of OpenAPI 3.0, with its errors in plain words.

use std::cmp::Reverse;
use std::sync::LazyLock;

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::report::Report;
use super::{Check, Rule};
use crate::model::located::join;

/// `https://spec.openapis.org/oas/3.0/schema/2021-09-28`, unchanged.
static OFFICIAL: LazyLock<(Value, Validator)> = LazyLock::new(|| {
    let text = include_str!("../../../openapi/openapi-3.0.schema.json");
    let schema = serde_json::from_str(text).expect("the official schema is JSON");
    let options = jsonschema::options().offline();
    let validator = options.build(&schema).expect("the official schema is one");
    (schema, validator)
});

pub(super) const RULES: &[Rule] = &[Rule {
    name: "openapi",
    asks: "The contract is valid according to the official JSON Schema of OpenAPI 3.0.",
    check: Check::Whole(|report| {
        let (schema, validator) = &*OFFICIAL;
        for error in validator.iter_errors(&report.model.source.value) {
            explain(&error, schema, report);
        }
    }),
}];

/// Reports an error at the deepest place that explains it.
fn explain(error: &ValidationError<'_>, schema: &Value, report: &mut Report<'_>) {
    let at = error.instance_path().as_str();
    let what = named(at);
    match error.kind() {
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            choose(error, context, schema, report);
        }
        Kind::AdditionalProperties { unexpected } => {
            let owner = error.schema_path().as_str().rsplit_once('/');
            let owner = owner.map_or("", |(owner, _)| owner);
            for key in unexpected {
                let what = format!("`{key}` is not a key of {}", object(owner));
                report.pointer(&join(at, key), what, meant(key, schema.pointer(owner)));
            }
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            report.pointer(at, format!("{what} has no `{name}`"), "add it");
        }
        Kind::Type { kind } => {
            let fix = format!("make it {}", types(kind));
            report.pointer(at, format!("{what} has the wrong type"), fix);
        }
        Kind::Enum { options } => {
            let value = error.instance();
            let fix = format!("use one of: {}", listed(options));
            report.pointer(at, format!("{what} cannot be {value}"), fix);
        }
        Kind::Not { schema } if schema.get("required").is_some() => {
            let keys = schema.get("required").map(listed).unwrap_or_default();
            let what = format!("{what} has keys that exclude each other: {keys}");
            report.pointer(at, what, "remove one of them");
        }
        _ => {
            let error = super::validator::shortened(&error.to_string());
            report.pointer(at, format!("{what}: {error}"), "correct it");
        }
    }
}

/// Reports the error of the intended branch of a choice: of the branches whose `in` or `type` matches, the one whose
/// error is deepest.
fn choose(
    error: &ValidationError<'_>,
    branches: &[Vec<ValidationError<'static>>],
    schema: &Value,
    report: &mut Report<'_>,
) {
    let depth = |branch: &&Vec<ValidationError<'_>>| {
        let depths = branch
            .iter()
            .map(|error| error.instance_path().as_str().len());
        Reverse(depths.max())
    };
    let fitting = branches.iter().filter(|branch| {
        let mut errors = branch.iter();
        errors.all(|error| tag(error).is_none() && !is_missing(error, "$ref"))
    });
    if let Some(meant) = fitting.min_by_key(depth) {
        for error in meant {
            // If several branches match, the reason is what they lack.
            if meant.len() == 1 || !matches!(error.kind(), Kind::OneOfMultipleValid { .. }) {
                explain(error, schema, report);
            }
        }
        return;
    }
    // No branch matches: list the values that they require.
    let tags: Vec<_> = branches
        .iter()
        .flatten()
        .filter(|error| tag(error).is_some())
        .collect();
    let Some(first) = tags.first() else {
        let at = error.instance_path().as_str();
        return report.pointer(at, format!("{} has no known form", named(at)), "correct it");
    };
    let at = first.instance_path().as_str();
    let values: Vec<String> = tags.iter().filter_map(|error| tag(error)).collect();
    report.pointer(
        at,
        format!("{} cannot be {}", named(at), first.instance()),
        format!("use one of: {}", values.join(", ")),
    );
}

/// The required `in` or `type` of a branch, if that is what does not match.
fn tag(error: &ValidationError<'_>) -> Option<String> {
    let is_tag = matches!(
        error.instance_path().as_str().rsplit('/').next(),
        Some("in" | "type")
    );
    match error.kind() {
        Kind::Enum { options } if is_tag && options.as_array()?.len() == 1 => Some(listed(options)),
        _ => None,
    }
}

fn is_missing(error: &ValidationError<'_>, key: &str) -> bool {
    matches!(error.kind(), Kind::Required { property } if property == key)
}

/// A place by its last names, such as `schema.type` or `parameters.0.in`.
fn named(pointer: &str) -> String {
    let parts: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
        .collect();
    let is_index = |part: &String| part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [] => "the contract".to_owned(),
        [.., list, index, name] if is_index(index) => format!("`{list}.{index}.{name}`"),
        [.., owner, name] => format!("`{owner}.{name}`"),
        [name] => format!("`{name}`"),
    }
}

/// OpenAPI's name for the object that a definition of the schema describes.
fn object(owner: &str) -> String {
    match owner.strip_prefix("/definitions/") {
        Some(name) => format!("the {name} Object"),
        None => "the OpenAPI Object".to_owned(),
    }
}

/// Suggests the key that was probably meant.
fn meant(key: &str, owner: Option<&Value>) -> String {
    let known = owner
        .and_then(|owner| owner.get("properties"))
        .and_then(Value::as_object);
    let known: Vec<&str> = known
        .into_iter()
        .flat_map(|p| p.keys())
        .map(String::as_str)
        .collect();
    match similar::get_close_matches(key, &known, 1, 0.75).first() {
        Some(known) => format!("did you mean `{known}`?"),
        None => "remove it, or use a key of OpenAPI 3.0".to_owned(),
    }
}

fn types(kind: &TypeKind) -> String {
    let names: Vec<String> = match kind {
        TypeKind::Single(one) => vec![one.to_string()],
        TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect(),
    };
    let article = |name: &String| match name.as_str() {
        "array" | "integer" | "object" => format!("an {name}"),
        _ => format!("a {name}"),
    };
    names.iter().map(article).collect::<Vec<_>>().join(" or ")
}

fn listed(values: &Value) -> String {
    let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<String> = values
        .iter()
        .map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
        .collect();
    names.join(", ")
}
