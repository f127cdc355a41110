//! `cargo xtask lint`: the rules of `openapi/README.md`, each with a name.
//!
//! Every rule looks at the whole contract and reports all that it finds; a finding says where it
//! is, which rule it breaks, and what to change.

mod bodies;
mod descriptions;
mod document;
mod enums;
mod examples;
mod input;
mod located;
mod names;
mod official;
mod operation;
mod parameters;
mod references;
mod report;
mod responses;
mod schemas;
mod shape;
#[cfg(test)]
mod tests;
mod types;
mod validator;

use std::collections::BTreeMap;

use self::document::Document;
use self::examples::{Examples, Misfit};
use self::input::Input;
use self::located::Located;
use self::report::{Finding, Report};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// A rule of the contract.
pub(crate) struct Rule {
    /// What findings call it.
    pub(crate) name: &'static str,
    /// What it asks for, in one sentence.
    pub(crate) asks: &'static str,
    check: fn(&Contract, &mut Report<'_>),
}

/// What the rules look at.
pub(crate) struct Contract {
    pub(crate) document: Document,
    pub(crate) examples: Examples,
    /// Validating takes most of the time, so it happens once for all rules.
    pub(crate) misfits: Vec<Misfit>,
}

/// Every rule, by family.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        official::RULES,
        references::RULES,
        operation::RULES,
        parameters::RULES,
        bodies::RULES,
        responses::RULES,
        descriptions::RULES,
        names::RULES,
        types::RULES,
        schemas::RULES,
        enums::RULES,
        examples::RULES,
    ]
    .into_iter()
    .flatten()
}

/// Prints all findings; fails if there is one.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let input = Input::read(workspace)?;
    let findings = check(input)?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("lint: {} rules, no finding", rules().count());
            Ok(())
        }
        1 => Err(Failure::new("lint: 1 finding")),
        several => Err(Failure::new(format!("lint: {several} findings"))),
    }
    .map_err(|failure| {
        failure.with_hint(
            "openapi/README.md explains the rules; `cargo xtask lint --rules` lists them",
        )
    })
}

/// Prints what each rule asks for.
pub(crate) fn list() {
    for rule in rules() {
        println!("{:30} {}", rule.name, rule.asks);
    }
}

/// The first finding in a contract alone, for a failure that does not know its place.
pub(crate) fn first_finding(contract: &str) -> Option<Finding> {
    let input = Input {
        contract: contract.to_owned(),
        examples: BTreeMap::new(),
    };
    let findings = check(input).ok()?;
    findings
        .into_iter()
        .find(|finding| !finding.rule.starts_with("example-"))
}

/// All findings, in the order of the files.
fn check(input: Input) -> Result<Vec<Finding>, Failure> {
    let located =
        Located::parse(&input.contract).map_err(|error| crate::codegen::load::invalid(&error))?;
    let document = Document::new(located);
    let examples = Examples::new(input.examples);
    let contract = Contract {
        misfits: examples.misfits(&document),
        document,
        examples,
    };
    let mut findings = Vec::new();
    for rule in rules() {
        let mut report = Report::new(rule.name, &contract);
        (rule.check)(&contract, &mut report);
        findings.extend(report.into_findings());
    }
    findings.sort();
    findings.dedup();
    Ok(findings)
}
