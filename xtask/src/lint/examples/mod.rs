//! Rules for examples: their names, their bodies, and which ones are required.

mod body;
mod name;

use std::collections::BTreeMap;

use serde_json::Value;

use self::name::{Kind, Name};
use super::{Check, Rule};
use crate::model::located::Located;
use crate::model::{Model, Operation};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "example-name",
        asks: "An example is named `<operation_id>.<request|response|error|frame>.<case>.json`; the case of an error begins with its HTTP status.",
        check: Check::Whole(|report| {
            let files = report.examples.files.iter();
            for (file, _) in files.filter(|(_, example)| example.name.is_none()) {
                report.example(
                    file,
                    "",
                    "the name does not identify the body",
                    "name it <operation_id>.<request|response|error|frame>.<case>.json; the case of an error begins with its HTTP status",
                );
            }
        }),
    },
    Rule {
        name: "example-operation",
        asks: "The operation of an example exists and has that kind of body.",
        check: Check::Whole(|report| {
            let model = report.model;
            for (file, example) in &report.examples.files {
                let Some(name) = &example.name else { continue };
                let what = match operation(model, name) {
                    None => format!("there is no operation {}", name.operation),
                    Some(operation) if schema(model, operation, name).is_none() => {
                        format!("{} has no {}", name.operation, name.kind)
                    }
                    Some(_) => continue,
                };
                report.example(file, "", what, "correct the name, or remove the file");
            }
        }),
    },
    Rule {
        name: "example-missing",
        asks: "Every operation has an example of each kind of body that it has.",
        check: Check::Operation(|operation, report| {
            let Some(id) = operation.id else { return };
            for kind in Kind::ALL {
                let case = "400-any".to_owned();
                let wanted = Name {
                    operation: id.to_owned(),
                    kind,
                    case,
                };
                let mut names = report
                    .examples
                    .files
                    .values()
                    .filter_map(|e| e.name.as_ref());
                let is_there = names.any(|name| name.operation == id && name.kind == kind);
                if !is_there && schema(report.model, operation, &wanted).is_some() {
                    let what = format!("{id} has no example of a {kind}");
                    let fix = format!("add openapi/examples/{id}.{kind}.<case>.json");
                    report.key(operation, "operationId", what, fix);
                }
            }
        }),
    },
    Rule {
        name: "example-json",
        asks: "An example is JSON without duplicate keys.",
        check: Check::Whole(|report| {
            for (file, example) in &report.examples.files {
                if let Err((_, error)) = &example.body {
                    report.example(file, "", format!("not JSON: {error}"), "correct it");
                }
            }
        }),
    },
    Rule {
        name: "example-invalid",
        asks: "An example matches its schema strictly: formats, full names of enum values, and no undeclared fields.",
        check: Check::Whole(body::invalid),
    },
    Rule {
        name: "example-status",
        asks: "The gRPC code in an error matches the HTTP status in its name.",
        check: Check::Whole(body::status),
    },
    Rule {
        name: "example-sparse",
        asks: "A case that ends in `-sparse` omits unset fields.",
        check: Check::Whole(body::sparse),
    },
];

/// The examples, by file name.
#[derive(Default)]
pub(super) struct Examples {
    files: BTreeMap<String, Example>,
}

struct Example {
    /// The parsed name, if it is valid.
    name: Option<Name>,
    /// Its values with their lines, or an error with its line.
    body: Result<Located, (u64, String)>,
}

impl Examples {
    pub(super) fn new(files: BTreeMap<String, String>) -> Self {
        let files = files.into_iter().map(|(file, text)| {
            let name = Name::parse(&file);
            let body = read(&text);
            (file, Example { name, body })
        });
        Self {
            files: files.collect(),
        }
    }

    /// The line of a place in an example.
    pub(super) fn line(&self, file: &str, pointer: &str) -> u64 {
        match self.files.get(file).map(|example| &example.body) {
            Some(Ok(located)) => located.line(pointer),
            Some(Err((line, _))) => *line,
            None => 1,
        }
    }

    /// The examples that can be parsed and have valid names, with their operations.
    fn known<'a>(
        &'a self,
        model: &'a Model<'a>,
    ) -> impl Iterator<Item = (&'a str, &'a Value, &'a Name, &'a Operation<'a>)> {
        self.files.iter().filter_map(|(file, example)| {
            let name = example.name.as_ref()?;
            let body = example.body.as_ref().ok()?;
            Some((file.as_str(), &body.value, name, operation(model, name)?))
        })
    }
}

/// Parses JSON strictly. It is parsed as YAML, a superset, which provides lines and detects duplicate keys.
fn read(text: &str) -> Result<Located, (u64, String)> {
    let value =
        serde_json::from_str(text).map_err(|error| (error.line() as u64, error.to_string()))?;
    let mut located = Located::parse(text).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        (line, error.without_snippet().to_string())
    })?;
    located.value = value;
    Ok(located)
}

fn operation<'a>(model: &'a Model<'a>, name: &Name) -> Option<&'a Operation<'a>> {
    let mut operations = model.operations.iter();
    operations.find(|operation| operation.id == Some(&name.operation))
}

/// The pointer of the schema for one kind of body of an operation.
fn schema(model: &Model<'_>, operation: &Operation<'_>, name: &Name) -> Option<String> {
    let body = match name.kind {
        Kind::Request => operation.request.as_ref(),
        Kind::Response | Kind::Frame => operation.response("200"),
        Kind::Error if name.case.starts_with('4') => operation.response("4XX"),
        Kind::Error => operation.response("5XX"),
    };
    let media_types = model.source.nodes(&body?.at("content"));
    let media_type = media_types.first()?;
    let frame = media_type.text("x-frame-schema");
    let pointer = match (name.kind, frame) {
        (Kind::Frame | Kind::Error, Some(frame)) => frame.strip_prefix('#')?.to_owned(),
        (Kind::Frame, None) | (Kind::Response, Some(_)) => return None,
        _ => media_type.at("schema"),
    };
    model.source.get(&pointer).map(|_| pointer)
}
