//! Helpers of the tests that run xtask.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The workspace that cargo runs the tests for. They may have been built in another one.
pub(crate) fn workspace() -> PathBuf {
    let member = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    Path::new(&member).parent().unwrap().to_path_buf()
}

/// The output of a program as text.
pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The output of cargo, run in the workspace.
pub(crate) fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap());
    command.current_dir(workspace()).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The packages of the workspace, as cargo describes them.
pub(crate) fn members() -> Vec<Value> {
    let metadata = cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}
