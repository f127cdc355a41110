//! The step `tables`: runs the README's query with the engine that it names.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::Workspace;

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
    let python = match engine(workspace, &target.join("query-venv")) {
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

/// A Python with the engine in its own environment, or why there is none.
fn engine(workspace: &Workspace, venv: &Path) -> Result<PathBuf, String> {
    let python = venv.join("bin/python");
    if !python.exists() {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(venv)
            .output();
        done("python3 -m venv", made)?;
    }
    let installed = Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--retries", "1", "--only-binary", ":all:", "--requirement"])
        .arg(workspace.root().join("tests/query/requirements.txt"))
        .stdin(Stdio::null())
        .output();
    done("pip install", installed)?;
    Ok(python)
}

/// Why a program did not do what it should, in one line.
pub(super) fn done(what: &str, output: std::io::Result<Output>) -> Result<(), String> {
    let output = output.map_err(|error| format!("`{what}` cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(format!(
        "`{what}` failed: {}",
        last.unwrap_or("it did not say why").trim()
    ))
}
