//! `cargo xtask codegen`: the contract becomes `clavata-api/src/generated.rs`.
//!
//! lint → lower → generate → reshape → write or compare. See ARCHITECTURE.md for why each step is there.

mod generate;
mod lower;
mod reshape;
pub(crate) mod surface;
mod write;

use crate::failure::Failure;
use crate::lint;
use crate::model::Model;
use crate::model::located::Located;
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
    code(&workspace.read_contract()?)
}

/// The generated file for a contract.
pub(crate) fn code(text: &str) -> Result<String, Failure> {
    let source = Located::contract(text)?;
    let model = Model::read(&source);
    // The steps after this one may rely on every rule. Examples are not their business.
    lint::pass(&model)?;
    let tree = tree(&model).map_err(|failure| failure.at(CONTRACT))?;
    Ok(write::render(&tree, text))
}

fn tree(model: &Model<'_>) -> Result<syn::File, Failure> {
    let tree = generate::generate(lower::lower(model))?;
    reshape::reshape(tree, model)
}
