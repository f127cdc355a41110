//! `cargo xtask package`: the libraries as users would get them, and a crate that uses them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// Packages the libraries, builds each from its package, and builds, tests and documents `tests/consumer`
/// with them.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let _lock = workspace.lock("consumer")?;
    let packages = published(workspace)?;
    let profiles = profiles(workspace)?;
    let mut package = cargo::cargo(workspace);
    package.env("CARGO_TARGET_DIR", workspace.target());
    // What is not committed yet is packaged too: this is a check, not a release.
    package.args(["package", "--quiet", "--allow-dirty", "--config"]);
    package.arg(&profiles);
    for name in &packages {
        package.args(["--package", name]);
    }
    done("cargo package", package)?;
    println!("packaged and built {}", packages.join(", "));

    let consumer = consumer(workspace, &packages)?;
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

/// The packages that can be published.
fn published(workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let metadata = cargo::metadata(workspace)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    // Those of the workspace have no source.
    let ours =
        packages.filter(|package| package["source"].is_null() && package["publish"].is_null());
    Ok(ours
        .filter_map(|package| package["name"].as_str())
        .map(str::to_owned)
        .collect())
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
    workspace::write(&file, &format!("[profile.dev]\n{}\n", profiles.join("\n")))?;
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

/// Copies the consumer out of the workspace, so that cargo takes it for a project of its own. It depends on
/// this version of the packages, and gets the dependencies of this workspace's lock file.
fn consumer(workspace: &Workspace, packages: &[String]) -> Result<PathBuf, Failure> {
    let folder = workspace.target().join("consumer");
    workspace::clear(&folder)?;
    workspace::copy(&workspace.root().join("tests/consumer"), &folder)?;
    let manifest = folder.join("Cargo.toml");
    let mut config = String::from("[patch.crates-io]\n");
    for name in packages {
        let path = packaged(workspace, name)?;
        let _ = writeln!(config, "{name} = {{ path = '{}' }}", path.display());
    }
    let this = concat!("\"=", env!("CARGO_PKG_VERSION"), "\"");
    let text = workspace::read(&manifest)?.replace("\"0.1\"", this);
    workspace::write(&manifest, &text)?;
    workspace::write(&folder.join(".cargo/config.toml"), &config)?;
    let lock = workspace::read(&workspace.root().join("Cargo.lock"))?;
    workspace::write(&folder.join("Cargo.lock"), &lock)?;
    Ok(folder)
}
