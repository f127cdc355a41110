//! Rules for operations: ids, tags, security and responses.

use std::collections::BTreeMap;

use super::names::is_snake;
use super::report::Report;
use super::{Check, Rule};
use crate::model::{Node, Operation};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "operation-id",
        asks: "Every operation has an `operationId` in snake_case: it becomes the name of a method.",
        check: Check::Operation(|operation, report| match operation.id {
            None => report.node(
                operation,
                format!("{} has no `operationId`", operation.name()),
                "add one, as `verb_noun`",
            ),
            Some(id) if !is_snake(id) => report.key(
                operation,
                "operationId",
                format!("the `operationId` {id} is not in snake_case"),
                "write it as `verb_noun`",
            ),
            Some(_) => {}
        }),
    },
    Rule {
        name: "operation-id-duplicate",
        asks: "No two operations have the same `operationId`.",
        check: Check::Whole(|report| {
            let mut seen = BTreeMap::new();
            for operation in &report.model.operations {
                let Some(id) = operation.id else { continue };
                if let Some(first) = seen.insert(id, &operation.path) {
                    let what = format!("{first} also has the `operationId` {id}");
                    report.key(operation, "operationId", what, "rename one of them");
                }
            }
        }),
    },
    Rule {
        name: "undeclared-tag",
        asks: "Every operation has one tag, and `tags` describes it.",
        check: Check::Operation(|operation, report| {
            let tags = report.model.source.nodes("/tags");
            let declared: Vec<&str> = tags.iter().filter_map(|tag| tag.text("name")).collect();
            let known = match operation.list("tags") {
                [tag] => tag.as_str().is_some_and(|tag| declared.contains(&tag)),
                _ => false,
            };
            if !known {
                let what = format!("{} does not have one declared tag", operation.name());
                let fix = format!("give it one of: {}", declared.join(", "));
                report.key(operation, "tags", what, fix);
            }
        }),
    },
    Rule {
        name: "undeclared-security",
        asks: "Every operation is secured by a declared scheme.",
        check: Check::Whole(|report| {
            let model = report.model;
            if let Some(root) = model.source.node("") {
                secured(&root, report);
            }
            let own = model.operations.iter().filter(|one| one.has("security"));
            own.for_each(|operation| secured(operation, report));
        }),
    },
    Rule {
        name: "responses",
        asks: "Every operation has the responses 200, 4XX and 5XX, and no other.",
        check: Check::Operation(responses),
    },
    Rule {
        name: "error-schema",
        asks: "4XX and 5XX refer to a shared response with a JSON Status: the generator supports only one error schema.",
        check: Check::Operation(|operation, report| {
            for status in ["4XX", "5XX"] {
                let Some(response) = operation.response(status) else {
                    continue;
                };
                let schema = response.pointer.clone() + "/content/application~1json/schema/$ref";
                let schema = report.model.source.get(&schema);
                let is_status = schema.is_none_or(|target| target == "#/components/schemas/Status");
                let is_shared = response.pointer.starts_with("/components/responses/");
                if response.has("content") && !(is_status && schema.is_some() && is_shared) {
                    report.node(
                        response,
                        format!("{status} of {} is not a shared response with a Status", operation.name()),
                        "refer to one in components.responses whose application/json is `$ref: \"#/components/schemas/Status\"`",
                    );
                }
            }
        }),
    },
];

fn secured(owner: &Node<'_>, report: &mut Report<'_>) {
    let requirements = owner.list("security").iter();
    let names = requirements.filter_map(|requirement| requirement.as_object());
    let mut names = names.flat_map(|requirement| requirement.keys()).peekable();
    let schemes = report.model.source.node("/components/securitySchemes");
    let declared = |name: &String| schemes.as_ref().is_some_and(|schemes| schemes.has(name));
    if names.peek().is_none() || !names.all(declared) {
        report.key(
            owner,
            "security",
            "`security` names no scheme, or one that is not declared",
            "name one of components.securitySchemes",
        );
    }
}

fn responses(operation: &Operation<'_>, report: &mut Report<'_>) {
    const EXPECTED: [&str; 3] = ["200", "4XX", "5XX"];
    let name = operation.name();
    let found: Vec<&String> = operation
        .entries("responses")
        .map(|(status, _)| status)
        .collect();
    for status in EXPECTED {
        if !found.iter().any(|found| *found == status) {
            let fix = match status {
                "200" => "describe its success",
                "4XX" => "add `$ref: \"#/components/responses/Refused\"`",
                _ => "add `$ref: \"#/components/responses/Failed\"`",
            };
            let what = format!("{name} has no response {status}");
            report.key(operation, "responses", what, fix);
        }
    }
    for status in found {
        let (why, fix) = match status.as_bytes() {
            status if EXPECTED.iter().any(|known| known.as_bytes() == status) => continue,
            b"default" => (
                "the generator treats it as both a success and an error",
                "write 4XX and 5XX instead",
            ),
            [b'4' | b'5', ..] => (
                "the generator makes code for it that never runs, because its range takes precedence",
                "describe it in the shared response of its range",
            ),
            _ => (
                "the generator supports only one success",
                "describe it in 200, or make it another operation",
            ),
        };
        let pointer = crate::model::located::join(&operation.at("responses"), status);
        let what = format!("{name} has a response {status}: {why}");
        report.pointer(&pointer, what, fix);
    }
}
