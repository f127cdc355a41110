//! Descriptions: what readers and the generated documentation live on.

use super::document::Object;
use super::operation::Operation;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "operation-summary",
        asks: "Every operation has a summary of one line, without a full stop.",
        check: summary,
    },
    Rule {
        name: "operation-description",
        asks: "Every operation has a description.",
        check: |contract, report| {
            described(contract, report, "operation", |o| o.kind == Kind::Operation);
        },
    },
    Rule {
        name: "parameter-description",
        asks: "Every parameter has a description.",
        check: |contract, report| {
            described(contract, report, "parameter", |o| o.kind == Kind::Parameter);
        },
    },
    Rule {
        name: "body-description",
        asks: "Every request body and response has a description.",
        check: |contract, report| {
            described(contract, report, "body", |o| {
                matches!(o.kind, Kind::RequestBody | Kind::Response)
            });
        },
    },
    Rule {
        name: "schema-description",
        asks: "Every schema has a description.",
        check: |contract, report| {
            described(contract, report, "schema", |o| o.is_component("schemas"));
        },
    },
    Rule {
        name: "field-description",
        asks: "Every field has a description.",
        check: |contract, report| {
            described(contract, report, "field", |o| {
                o.kind == Kind::Schema && o.is_field()
            });
        },
    },
    Rule {
        name: "other-description",
        asks: "The API, its servers, tags and security schemes have descriptions.",
        check: |contract, report| {
            described(contract, report, "part", |o| {
                matches!(
                    o.kind,
                    Kind::Info | Kind::Server | Kind::Tag | Kind::SecurityScheme
                )
            });
        },
    },
];

/// Fewer letters than this say nothing.
const SHORTEST: usize = 12;

fn described(
    contract: &Contract,
    report: &mut Report<'_>,
    what: &str,
    wanted: fn(&Object<'_>) -> bool,
) {
    for object in contract.document.objects() {
        if !wanted(&object) || object.is_reference() {
            continue;
        }
        let description = object.text("description").unwrap_or_default().trim();
        if description.chars().count() < SHORTEST {
            report.contract(
                object.pointer,
                format!(
                    "the {what} {} has no description, or an empty one",
                    object.name()
                ),
                "say what it is, its unit and bounds, and what it means when it is missing",
            );
        } else if !description.ends_with(['.', '!', '?']) {
            report.contract(
                &object.at("description"),
                format!(
                    "the description of the {what} {} is no sentence",
                    object.name()
                ),
                "end it with a full stop",
            );
        }
    }
}

fn summary(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        let summary = operation.object.text("summary").unwrap_or_default().trim();
        if summary.is_empty() || summary.contains('\n') || summary.ends_with('.') {
            report.contract(
                operation.object.pointer,
                format!(
                    "{} has no summary of one line without a full stop",
                    operation.name()
                ),
                "add `summary`: it becomes the first line of the method's documentation",
            );
        }
    }
}
