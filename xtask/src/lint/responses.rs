//! Responses: 200, 4XX and 5XX, no more and no less.

use serde_json::Value;

use super::located::join;
use super::operation::Operation;
use super::report::Report;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "response-missing",
        asks: "Every operation has the responses 200, 4XX and 5XX.",
        check: missing,
    },
    Rule {
        name: "default-response",
        asks: "No `default` response: the generator takes it for a success too.",
        check: default,
    },
    Rule {
        name: "second-success",
        asks: "No success beside 200: the generator panics at two of them.",
        check: second_success,
    },
    Rule {
        name: "dead-status",
        asks: "No single error status beside 4XX and 5XX: the generator makes code for it that never runs.",
        check: dead_status,
    },
    Rule {
        name: "error-schema",
        asks: "4XX and 5XX hold a JSON Status, by `$ref` to a shared response: the generator takes one error schema.",
        check: error_schema,
    },
    Rule {
        name: "empty-response",
        asks: "Every response has a body: the generator panics at typed beside empty.",
        check: empty,
    },
];

const EXPECTED: [&str; 3] = ["200", "4XX", "5XX"];

fn missing(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        let responses = operation.object.map.get("responses");
        for status in EXPECTED {
            if responses.is_none_or(|responses| responses.get(status).is_none()) {
                report.contract(
                    &operation.object.at("responses"),
                    format!("{} has no response {status}", operation.name()),
                    match status {
                        "200" => "describe its success",
                        "4XX" => "add `$ref: \"#/components/responses/Refused\"`",
                        _ => "add `$ref: \"#/components/responses/Failed\"`",
                    },
                );
            }
        }
    }
}

/// Reports each response whose status is one that the rule is about.
fn each(
    contract: &Contract,
    report: &mut Report<'_>,
    wrong: fn(&str) -> bool,
    why: &str,
    fix: &str,
) {
    for operation in Operation::all(&contract.document) {
        let responses = operation
            .object
            .map
            .get("responses")
            .and_then(Value::as_object);
        for status in responses
            .into_iter()
            .flat_map(|r| r.keys())
            .filter(|s| wrong(s))
        {
            report.contract(
                &join(&operation.object.at("responses"), status),
                format!("{} has a response {status}: {why}", operation.name()),
                fix,
            );
        }
    }
}

fn default(contract: &Contract, report: &mut Report<'_>) {
    each(
        contract,
        report,
        |status| status == "default",
        "the generator takes it for a success and for an error",
        "write 4XX and 5XX instead",
    );
}

fn second_success(contract: &Contract, report: &mut Report<'_>) {
    each(
        contract,
        report,
        |status| {
            let error = status.starts_with(['4', '5']);
            status != "200" && status != "default" && !error
        },
        "the generator takes one success",
        "describe it in 200, or make another operation of it",
    );
}

fn dead_status(contract: &Contract, report: &mut Report<'_>) {
    each(
        contract,
        report,
        |status| status.starts_with(['4', '5']) && !EXPECTED.contains(&status),
        "the range beside it has that status already",
        "say what it means in the description of the shared response",
    );
}

fn error_schema(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        for (status, pointer, response) in operation.responses(&contract.document) {
            if !matches!(status, "4XX" | "5XX") {
                continue;
            }
            let Some(content) = response.get("content") else {
                continue;
            };
            let schema = content.pointer("/application~1json/schema/$ref");
            let shared = pointer.starts_with("/components/responses/");
            if schema.and_then(Value::as_str) != Some("#/components/schemas/Status") || !shared {
                report.contract(
                    &pointer,
                    format!("{status} of {} is no shared response of Status", operation.name()),
                    "refer to a response in components.responses whose application/json is `$ref: \"#/components/schemas/Status\"`",
                );
            }
        }
    }
}

fn empty(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        for (status, pointer, response) in operation.responses(&contract.document) {
            let content = response.get("content").and_then(Value::as_object);
            if content.is_none_or(serde_json::Map::is_empty) {
                report.contract(
                    &pointer,
                    format!("{status} of {} has no body", operation.name()),
                    "add `content` with application/json and its schema",
                );
            }
        }
    }
}
