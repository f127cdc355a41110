//! Examples: their names, their bodies, and that there are enough of them.

mod body;
mod name;

pub(crate) use self::body::{Misfit, shortened};

use std::collections::BTreeMap;

use serde_json::Value;

use self::name::{Kind, Name};
use super::document::Document;
use super::located::{Located, join};
use super::operation::Operation;
use super::report::Report;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "example-name",
        asks: "An example is named `<operation_id>.<request|response|error|frame>.<case>.json`; the case of an error begins with its HTTP status.",
        check: named,
    },
    Rule {
        name: "example-operation",
        asks: "The operation of an example exists and has that kind of body.",
        check: operation,
    },
    Rule {
        name: "example-missing",
        asks: "Every operation has an example of each kind of body that it has.",
        check: missing,
    },
    Rule {
        name: "example-json",
        asks: "An example is JSON, without a key that stands twice.",
        check: body::json,
    },
    Rule {
        name: "example-invalid",
        asks: "An example fits its schema, formats included.",
        check: body::invalid,
    },
    Rule {
        name: "example-undeclared-key",
        asks: "An example holds only fields that the contract names.",
        check: body::undeclared_key,
    },
    Rule {
        name: "example-enum",
        asks: "An example writes enum values by their full names on the wire.",
        check: body::enum_name,
    },
    Rule {
        name: "example-status",
        asks: "The gRPC code in an error fits the HTTP status in its name.",
        check: body::status,
    },
    Rule {
        name: "example-sparse",
        asks: "A case that ends in `-sparse` leaves unset fields out.",
        check: body::sparse,
    },
];

/// The examples by file name.
pub(crate) struct Examples {
    files: BTreeMap<String, Example>,
}

/// One example.
pub(crate) struct Example {
    text: String,
    name: Option<Name>,
    body: Result<Value, serde_json::Error>,
}

impl Examples {
    pub(crate) fn new(files: BTreeMap<String, String>) -> Self {
        let files = files
            .into_iter()
            .map(|(file, text)| {
                let example = Example {
                    name: Name::parse(&file),
                    body: serde_json::from_str(&text),
                    text,
                };
                (file, example)
            })
            .collect();
        Self { files }
    }

    /// What does not fit its schema.
    pub(crate) fn misfits(&self, document: &Document) -> Vec<Misfit> {
        body::misfits(document, self)
    }

    /// The line of a place in an example.
    pub(crate) fn line(&self, file: &str, pointer: &str) -> u64 {
        let Some(example) = self.files.get(file) else {
            return 1;
        };
        match (&example.body, Located::parse(&example.text)) {
            (Err(error), _) => error.line() as u64,
            (Ok(_), Ok(located)) => located.line(pointer),
            (Ok(_), Err(error)) => error.location().map_or(1, |location| location.line()),
        }
    }

    /// The examples whose names say what they are, with their operation.
    fn known<'a>(
        &'a self,
        document: &'a Document,
    ) -> impl Iterator<Item = (&'a str, &'a Example, &'a Name, Operation<'a>)> {
        self.files.iter().filter_map(|(file, example)| {
            let name = example.name.as_ref()?;
            let operation = Operation::all(document).find(|o| o.id == Some(&name.operation))?;
            Some((file.as_str(), example, name, operation))
        })
    }
}

/// The schema of one kind of body of an operation.
fn schema<'a>(document: &'a Document, operation: &Operation<'a>, name: &Name) -> Option<&'a Value> {
    let media_type = |body: &'a Value| body.get("content")?.as_object()?.values().next();
    let response = |status: &str| {
        let (_, response) = document.resolve(&join(&operation.object.at("responses"), status))?;
        media_type(response)
    };
    let media_type = match name.kind {
        Kind::Request => media_type(operation.request_body(document)?.1)?,
        Kind::Response | Kind::Frame => response("200")?,
        Kind::Error => response(if name.case.starts_with('4') {
            "4XX"
        } else {
            "5XX"
        })?,
    };
    let frame = media_type.get("x-frame-schema").and_then(Value::as_str);
    match (name.kind, frame) {
        (Kind::Frame | Kind::Error, Some(frame)) => document.get(frame.strip_prefix('#')?),
        (Kind::Frame, None) | (Kind::Response, Some(_)) => None,
        _ => media_type.get("schema"),
    }
}

fn named(contract: &Contract, report: &mut Report<'_>) {
    for (file, example) in &contract.examples.files {
        if example.name.is_none() {
            report.example(
                file,
                "",
                "the name does not say what the file is",
                "name it <operation_id>.<request|response|error|frame>.<case>.json, an error's case beginning with its HTTP status",
            );
        }
    }
}

fn operation(contract: &Contract, report: &mut Report<'_>) {
    let document = &contract.document;
    for (file, example) in &contract.examples.files {
        let Some(name) = &example.name else { continue };
        let operation = Operation::all(document).find(|o| o.id == Some(&name.operation));
        match operation {
            None => report.example(
                file,
                "",
                format!("there is no operation {}", name.operation),
                "correct the name, or remove the file",
            ),
            Some(operation) if schema(document, &operation, name).is_none() => report.example(
                file,
                "",
                format!("{} has no {}", name.operation, name.kind),
                "correct the name, or remove the file",
            ),
            Some(_) => {}
        }
    }
}

fn missing(contract: &Contract, report: &mut Report<'_>) {
    let document = &contract.document;
    for operation in Operation::all(document) {
        let Some(id) = operation.id else { continue };
        for kind in Kind::ALL {
            let wanted = Name {
                operation: id.to_owned(),
                kind,
                case: "400-any".to_owned(),
            };
            let there = contract
                .examples
                .known(document)
                .any(|(_, _, name, _)| name.operation == id && name.kind == kind);
            if !there && schema(document, &operation, &wanted).is_some() {
                report.contract(
                    &operation.object.at("operationId"),
                    format!("{id} has no example of a {kind}"),
                    format!("add openapi/examples/{id}.{kind}.<case>.json"),
                );
            }
        }
    }
}
