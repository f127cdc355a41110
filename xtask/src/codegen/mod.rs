//! `cargo xtask codegen`: the contract becomes `clavata-api/src/generated.rs`.
//!
//! load → lower → generate → reshape → write or compare. See ARCHITECTURE.md for why each step is there.

mod contract;
mod generate;
pub(crate) mod load;
mod lower;
mod reshape;
mod write;

use serde_json::Value;

use crate::failure::Failure;
use crate::lint;
use crate::workspace::{CONTRACT, Workspace};

/// Writes the generated client, or with `check` compares it.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<(), Failure> {
    let made = make(workspace)?;
    if check {
        write::compare(&workspace.generated(), &made)
    } else {
        write::write(&workspace.generated(), &made)
    }
}

/// The generated file for the contract, as text.
fn make(workspace: &Workspace) -> Result<String, Failure> {
    let (text, document) = load::load(&workspace.contract())?;
    let tree = tree(&document).map_err(|failure| explain(failure, &text))?;
    Ok(write::render(&tree, &text))
}

fn tree(document: &Value) -> Result<syn::File, Failure> {
    let contract = contract::Contract::read(document)?;
    let lowered = lower::lower(document)?;
    let tree = generate::generate(lowered)?;
    reshape::reshape(tree, &contract)
}

/// Adds the place of a failure. The generator does not know it, but what breaks it breaks a rule.
fn explain(failure: Failure, contract: &str) -> Failure {
    match lint::first_finding(contract) {
        Some(finding) => failure.at(&finding.place()).with_hint(finding.advice()),
        None => failure.at(CONTRACT),
    }
}
