//! Parameters: in paths, in queries, and the kinds that the generator cannot take.

use std::collections::BTreeSet;

use super::operation::Operation;
use super::report::Report;
use super::shape::Kind;
use super::{Contract, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "path-parameter-undeclared",
        asks: "Every `{name}` in a path is declared as a parameter.",
        check: undeclared,
    },
    Rule {
        name: "path-parameter-unused",
        asks: "Every declared path parameter stands in the path.",
        check: unused,
    },
    Rule {
        name: "parameter-duplicate",
        asks: "No operation declares a parameter twice.",
        check: duplicate,
    },
    Rule {
        name: "parameter-place",
        asks: "Parameters stand in the path or the query: the generator takes no cookies, and headers are the client's business.",
        check: place,
    },
];

fn in_path(path: &str) -> BTreeSet<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// The place, name and location of each parameter of an operation.
fn declared<'a>(
    contract: &'a Contract,
    operation: &Operation<'a>,
) -> Vec<(String, &'a str, &'a str)> {
    let text = |value: &'a serde_json::Value, key| value.get(key).and_then(|v| v.as_str());
    operation
        .parameters(&contract.document)
        .into_iter()
        .map(|(pointer, parameter)| {
            let name = text(parameter, "name").unwrap_or_default();
            (pointer, name, text(parameter, "in").unwrap_or_default())
        })
        .collect()
}

fn undeclared(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        let declared = declared(contract, &operation);
        for name in in_path(&operation.path()) {
            if !declared
                .iter()
                .any(|(_, known, place)| *place == "path" && *known == name)
            {
                report.contract(
                    operation.object.pointer,
                    format!(
                        "{} does not declare {{{name}}} of its path",
                        operation.name()
                    ),
                    format!("add a parameter with `name: {name}`, `in: path`, `required: true`"),
                );
            }
        }
    }
}

fn unused(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        let path = operation.path();
        let used = in_path(&path);
        for (pointer, name, place) in declared(contract, &operation) {
            if place == "path" && !used.contains(name) {
                report.contract(
                    &pointer,
                    format!("the path parameter {name} does not stand in {path}"),
                    format!("write {{{name}}} into the path, or remove the parameter"),
                );
            }
        }
    }
}

fn duplicate(contract: &Contract, report: &mut Report<'_>) {
    for operation in Operation::all(&contract.document) {
        let mut seen = BTreeSet::new();
        for (pointer, name, place) in declared(contract, &operation) {
            if !seen.insert((name, place)) {
                report.contract(
                    &pointer,
                    format!(
                        "{} declares the {place} parameter {name} twice",
                        operation.name()
                    ),
                    "remove one of them",
                );
            }
        }
    }
}

fn place(contract: &Contract, report: &mut Report<'_>) {
    for parameter in contract.document.all(Kind::Parameter) {
        if parameter.is_reference() || matches!(parameter.text("in"), Some("path" | "query")) {
            continue;
        }
        report.contract(
            &parameter.at("in"),
            format!(
                "a parameter in {}",
                parameter.text("in").unwrap_or("no place")
            ),
            "use `path` or `query`; headers are set by the client itself",
        );
    }
}
