//! Compiles callers' code with the client of the contract before and after edits.
//!
//! All edits are made at once, and each has its own program that uses what it changes. Two builds then show for each
//! edit whether it breaks code.

use std::collections::BTreeSet;

use super::super::change::Class;
use super::diff;
use super::probes::PROBES;
use crate::client_copy::ClientCopy;
use crate::workspace::Workspace;

/// The probes that do not compile with the client of a contract.
fn broken(workspace: &Workspace, contract: &str) -> BTreeSet<String> {
    let code = crate::codegen::code(contract).unwrap_or_else(|failure| panic!("{failure}"));
    let programs = PROBES.iter().map(|probe| {
        let code = probe.code;
        let text = format!("use clavata_api::types;\nfn main() {{ let _: types::Job; {code} }}\n");
        (probe.name.to_owned(), text)
    });
    let programs: Vec<(String, String)> = programs.collect();
    let copy = ClientCopy::write(workspace, &code, &programs).unwrap();
    let output = copy
        .cargo(&[
            "check",
            "--keep-going",
            "--bins",
            "--message-format",
            "json",
        ])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let messages = said.lines().map(|line| serde_json::from_str(line).unwrap());
    let messages: Vec<serde_json::Value> = messages.collect();
    let of = |message: &serde_json::Value| message["target"]["name"].as_str().map(str::to_owned);
    let checked: BTreeSet<String> = messages
        .iter()
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(of)
        .collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        checked.contains("clavata_api"),
        "the client does not compile: {errors}"
    );
    let names = PROBES.iter().map(|probe| probe.name.to_owned());
    names.filter(|name| !checked.contains(name)).collect()
}

#[test]
fn downstream_code_breaks_exactly_where_a_change_is_major() {
    let workspace = Workspace::find().unwrap();
    let before = workspace.read_contract().unwrap();
    let mut after = before.clone();
    let mut major = BTreeSet::new();
    for probe in &PROBES {
        after = probe.edit(&after);
        let changes = diff(&before, &probe.edit(&before));
        assert!(!changes.is_empty(), "{}", probe.name);
        if changes.iter().any(|change| change.class == Class::Major) {
            major.insert(probe.name.to_owned());
        }
    }
    assert_eq!(broken(&workspace, &before), BTreeSet::new());
    assert_eq!(broken(&workspace, &after), major);
    assert!(
        major.len() >= 8 && PROBES.len() - major.len() >= 6,
        "{major:?}"
    );
}
