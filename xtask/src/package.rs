//! `cargo xtask package`: the libraries as users would get them, and a crate that uses them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// The packages that can be published, in the order in which that must be done.
const PACKAGES: [&str; 5] = [
    "clavata-api",
    "clavata-outcomes",
    "clavata-mock-gateway",
    "clavata-api-ext",
    "clavata-batch",
];

/// Packages the libraries, builds each from its package, and builds, tests and documents `tests/consumer`
/// with them.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let profiles = profiles(workspace)?;
    let mut package = cargo::cargo(workspace);
    package.env("CARGO_TARGET_DIR", workspace.target());
    // What is not committed yet is packaged too: this is a check, not a release.
    package.args(["package", "--quiet", "--allow-dirty", "--config"]);
    package.arg(&profiles);
    for name in PACKAGES {
        package.args(["--package", name]);
    }
    done("cargo package", package)?;
    let folders = PACKAGES
        .iter()
        .map(|name| Ok((*name, packaged(workspace, name)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    println!("packaged and built {}", PACKAGES.join(", "));

    let consumer = consumer(workspace, &folders)?;
    for task in [&["test", "--quiet"][..], &["doc", "--quiet", "--no-deps"]] {
        let mut command = cargo::cargo(workspace);
        command.current_dir(&consumer).args(task);
        command.arg("--config").arg(&profiles);
        command.env("CARGO_TARGET_DIR", workspace.target());
        command.env("RUSTDOCFLAGS", "-D warnings");
        done(&format!("cargo {} in tests/consumer", task[0]), command)?;
    }
    println!("tests/consumer builds, passes its tests and has its documentation");
    Ok(())
}

/// A file of cargo's configuration with the profiles of this workspace, which packages do not inherit: with
/// them, most of what the other steps of `ci` built is used again.
fn profiles(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let manifest = workspace::read(&workspace.root().join("Cargo.toml"))?;
    let (_, profiles) = manifest
        .split_once("\n[profile.dev]\n")
        .ok_or_else(|| Failure::new("Cargo.toml has no [profile.dev]"))?;
    let members = |line: &&str| !line.starts_with("clavata-");
    let profiles: Vec<&str> = profiles.lines().filter(members).collect();
    let file = workspace.target().join("profiles.toml");
    write(&file, &format!("[profile.dev]\n{}\n", profiles.join("\n")))?;
    Ok(file)
}

fn done(what: &str, mut command: Command) -> Result<(), Failure> {
    let status = command
        .status()
        .map_err(|error| cargo::not_started(&error))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{what}` failed ({status})")))
}

/// The folder into which cargo unpacked a package to build it.
fn packaged(workspace: &Workspace, name: &str) -> Result<PathBuf, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = workspace.target().join(format!("package/{name}-{version}"));
    for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"] {
        if !folder.join(file).is_file() {
            return Err(Failure::new(format!("the package {name} has no {file}")));
        }
    }
    Ok(folder)
}

/// Copies the consumer out of the workspace, so that cargo takes it for a project of its own. It gets the
/// dependencies of this workspace's lock file.
fn consumer(workspace: &Workspace, packages: &[(&str, PathBuf)]) -> Result<PathBuf, Failure> {
    let folder = workspace.target().join("consumer");
    let source = workspace.root().join("tests/consumer");
    for file in ["Cargo.toml", "src/lib.rs", "tests/moderation.rs"] {
        write(&folder.join(file), &workspace::read(&source.join(file))?)?;
    }
    let lock = workspace::read(&workspace.root().join("Cargo.lock"))?;
    write(&folder.join("Cargo.lock"), &lock)?;
    let mut config = String::from("[patch.crates-io]\n");
    for (name, folder) in packages {
        let _ = writeln!(config, "{name} = {{ path = '{}' }}", folder.display());
    }
    write(&folder.join(".cargo/config.toml"), &config)?;
    Ok(folder)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("{}: cannot be written: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}
