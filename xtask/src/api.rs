//! `cargo xtask api`: the public API of the libraries, as reviewable text.
//!
//! rustdoc writes the public items as JSON, and the crate `public-api` turns them into lines. The other crates whose
//! types are public are listed first: a new major version of one of them also breaks callers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use public_api::Builder;

use crate::cargo;
use crate::failure::Failure;
use crate::made;
use crate::package;
use crate::tools;
use crate::workspace::Workspace;

/// The arguments that build the documentation with all features. `cargo xtask ci` uses the same ones, so that its
/// step `docs` has already compiled what this step needs.
pub(crate) const DOCS: &[&str] = &[
    "doc",
    "--locked",
    "--workspace",
    "--no-deps",
    "--features",
    "clavata-api-ext/blocking,clavata-api-ext/test-util,clavata-api-ext/webhook,clavata-cli/arrow",
];

/// Used only by tests: no shipped code depends on it.
const GATEWAY: &str = "clavata-mock-gateway";

/// Crates of the compiler, which are not versioned.
const BUILT_IN: [&str; 3] = ["alloc", "core", "std"];

/// Traits that the compiler implements automatically.
const AUTO: [&str; 7] = [
    "core::marker::Freeze",
    "core::marker::Send",
    "core::marker::Sync",
    "core::marker::Unpin",
    "core::marker::UnsafeUnpin",
    "core::panic::unwind_safe::RefUnwindSafe",
    "core::panic::unwind_safe::UnwindSafe",
];
const SHOWN_IF_LACKING: [&str; 3] = [
    "!core::marker::Send",
    "!core::marker::Sync",
    "!core::marker::Unpin",
];

/// Writes the public API to docs/api, or compares it with what is there.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<(), Failure> {
    document(workspace)?;
    let mut changed = Vec::new();
    for (name, _) in package::libraries(workspace)? {
        if name == GATEWAY {
            continue;
        }
        let krate = name.replace('-', "_");
        let json = workspace.target().join(format!("doc/{krate}.json"));
        let surface = match Builder::from_rustdoc_json(&json)
            .omit_blanket_impls(true)
            .build()
        {
            Ok(surface) => lines(surface.items().map(ToString::to_string)),
            Err(error) => {
                println!(
                    "skipped the public API of {name}: the JSON of this rustdoc cannot be read: {error}"
                );
                // Differences found in other libraries still count.
                continue;
            }
        };
        let text = page(&name, &surface);
        let file = format!("docs/api/{name}.txt");
        if !made::keep(workspace, &file, &text, check)? {
            changed.push(file);
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let said = format!("the public API differs from {}", changed.join(" and "));
    Err(Failure::new(said)
        .with_hint("if this is intended, run `cargo xtask api` and commit the result"))
}

/// Runs rustdoc to write the JSON of all members.
fn document(workspace: &Workspace) -> Result<(), Failure> {
    let mut command = cargo::cargo(workspace);
    command
        .args(DOCS)
        .arg("--lib")
        .arg("--quiet")
        .env("RUSTDOC", workspace.root().join("xtask/rustdoc-json"))
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json");
    tools::run("cargo doc", &mut command)
}

/// The text for a library.
fn page(name: &str, surface: &str) -> String {
    let mut text = format!(
        "# The public API of {name} with all features, by `cargo xtask api`.\n# Crates whose types are in it:"
    );
    for krate in foreign(name, surface) {
        let _ = write!(text, " {krate}");
    }
    text.push_str("\n\n");
    text.push_str(surface);
    text
}

/// The items that callers can rely on, one per line. The methods of a trait are implied by its `impl`. Nearly all
/// types are `Send`, `Sync` and `Unpin`, so only the exceptions are shown.
fn lines(items: impl Iterator<Item = String>) -> String {
    let mut of_trait = None;
    let mut text = String::new();
    for line in items {
        if line.starts_with("impl") {
            let implemented = line.split_once(" for ");
            of_trait = implemented.map(|(_, name)| bare(name).to_owned());
            let (name, _) = implemented.unwrap_or_default();
            let name = name.rsplit(' ').next().unwrap_or_default();
            let is_auto = AUTO.contains(&name.trim_start_matches('!'));
            let is_lacking = SHOWN_IF_LACKING.contains(&name);
            if is_auto && !is_lacking {
                continue;
            }
        } else if let (Some(name), Some((_, function))) = (&of_trait, line.split_once("fn "))
            && let Some(rest) = function.strip_prefix(name.as_str())
            && rest.starts_with([':', '<'])
        {
            continue;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The path of a type, without its parameters.
fn bare(name: &str) -> &str {
    name.split(['<', ' ']).next().unwrap_or(name)
}

/// The crates that paths begin with, except this crate and those of the compiler.
fn foreign(name: &str, surface: &str) -> BTreeSet<String> {
    let own = name.replace('-', "_");
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let paths = surface.split(|c| !is_part(c));
    paths
        .filter_map(|path| path.split_once("::"))
        .map(|(first, _)| first)
        .filter(|first| first.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter(|first| *first != own && !BUILT_IN.contains(first))
        .map(|first| match first {
            "serde_core" => "serde", // which re-exports all of it
            _ => first,
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{lines, page};

    #[test]
    fn crates_whose_types_are_public_are_listed_first() {
        let surface = "pub fn a_b::f<T: a_b::X>(&self, core::option::Option<&http::header::HeaderMap>) -> T::Item\n\
            pub fn a_b::g(other_one::Y) -> alloc::string::String\n";
        let text = page("a-b", surface);
        assert_eq!(
            text.lines().nth(1),
            Some("# Crates whose types are in it: http other_one")
        );
        assert!(text.ends_with(surface));
    }

    #[test]
    fn what_is_implied_is_left_out() {
        let kept = [
            "pub struct a::B<T>",
            "impl<T> a::B<T>",
            "pub fn a::B<T>::new() -> Self",
            "impl<T: core::clone::Clone> core::clone::Clone for a::B<T>",
            "impl<T> core::iter::Iterator for a::B<T>",
            "pub type a::B<T>::Item = T",
            "impl<T> !core::marker::Sync for a::B<T>",
            "pub fn a::free() -> a::B<u8>",
        ];
        let implied = [
            "pub fn a::B<T>::clone(&self) -> Self",
            "pub fn a::B<T>::next(&mut self) -> core::option::Option<T>",
            "impl<T> core::marker::Send for a::B<T> where T: core::marker::Send",
            "impl<T> !core::panic::unwind_safe::UnwindSafe for a::B<T>",
        ];
        let mut all = kept.to_vec();
        all.insert(4, implied[0]);
        all.insert(7, implied[1]);
        all.insert(8, implied[2]);
        all.push(implied[3]);
        let text = lines(all.into_iter().map(str::to_owned));
        assert_eq!(text.lines().collect::<Vec<_>>(), kept);
    }
}
