//! The step `tables`: runs the README's query with the engine that it names.

use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{cargo, tools};

/// How the tests are built and run, for all members but xtask. The README's query runs the program that this
/// builds.
pub(super) const TESTS: &[&str] = &[
    "test",
    "--locked",
    "--workspace",
    "--exclude",
    "xtask",
    "--features",
    "clavata-cli/arrow",
    "--all-targets",
];

/// Runs the README's query. Without Python or the engine it is skipped, with a message.
pub(super) fn query(workspace: &Workspace) -> Result<(), Failure> {
    let clavata = cargo::built_beside(workspace, TESTS, "clavata")?;
    let target = clavata.ancestors().nth(2).unwrap_or(workspace.root());
    let requirements = workspace.root().join("tests/query/requirements.txt");
    let python = match tools::python(&target.join("query-venv"), &requirements) {
        Ok(python) => python,
        Err(why) => {
            println!("skipped the README's query: {why}");
            return Ok(());
        }
    };
    let status = Command::new(python)
        .arg("-B")
        .arg(workspace.root().join("tests/query/parquet_datafusion.py"))
        .arg(&clavata)
        .stdin(Stdio::null())
        .status()
        .map_err(|error| Failure::new(format!("Python cannot be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(
        Failure::new(format!("the README's query failed ({status})"))
            .with_hint("tests/query/parquet_datafusion.py says what it expects"),
    )
}
