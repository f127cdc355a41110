//! Writes the generated file, or compares it with what is committed.

use std::fmt::Write as _;
use std::path::Path;

use super::generate::GENERATOR;
use crate::failure::Failure;
use crate::unified;

/// Formats the tree and adds the header.
pub(super) fn render(tree: &syn::File) -> String {
    format!(
        "// Made by `cargo xtask codegen` from openapi/clavata.yaml, with {GENERATOR}.\n\
         // Do not edit: change the contract and run it again.\n\n{}",
        declared(&prettyplease::unparse(tree))
    )
}

/// Wraps each item with an attribute `#[crate::wire::name]` in the macro `crate::wire::name!`, which the formatter
/// would otherwise leave on one line.
fn declared(text: &str) -> String {
    let mut made = String::new();
    let mut end = None;
    for line in text.lines() {
        let bare = line.trim_start();
        let indent = &line[..line.len() - bare.len()];
        let name = bare.strip_prefix("#[crate::wire::");
        if let Some(name) = name.and_then(|rest| rest.strip_suffix(']')) {
            let _ = writeln!(made, "\n{indent}crate::wire::{name}! {{");
            end = Some(format!("{indent}}}"));
        } else if let Some(closing) = &end {
            let _ = writeln!(made, "    {line}");
            let is_empty = bare.starts_with("pub ") && line.ends_with("{}");
            if line == closing || (is_empty && indent.len() + 1 == closing.len()) {
                let _ = writeln!(made, "{closing}");
                end = None;
            }
        } else {
            let _ = writeln!(made, "{line}");
        }
    }
    made
}

/// Writes `made`, unless the file already contains it.
pub(super) fn write(path: &Path, made: &str) -> Result<(), Failure> {
    let before = std::fs::read_to_string(path).unwrap_or_default();
    if before == made {
        println!("{} is up to date", path.display());
        return Ok(());
    }
    // A half-written file would not compile: write a new file, then rename it.
    let beside = path.with_extension("rs.new");
    std::fs::write(&beside, made)
        .and_then(|()| std::fs::rename(&beside, path))
        .map_err(|error| Failure::new(format!("{}: cannot be written: {error}", path.display())))?;
    println!("{} written", path.display());
    Ok(())
}

/// Prints a diff and fails if the file differs from what the contract generates.
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
    .with_hint("run `cargo xtask codegen` and commit the result"))
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn a_declaration_is_put_into_its_macro_to_its_end() {
        let text = "mod types {\n    #[crate::wire::message]\n    /// Holds `{}`, {}\n    pub struct A {\n        pub a: i32,\n    }\n    #[crate::wire::request]\n    pub struct B {}\n}\n";
        let expected = "mod types {\n\n    crate::wire::message! {\n        /// Holds `{}`, {}\n        pub struct A {\n            pub a: i32,\n        }\n    }\n\n    crate::wire::request! {\n        pub struct B {}\n    }\n}\n";
        assert_eq!(declared(text), expected);
    }
}
