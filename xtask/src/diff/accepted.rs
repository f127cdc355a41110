//! Reviewed exceptions in `openapi/accepted.yaml`: changes that no longer count, each with its reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::change::Change;
use super::show::Shown;
use super::{Compared, compared};
use crate::failure::Failure;
use crate::model::located::entries;
use crate::workspace::{self, Workspace};

const FILE: &str = "openapi/accepted.yaml";

const HEAD: &str = "# Changes of the contract that were reviewed and accepted, by `cargo xtask accept`. \
                    They count neither for the version nor for the exit code.\n";

/// The reasons, by fingerprint.
pub(crate) fn read(workspace: &Workspace) -> Result<BTreeMap<String, String>, Failure> {
    parse(&workspace::read_or(&workspace.root().join(FILE), HEAD)?)
}

#[derive(Deserialize)]
struct Entry {
    fingerprint: String,
    because: String,
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, Failure> {
    let entries = entries::<Entry>(FILE, text)?.into_iter();
    let reasons = entries.map(|entry| {
        let Entry {
            fingerprint,
            because,
        } = entry.value;
        if fingerprint.trim().is_empty() || because.trim().is_empty() {
            let line = entry.referenced.line();
            let what = format!("{FILE}:{line}: an entry needs `fingerprint` and `because`");
            return Err(Failure::bad_input(what));
        }
        Ok((fingerprint, because))
    });
    reasons.collect()
}

/// Adds the reasons to the changes that were accepted.
pub(crate) fn marked(workspace: &Workspace, changes: Vec<Change>) -> Result<Vec<Shown>, Failure> {
    let reasons = read(workspace)?;
    let marked = changes.into_iter().map(|change| Shown {
        accepted: reasons.get(&change.fingerprint()).cloned(),
        change,
    });
    Ok(marked.collect())
}

/// Records that a change since the last release, or since `against`, was accepted.
pub(crate) fn accept(
    workspace: &Workspace,
    fingerprint: &str,
    because: &str,
    against: Option<&str>,
) -> Result<(), Failure> {
    if because.trim().is_empty() || because.contains(char::is_control) {
        return Err(Failure::bad_input("`--because` needs a reason on one line"));
    }
    let Some(Compared { changes, .. }) = compared(workspace, against)? else {
        return Err(Failure::bad_input(super::NOTHING_RELEASED)
            .with_hint("`--against` names a revision or a file"));
    };
    let is_it = |shown: &&Shown| shown.change.fingerprint() == fingerprint;
    let Some(shown) = changes.iter().find(is_it) else {
        return Err(Failure::bad_input("no change has this fingerprint")
            .with_hint("`cargo xtask diff` prints them, in brackets"));
    };
    if shown.accepted.is_some() {
        return Err(Failure::bad_input("this change has already been accepted"));
    }
    let path = workspace.root().join(FILE);
    let before = workspace::read_or(&path, HEAD)?;
    let what = format!("{} {}", shown.change.id, shown.change.subject);
    // JSON strings are valid YAML strings.
    let (what, because) = (Value::from(what), Value::from(because.trim()));
    let entry =
        format!("- fingerprint: \"{fingerprint}\"\n  change: {what}\n  because: {because}\n");
    let after = format!("{}\n{entry}", before.trim_end());
    parse(&after)?;
    workspace::write(&path, &after)?;
    println!("{FILE}: {what} is accepted");
    Ok(())
}
