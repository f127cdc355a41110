//! Calls of cargo.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The cargo that runs this task, at the root of the workspace, with its stdin closed.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace.root()).stdin(Stdio::null());
    command
}

/// Says that cargo could not even be started.
pub(crate) fn not_started(error: &std::io::Error) -> Failure {
    Failure::new(format!("cargo cannot be started: {error}"))
}

/// Builds programs of the workspace and says where they are, in the order of `names`.
pub(crate) fn build(
    workspace: &Workspace,
    packages: &[&str],
    names: &[&str],
) -> Result<Vec<PathBuf>, Failure> {
    let mut command = cargo(workspace);
    command.args([
        "build",
        "--locked",
        "--message-format=json-render-diagnostics",
    ]);
    for package in packages {
        command.args(["--package", package]);
    }
    for name in names {
        command.args(["--bin", name]);
    }
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(&error))?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "{} cannot be built",
            names.join(" and ")
        )));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let built: Vec<Value> = messages
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    names
        .iter()
        .map(|name| {
            built
                .iter()
                .filter(|message| message["target"]["name"] == *name)
                .find_map(|message| message["executable"].as_str())
                .map(PathBuf::from)
                .ok_or_else(|| Failure::new(format!("cargo did not say where {name} is")))
        })
        .collect()
}
