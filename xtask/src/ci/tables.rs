//! The step `tables`: runs the README's query, and the commands of docs/many-machines.md, with the engines that they
//! name.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace::Workspace;
use crate::{cargo, tools};

/// The arguments that build and run the tests of all members except xtask. The README's query uses the program that
/// this builds.
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

/// Runs the README's query, and docs/many-machines.md. Skipped with a message if Python or an engine is missing.
pub(super) fn query(workspace: &Workspace) -> Result<(), Failure> {
    let clavata = cargo::built_beside(workspace, TESTS, "clavata")?;
    let target = clavata.ancestors().nth(2).unwrap_or(workspace.root());
    let requirements = workspace.root().join("tests/query/requirements.txt");
    let venv = target.join("query-venv");
    let python = match tools::python(&venv, &requirements, &[]) {
        Ok(python) => python,
        Err(why) => {
            println!("skipped the README's query and docs/many-machines.md: {why}");
            return Ok(());
        }
    };
    if let Err(why) = spark(workspace, &venv) {
        println!("skipped Spark: {why}");
    }
    for script in ["parquet_datafusion.py", "many_machines.py"] {
        let script = Path::new("tests/query").join(script);
        let mut command = Command::new(&python);
        command
            .arg("-B")
            .arg(workspace.root().join(&script))
            .arg(&clavata)
            .stdin(Stdio::null());
        tools::run(&script.display().to_string(), &mut command)
            .map_err(|failure| failure.with_hint("see its first lines for what it expects"))?;
    }
    Ok(())
}

/// Adds Spark, if Java is installed.
fn spark(workspace: &Workspace, venv: &Path) -> Result<(), String> {
    let java = Command::new("java").arg("-version").output();
    tools::done("java -version", java)?;
    let requirements = "tests/query/requirements-spark.txt";
    // It is published only as a source distribution.
    let fetch = ["--no-binary", "pyspark"];
    tools::python(venv, &workspace.root().join(requirements), &fetch).map(drop)
}
