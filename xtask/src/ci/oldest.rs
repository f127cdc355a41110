//! The step `oldest`: the libraries build with the oldest versions that their manifests allow.
//!
//! Users may have any version that a manifest allows, but all other steps build the versions of the lock file. This
//! step pins each direct dependency to its minimum and leaves the rest of the lock file alone, so that the result is
//! reproducible, and builds with `rust-version` if that toolchain is installed.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::workspace::{self, Workspace};
use crate::{cargo, package, tools};

/// All features except `native-tls`, which needs a library of the system, and `arrow`, which takes as long as all
/// others together and whose minimum is already in the lock file.
const FEATURES: &str = "clavata-api-ext/blocking,clavata-api-ext/files,clavata-api-ext/test-util,clavata-api-ext/webhook";

/// Builds a copy of the libraries with the oldest versions.
pub(super) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let _lock = workspace.lock("oldest")?;
    let libraries = package::libraries(workspace)?;
    let folders: Vec<String> = libraries.into_iter().map(|(_, folder)| folder).collect();
    let folder = workspace.target().join("oldest-copy");
    let rust = fill(workspace, &folder, &folders)?;
    let copy = Workspace::at(folder);
    // Pins the versions in the lock file, and reports versions that conflict.
    done(
        "cargo metadata",
        cargo::cargo(&copy).args(["metadata", "--quiet", "--format-version", "1"]),
    )?;
    let mut command = if cargo::is_installed(&rust) {
        println!("with Rust {rust}");
        cargo::of(&rust, &copy)
    } else {
        println!("skipped Rust {rust}: `rustup toolchain install {rust}` installs it");
        cargo::cargo(&copy)
    };
    command.env("CARGO_TARGET_DIR", workspace.target());
    command.args(["check", "--quiet", "--locked", "--workspace", "--lib"]);
    done(
        "cargo check with the oldest versions",
        command.args(["--features", FEATURES]),
    )
}

/// Writes the copy. Returns the minimum Rust version.
fn fill(workspace: &Workspace, folder: &Path, members: &[String]) -> Result<String, Failure> {
    workspace::clear(folder)?;
    let root = workspace.root();
    for member in members {
        // A member inside another one has already been copied.
        workspace::copy(&root.join(member), &folder.join(member))?;
        let manifest = folder.join(member).join("Cargo.toml");
        let text = without_dev_dependencies(&workspace::read(&manifest)?);
        workspace::write(&manifest, &text)?;
    }
    let lock = workspace::read(&root.join("Cargo.lock"))?;
    workspace::write(&folder.join("Cargo.lock"), &lock)?;
    let manifest = workspace::read(&root.join("Cargo.toml"))?;
    workspace::write(&folder.join("Cargo.toml"), &pinned(&manifest, members))?;
    let rust = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \""));
    let rust = rust.and_then(|rest| rest.split('"').next());
    rust.map(str::to_owned)
        .ok_or_else(|| Failure::new("Cargo.toml declares no rust-version"))
}

/// The manifest of the workspace with only these members, and each dependency at its minimum.
fn pinned(manifest: &str, members: &[String]) -> String {
    let mut lines = Vec::new();
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line == "[workspace.dependencies]";
        }
        if line.starts_with("members = ") {
            lines.push(format!("members = {members:?}"));
        } else if in_dependencies && !line.contains("path = ") {
            lines.push(pin(line).unwrap_or_else(|| line.to_owned()));
        } else if !line.starts_with("default-members = ") {
            lines.push(line.to_owned());
        }
    }
    lines.join("\n")
}

/// Turns `name = "1.2"` or `name = { version = "1.2", … }` into `=1.2.0`. `None` if it is already pinned.
fn pin(line: &str) -> Option<String> {
    let (name, rest) = line.split_once(" = ")?;
    let (open, rest) = match rest.strip_prefix("{ version = \"") {
        Some(rest) => ("{ version = \"", rest),
        None => ("\"", rest.strip_prefix('"')?),
    };
    let (version, rest) = rest.split_once('"')?;
    let mut parts: Vec<&str> = version.split('.').collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    parts.iter().all(is_number).then(|| {
        parts.resize(3, "0");
        format!("{name} = {open}={}\"{rest}", parts.join("."))
    })
}

/// Removes dev-dependencies from a manifest: they may need newer versions than users have.
fn without_dev_dependencies(manifest: &str) -> String {
    let mut keep = true;
    let lines = manifest.lines().filter(|line| {
        if line.starts_with('[') {
            keep = !line.contains("dev-dependencies");
        }
        keep
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn done(what: &str, command: &mut Command) -> Result<(), Failure> {
    let ran = tools::run(what, command.stdout(Stdio::null()));
    ran.map_err(|failure| failure.with_hint("if a minimum is too low, raise it in Cargo.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dependency_is_pinned_to_its_minimum() {
        let manifest = "[workspace]\nmembers = [\"a\", \"b\"]\ndefault-members = [\"b\"]\n\n\
            [workspace.package]\nversion = \"0.1.0\"\n\n[workspace.dependencies]\n\
            a = { version = \"0.1.0\", path = \"a\" }\none = \"1\" # why\n\
            two = { version = \"1.2\", features = [\"x\"] }\nthree = { version = \"=1.2.3\" }\n";
        let pinned = pinned(manifest, &["a".to_owned()]);
        assert_eq!(
            pinned,
            "[workspace]\nmembers = [\"a\"]\n\n[workspace.package]\nversion = \"0.1.0\"\n\n\
            [workspace.dependencies]\na = { version = \"0.1.0\", path = \"a\" }\n\
            one = \"=1.0.0\" # why\ntwo = { version = \"=1.2.0\", features = [\"x\"] }\n\
            three = { version = \"=1.2.3\" }"
        );
    }

    #[test]
    fn what_only_tests_need_is_left_out() {
        let manifest = "[dependencies]\na = \"1\"\n\n[dev-dependencies]\nb = \"1\"\n\n[lints]\nworkspace = true\n";
        assert_eq!(
            without_dev_dependencies(manifest),
            "[dependencies]\na = \"1\"\n\n[lints]\nworkspace = true"
        );
    }
}
