//! The step `wasm`: the types, rows and verdicts build without an operating system.

use std::path::Path;

use super::{Workspace, cargo};
use crate::cargo::rustc;
use crate::failure::Failure;

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the code without HTTP for WebAssembly, if the target is installed. A test of xtask always verifies that
/// nothing in it needs an operating system.
pub(super) fn run(workspace: &Workspace) -> Result<(), Failure> {
    if !is_installed() {
        println!("skipped {TARGET}: `rustup target add {TARGET}` installs it");
        return Ok(());
    }
    let packages = ["-p", "clavata-api", "-p", "clavata-outcomes"];
    let arguments = ["check", "--locked", "--lib", "--no-default-features"];
    let arguments = [&arguments[..], &packages, &["--target", TARGET]].concat();
    cargo(workspace, &arguments, &[])
}

/// Whether the standard library for the target is installed.
fn is_installed() -> bool {
    let printed = rustc()
        .args(["--print", "target-libdir", "--target", TARGET])
        .output();
    printed.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}
