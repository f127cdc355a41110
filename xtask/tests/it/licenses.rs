//! Dependencies of users have only the permissive licenses of deny.toml.

use std::collections::BTreeSet;

use crate::support::{cargo, members, workspace};

/// The licenses that deny.toml allows for every crate.
fn allowed() -> BTreeSet<String> {
    let text = std::fs::read_to_string(workspace().join("deny.toml")).unwrap();
    let list = text.split_once("\nallow = [").unwrap().1;
    let list = list.split_once(']').unwrap().0;
    let names = list.split('"').skip(1).step_by(2).map(str::to_owned);
    names.collect()
}

/// Whether an expression such as `MIT OR (Apache-2.0 AND Zlib)` can be satisfied.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // Older manifests use a slash.
    let expression = spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX).unwrap();
    expression.evaluate(|needed| allowed.contains(&needed.to_string()))
}

#[test]
fn an_expression_is_met_by_what_is_allowed() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "ISC".to_owned()]);
    for met in ["MIT", "MIT/GPL-3.0-only", "(GPL-3.0-only OR ISC) AND MIT"] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not_met in ["GPL-3.0-only", "MIT AND MPL-2.0", "MIT WITH LLVM-exception"] {
        assert!(!is_met(not_met, &allowed), "{not_met}");
    }
}

#[test]
fn users_get_only_licenses_that_are_allowed() {
    let allowed = allowed();
    assert!(allowed.contains("MIT"));
    let members = members();
    let published = members
        .iter()
        .filter(|package| package["publish"].is_null());
    let published = published.flat_map(|package| ["--package", package["name"].as_str().unwrap()]);
    let tree = "tree --locked --all-features --edges normal,build --target all --prefix none";
    let arguments = tree.split(' ').chain(["--format", "{p}|{l}"]);
    let lines = cargo(&arguments.chain(published).collect::<Vec<_>>());
    let lines: BTreeSet<&str> = lines.lines().filter(|line| line.contains('|')).collect();
    assert!(lines.len() > 100, "{} packages", lines.len());
    let bad = lines.iter().filter(|line| {
        let (_, license) = line.split_once('|').unwrap();
        !is_met(license.trim_end_matches(" (*)"), &allowed)
    });
    let bad: Vec<_> = bad.collect();
    assert!(bad.is_empty(), "{bad:#?}");
}
