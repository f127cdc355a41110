//! `cargo xtask lint`: the rules of `openapi/README.md`, each with a name.
//!
//! Every rule checks the whole contract and reports everything that it finds. A finding gives the place, the rule that
//! is broken, and what to change.

mod bodies;
mod descriptions;
mod enums;
mod examples;
mod extensions;
mod input;
mod messages;
mod names;
mod official;
mod operations;
mod parameters;
mod references;
mod report;
mod shapes;
#[cfg(test)]
mod tests;
mod types;
mod validator;

use self::examples::Examples;
use self::input::Input;
use self::report::{Finding, Report};
use crate::failure::Failure;
use crate::model::located::Located;
use crate::model::{Body, Model, Node, Operation, Parameter, Schema};
use crate::workspace::Workspace;

/// A rule of the contract.
struct Rule {
    /// The name of the rule in findings.
    name: &'static str,
    /// What the rule requires, in one sentence.
    asks: &'static str,
    check: Check,
}

/// What a rule checks, one at a time.
enum Check {
    Whole(fn(&mut Report<'_>)),
    /// Every object, at any depth.
    Node(fn(&Node<'_>, &mut Report<'_>)),
    Operation(fn(&Operation<'_>, &mut Report<'_>)),
    Parameter(fn(&Parameter<'_>, &mut Report<'_>)),
    Body(fn(&Body<'_>, &mut Report<'_>)),
    /// Every schema that is not a reference.
    Schema(fn(&Schema<'_>, &mut Report<'_>)),
    /// Every field of a message, including references.
    Field(fn(&Schema<'_>, &mut Report<'_>)),
}

impl Rule {
    fn check(&self, model: &Model<'_>, report: &mut Report<'_>) {
        match self.check {
            Check::Whole(check) => check(report),
            Check::Node(check) => model.source.all().iter().for_each(|one| check(one, report)),
            Check::Operation(check) => model.operations.iter().for_each(|one| check(one, report)),
            Check::Parameter(check) => model.parameters.iter().for_each(|one| check(one, report)),
            Check::Body(check) => model.bodies.iter().for_each(|one| check(one, report)),
            Check::Schema(check) => {
                let schemas = model.schemas.iter().filter(|schema| !schema.is_reference());
                schemas.for_each(|schema| check(schema, report));
            }
            Check::Field(check) => {
                let fields = model.schemas.iter().filter(|schema| schema.is_field());
                fields.for_each(|field| check(field, report));
            }
        }
    }
}

/// The rules for the contract itself, by family.
fn contract_rules() -> impl Iterator<Item = &'static Rule> {
    [
        official::RULES,
        extensions::RULES,
        references::RULES,
        operations::RULES,
        parameters::RULES,
        bodies::RULES,
        descriptions::RULES,
        names::RULES,
        types::RULES,
        shapes::RULES,
        messages::RULES,
        enums::RULES,
    ]
    .into_iter()
    .flatten()
}

/// Every rule.
fn rules() -> impl Iterator<Item = &'static Rule> {
    contract_rules().chain(examples::RULES)
}

/// Prints all findings. Fails if there are any.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let findings = check(Input::read(workspace)?)?;
    for finding in &findings {
        println!("{finding}");
    }
    let failure = match findings.len() {
        0 => {
            println!("lint: {} rules, no finding", rules().count());
            return Ok(());
        }
        1 => Failure::new("lint: 1 finding"),
        several => Failure::new(format!("lint: {several} findings")),
    };
    Err(failure
        .with_hint("openapi/README.md explains the rules; `cargo xtask lint --rules` lists them"))
}

/// Prints what each rule requires.
pub(crate) fn list() {
    for rule in rules() {
        println!("{:24} {}", rule.name, rule.asks);
    }
}

/// Fails at the first place where a document is not OpenAPI 3.0, or where a reference leads out of it. The other
/// rules are not checked: they apply only to the current contract.
pub(crate) fn readable(model: &Model<'_>) -> Result<(), String> {
    let leads = |rule: &&Rule| rule.name == "unresolved-reference";
    let rules = official::RULES.iter();
    let rules = rules.chain(references::RULES.iter().filter(leads));
    let findings = findings(model, &Examples::default(), rules);
    match findings.first() {
        Some(first) => Err(first.without_file()),
        None => Ok(()),
    }
}

/// Fails with the first finding in the contract, if any. Examples are not checked.
pub(crate) fn pass(model: &Model<'_>) -> Result<(), Failure> {
    let findings = findings(model, &Examples::default(), contract_rules());
    let Some(first) = findings.first() else {
        return Ok(());
    };
    let failure = Failure::new(first.to_string());
    Err(match findings.len() - 1 {
        0 => failure,
        more => failure.with_hint(format!("`cargo xtask lint` lists this and {more} more")),
    })
}

/// All findings, in file order.
fn check(input: Input) -> Result<Vec<Finding>, Failure> {
    let source = Located::contract(&input.contract)?;
    let examples = Examples::new(input.examples);
    Ok(findings(&Model::read(&source), &examples, rules()))
}

fn findings(
    model: &Model<'_>,
    examples: &Examples,
    rules: impl Iterator<Item = &'static Rule>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in rules {
        let mut report = Report::new(rule.name, model, examples);
        rule.check(model, &mut report);
        findings.extend(report.into_findings());
    }
    findings.sort();
    findings.dedup();
    findings
}
