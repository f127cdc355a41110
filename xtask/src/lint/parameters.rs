//! Rules for parameters, which may be in paths and queries only.

use std::collections::BTreeSet;

use super::names::is_camel;
use super::{Check, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "path-parameter",
        asks: "The `{name}`s of a path and its declared path parameters are the same.",
        check: Check::Operation(|operation, report| {
            let (name, path) = (operation.name(), &operation.path);
            let parts = path
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'));
            let used: BTreeSet<&str> = parts.map(|(name, _)| name).collect();
            let declared = operation
                .parameters
                .iter()
                .filter(|one| one.place == "path");
            for parameter in declared.clone().filter(|one| !used.contains(one.name)) {
                let what = format!(
                    "{path} does not contain the path parameter {}",
                    parameter.name
                );
                report.node(
                    parameter,
                    what,
                    "add it to the path, or remove the parameter",
                );
            }
            for part in used {
                if !declared.clone().any(|one| one.name == part) {
                    let what = format!("{name} does not declare {{{part}}} of its path");
                    let fix = format!(
                        "add a parameter with `name: {part}`, `in: path`, `required: true`"
                    );
                    report.node(operation, what, fix);
                }
            }
        }),
    },
    Rule {
        name: "parameter-duplicate",
        asks: "No operation declares a parameter twice.",
        check: Check::Operation(|operation, report| {
            let mut seen = BTreeSet::new();
            for one in &operation.parameters {
                if !seen.insert((one.name, one.place)) {
                    let owner = operation.name();
                    let what = format!(
                        "{owner} declares the {} parameter {} twice",
                        one.place, one.name
                    );
                    report.node(one, what, "remove one of them");
                }
            }
        }),
    },
    Rule {
        name: "parameter-place",
        asks: "Parameters are in the path or the query: the generator does not support cookies, and the client sets the headers.",
        check: Check::Parameter(|parameter, report| {
            if !matches!(parameter.place, "path" | "query") {
                let what = format!("{} is a parameter in a {}", parameter.name, parameter.place);
                report.key(parameter, "in", what, "use `path` or `query`");
            }
        }),
    },
    Rule {
        name: "parameter-schema",
        asks: "Every parameter has a schema: the generator does not support `content`.",
        check: Check::Parameter(|parameter, report| {
            if parameter.has("content") {
                let what = format!("the parameter {} has `content`", parameter.name);
                report.key(parameter, "content", what, "write `schema` with its type");
            }
        }),
    },
    Rule {
        name: "parameter-name",
        asks: "Parameters are named in camelCase, with dots between the parts.",
        check: Check::Parameter(|parameter, report| {
            if !parameter.name.split('.').all(is_camel) {
                report.key(
                    parameter,
                    "name",
                    format!("the parameter {} is not in camelCase", parameter.name),
                    "write it as on the wire: the gateway ignores unknown parameters",
                );
            }
        }),
    },
];
