//! The programs that measure and are measured, built in release.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::Failure;
use crate::tools;
use crate::workspace::Workspace;

/// The paths of the programs.
pub(super) struct Programs {
    pub(super) speed: PathBuf,
    pub(super) clavata: PathBuf,
    /// For temporary files.
    pub(super) folder: PathBuf,
}

impl Programs {
    pub(super) fn build(workspace: &Workspace) -> Result<Self, Failure> {
        let target = workspace.target();
        let speed = workspace.root().join("tests/speed/Cargo.toml");
        let speed = speed.to_string_lossy();
        let release = ["build", "--release", "--locked"];
        cargo(
            workspace,
            &[&release[..], &["--manifest-path", &speed]].concat(),
        )?;
        cargo(workspace, &[&release[..], &["-p", "clavata-cli"]].concat())?;
        let folder = target.join("bench");
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
        Ok(Self {
            speed: target.join("release/clavata-speed"),
            clavata: target.join("release/clavata"),
            folder,
        })
    }

    /// Runs the measuring program, which prints one JSON value on each line.
    pub(super) fn speed(&self, arguments: &[&str]) -> Result<Vec<Value>, Failure> {
        let output = Command::new(&self.speed)
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| Failure::new(format!("{}: {error}", self.speed.display())))?;
        if !output.status.success() {
            return Err(Failure::new(format!(
                "clavata-speed {} failed",
                arguments[0]
            )));
        }
        String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(|line| {
                serde_json::from_str(line).map_err(|error| {
                    Failure::new(format!("clavata-speed did not print JSON: {error}"))
                })
            })
            .collect()
    }

    /// Returns the last value that it prints.
    pub(super) fn print(&self, mode: &str, numbers: &[usize]) -> Result<Value, Failure> {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let mut arguments = vec![mode];
        arguments.extend(numbers.iter().map(String::as_str));
        Ok(self.speed(&arguments)?.pop().unwrap_or_default())
    }
}

/// Runs cargo with the workspace's own target folder.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<(), Failure> {
    let mut command = crate::cargo::cargo(workspace);
    command
        .args(arguments)
        .env("CARGO_TARGET_DIR", workspace.target());
    tools::run(&format!("cargo {}", arguments.join(" ")), &mut command)
}
