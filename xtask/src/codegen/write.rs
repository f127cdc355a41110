//! Writes the generated file, or compares it with what is committed.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::generate::GENERATOR;
use crate::failure::Failure;
use crate::unified;

/// Formats the tree and adds the header.
pub(super) fn render(tree: &syn::File, contract: &str) -> String {
    let digest = Sha256::digest(contract.replace("\r\n", "\n").as_bytes());
    let digest = digest
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
    format!(
        "// Made by `cargo xtask codegen` from openapi/clavata.yaml. Do not edit: change the contract and run it again.\n\
         // Generator: {GENERATOR}. Contract: SHA-256 {digest}.\n\n{}",
        prettyplease::unparse(tree)
    )
}

/// Writes `made`, unless it is what the file contains.
pub(super) fn write(path: &Path, made: &str) -> Result<(), Failure> {
    let before = std::fs::read_to_string(path).unwrap_or_default();
    if before == made {
        println!("{} is up to date", path.display());
        return Ok(());
    }
    // A file that is only half written would not compile: write beside it, then rename.
    let beside = path.with_extension("rs.new");
    std::fs::write(&beside, made)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
    println!("{} written", path.display());
    Ok(())
}

/// Prints a diff and fails if the file is not what the contract gives.
pub(super) fn compare(path: &Path, made: &str) -> Result<(), Failure> {
    let before = std::fs::read_to_string(path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if before == made {
        println!("{} is up to date with the contract", path.display());
        return Ok(());
    }
    print!(
        "{}",
        unified::lines(&before, made, "committed", "from the contract")
    );
    Err(Failure::new(format!(
        "{} is not up to date with the contract",
        path.display()
    ))
    .with_hint("run `cargo xtask codegen` and commit what it writes"))
}
