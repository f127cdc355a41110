//! Runs cargo.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::Failure;
use crate::tools;
use crate::workspace::Workspace;

/// The cargo that runs this task, in the root of the workspace, with its stdin closed.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(workspace.root()).stdin(Stdio::null());
    forget_cargo(&mut command);
    command
}

/// Removes the variables in which cargo describes this program's package. The build script of ring depends on them,
/// so each program that calls cargo would otherwise rebuild ring and everything that depends on it.
pub(crate) fn forget_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
}

/// The cargo of another toolchain, such as `nightly`. If this task runs under rustup, rustup's variables name this
/// task's toolchain instead.
pub(crate) fn of(toolchain: &str, workspace: &Workspace) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", toolchain, "cargo"]);
    for variable in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(variable);
    }
    command.current_dir(workspace.root()).stdin(Stdio::null());
    forget_cargo(&mut command);
    command
}

/// The compiler that this task's cargo uses.
pub(crate) fn rustc() -> Command {
    let program = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    Command::new(program)
}

/// Whether the toolchain is installed.
pub(crate) fn is_installed(toolchain: &str) -> bool {
    tools::works(Command::new("rustup").args(["run", toolchain, "cargo", "--version"]))
}

/// The error if cargo cannot be started.
pub(crate) fn not_started(error: &std::io::Error) -> Failure {
    Failure::new(format!("cargo cannot be started: {error}"))
}

/// The metadata of the workspace and its dependencies.
pub(crate) fn metadata(workspace: &Workspace) -> Result<Value, Failure> {
    let output = cargo(workspace)
        .args(["metadata", "--format-version", "1", "--locked"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(&error))?;
    if !output.status.success() {
        return Err(Failure::new("`cargo metadata --locked` failed"));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::new(format!("cargo metadata cannot be read: {error}")))
}

/// Builds programs of the workspace and returns their paths, in the order of `names`.
pub(crate) fn build(
    workspace: &Workspace,
    packages: &[&str],
    names: &[&str],
) -> Result<Vec<PathBuf>, Failure> {
    let mut command = cargo(workspace);
    command.args(["build", "--locked", MESSAGES]);
    for package in packages {
        command.args(["--package", package]);
    }
    for name in names {
        command.args(["--bin", name]);
    }
    let built = built(command, &names.join(" and "))?;
    names.iter().map(|name| program(&built, name)).collect()
}

/// The path of a program that cargo builds for integration tests. `tests` are the cargo arguments that run the tests.
pub(crate) fn built_beside(
    workspace: &Workspace,
    tests: &[&str],
    name: &str,
) -> Result<PathBuf, Failure> {
    let mut command = cargo(workspace);
    command.args(tests).args(["--no-run", MESSAGES]);
    program(&built(command, name)?, name)
}

const MESSAGES: &str = "--message-format=json-render-diagnostics";

/// The messages of cargo about everything that it built.
fn built(mut command: Command, what: &str) -> Result<Vec<Value>, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(&error))?;
    if !output.status.success() {
        return Err(Failure::new(format!("{what} cannot be built")));
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let message = |line| serde_json::from_str(line).ok();
    Ok(messages.lines().filter_map(message).collect())
}

fn program(built: &[Value], name: &str) -> Result<PathBuf, Failure> {
    built
        .iter()
        .filter(|message| message["target"]["name"] == name && message["profile"]["test"] == false)
        .find_map(|message| message["executable"].as_str())
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new(format!("cargo did not report the path of {name}")))
}
