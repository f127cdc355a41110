//! `cargo xtask codegen`: the contract becomes `clavata-api/src/generated.rs`.
//!
//! load → lower → generate → reshape → write or compare. See ARCHITECTURE.md for why each step is there.

mod contract;
mod generate;
pub(crate) mod load;
mod lower;
mod reshape;
mod write;

use std::path::Path;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// Writes the generated client, or with `check` compares it.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<(), Failure> {
    let made = make(&workspace.contract())?;
    if check {
        write::compare(&workspace.generated(), &made)
    } else {
        write::write(&workspace.generated(), &made)
    }
}

/// The generated file for the contract at `path`, as text.
pub(crate) fn make(path: &Path) -> Result<String, Failure> {
    let (text, document) = load::load(path)?;
    let at = |failure: Failure| failure.at(path);
    let contract = contract::Contract::read(&document).map_err(at)?;
    let lowered = lower::lower(&document).map_err(at)?;
    let tree = generate::generate(lowered).map_err(at)?;
    let tree = reshape::reshape(tree, &contract).map_err(at)?;
    Ok(write::render(&tree, &text))
}
