//! `cargo xtask package`: the libraries as users get them, and a crate that uses them.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::workspace::{self, Workspace};
use crate::{cargo, tools};

/// Packages the libraries, builds each from its package, and builds, tests and documents `tests/consumer` with the
/// packages.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let _lock = workspace.lock("consumer")?;
    let packages = published(workspace)?;
    let profiles = profiles(workspace)?;
    let copy = Copy::write(workspace)?;
    let mut package = cargo::cargo(&copy.workspace);
    package.env("CARGO_TARGET_DIR", workspace.target());
    // Uncommitted changes are packaged as well: this is a check, not a release.
    package.args(["package", "--quiet", "--allow-dirty", "--config"]);
    package.arg(&profiles);
    for name in &packages {
        package.args(["--package", name]);
    }
    tools::run("cargo package", &mut package)?;
    println!("packaged and built {}", packages.join(", "));

    let consumer = consumer(workspace, &packages, &copy.version)?;
    for task in [&["test", "--quiet"][..], &["doc", "--quiet", "--no-deps"]] {
        let mut command = cargo::cargo(workspace);
        command.current_dir(&consumer).args(task);
        command.arg("--config").arg(&profiles);
        command.env("CARGO_TARGET_DIR", workspace.target());
        command.env("RUSTDOCFLAGS", "-D warnings");
        tools::run(
            &format!("cargo {} in tests/consumer", task[0]),
            &mut command,
        )?;
    }
    println!("tests/consumer builds, passes its tests and can be documented");
    copy.forget(&packages)
}

/// A copy of the workspace with a version that no other run uses. Cargo unpacks packages that others depend on into
/// its own folder, and reuses what it finds there, and its builds, if the version is the same.
struct Copy {
    workspace: Workspace,
    version: String,
}

impl Copy {
    fn write(workspace: &Workspace) -> Result<Self, Failure> {
        let folder = workspace.target().join("package-copy");
        workspace::clear(&folder)?;
        workspace::clear(&workspace.target().join("package"))?;
        workspace::copy(workspace.root(), &folder)?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let (major, minor) = (
            env!("CARGO_PKG_VERSION_MAJOR"),
            env!("CARGO_PKG_VERSION_MINOR"),
        );
        let version = format!("{major}.{minor}.{}", now.unwrap_or_default().as_millis());
        let manifest = folder.join("Cargo.toml");
        let this = concat!("\"", env!("CARGO_PKG_VERSION"), "\"");
        let text = workspace::read(&manifest)?.replace(this, &format!("\"{version}\""));
        workspace::write(&manifest, &text)?;
        let workspace = Workspace::at(folder);
        Ok(Self { workspace, version })
    }

    /// Removes the packages that cargo has unpacked into its own folder.
    fn forget(&self, packages: &[String]) -> Result<(), Failure> {
        let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
        let Some(home) = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))) else {
            return Ok(());
        };
        let sources = std::fs::read_dir(home.join("registry/src"));
        for source in sources.into_iter().flatten().flatten() {
            for name in packages {
                workspace::clear(&source.path().join(format!("{name}-{}", self.version)))?;
            }
        }
        Ok(())
    }
}

/// The names of the packages that can be published.
fn published(workspace: &Workspace) -> Result<Vec<String>, Failure> {
    let packages = libraries(workspace)?;
    Ok(packages.into_iter().map(|(name, _)| name).collect())
}

/// The names of the packages that can be published, and their folders in the workspace.
pub(crate) fn libraries(workspace: &Workspace) -> Result<Vec<(String, String)>, Failure> {
    let metadata = cargo::metadata(workspace)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    // Packages of the workspace have no source.
    let ours =
        packages.filter(|package| package["source"].is_null() && package["publish"].is_null());
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    Ok(ours
        .filter_map(|package| {
            let manifest = package["manifest_path"].as_str()?;
            let folder = manifest.strip_prefix(root)?.strip_suffix("Cargo.toml")?;
            let folder = folder.trim_matches(['/', '\\']).to_owned();
            Some((package["name"].as_str()?.to_owned(), folder))
        })
        .collect())
}

/// A cargo configuration file with the profiles of this workspace, which packages do not inherit. With them, most
/// builds of the other steps of `ci` are reused.
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

/// The folder into which cargo unpacked a package to build it.
fn packaged(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf, Failure> {
    let folder = workspace.target().join(format!("package/{name}-{version}"));
    for file in ["README.md", "LICENSE-MIT", "LICENSE-APACHE", "src/lib.rs"] {
        if !folder.join(file).is_file() {
            return Err(Failure::new(format!("the package {name} has no {file}")));
        }
    }
    Ok(folder)
}

/// Copies the consumer out of the workspace, so that cargo treats it as a separate project. It depends on this version
/// of the packages, and uses the dependencies of this workspace's lock file.
fn consumer(workspace: &Workspace, packages: &[String], version: &str) -> Result<PathBuf, Failure> {
    let folder = workspace.target().join("consumer");
    workspace::clear(&folder)?;
    workspace::copy(&workspace.root().join("tests/consumer"), &folder)?;
    let manifest = folder.join("Cargo.toml");
    let mut config = String::from("[patch.crates-io]\n");
    for name in packages {
        let path = packaged(workspace, name, version)?;
        let _ = writeln!(config, "{name} = {{ path = '{}' }}", path.display());
    }
    let text = workspace::read(&manifest)?.replace("\"0.1\"", &format!("\"={version}\""));
    workspace::write(&manifest, &text)?;
    workspace::write(&folder.join(".cargo/config.toml"), &config)?;
    let lock = workspace::read(&workspace.root().join("Cargo.lock"))?;
    workspace::write(&folder.join("Cargo.lock"), &lock)?;
    Ok(folder)
}
