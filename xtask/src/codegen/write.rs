//! Formats the generated file.

use std::fmt::Write as _;

use super::generate::GENERATOR;

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
