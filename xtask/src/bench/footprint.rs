//! What the client adds to a crate that uses it: crates, and seconds of a clean release build.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// A crate with the client, compared with one with only its dependencies.
#[derive(Debug)]
pub(super) struct Footprint {
    pub(super) ours: Build,
    pub(super) parts: Build,
}

/// One clean release build.
#[derive(Debug)]
pub(super) struct Build {
    pub(super) crates: usize,
    pub(super) seconds: f64,
}

const PARTS: &str = r#"
serde_json = "1"
tokio = { version = "1", features = ["rt-multi-thread", "macros"] }
chrono = { version = "0.4", features = ["serde"] }
uuid = { version = "1", features = ["serde", "v4"] }
"#;

pub(super) fn measure(workspace: &Workspace) -> Result<Footprint, Failure> {
    let folder = workspace.target().join("bench/footprint");
    let ext = workspace.root().join("clavata-api-ext");
    let ours = format!(
        "clavata-api-ext = {{ path = {:?} }}{PARTS}",
        ext.to_string_lossy()
    );
    let parts = format!("reqwest = {{ version = \"0.13\", features = [\"json\"] }}{PARTS}");
    Ok(Footprint {
        parts: build(workspace, &folder.join("parts"), &parts)?,
        ours: build(workspace, &folder.join("ours"), &ours)?,
    })
}

fn build(workspace: &Workspace, folder: &Path, dependencies: &str) -> Result<Build, Failure> {
    workspace::clear(folder)?;
    let manifest = format!(
        "[package]\nname = \"downstream\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}"
    );
    workspace::write(&folder.join("Cargo.toml"), &manifest)?;
    workspace::write(&folder.join("src/main.rs"), "fn main() {}\n")?;
    // Both use the same versions.
    let lock = workspace::read(&workspace.root().join("Cargo.lock"))?;
    workspace::write(&folder.join("Cargo.lock"), &lock)?;
    let run = |arguments: &[&str]| {
        cargo::cargo(workspace)
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .stderr(Stdio::null())
            .output()
            .map_err(|error| cargo::not_started(&error))
    };
    let tree = run(&["tree", "--prefix", "none", "--edges", "normal,build"])?;
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    run(&["fetch"])?;
    let start = Instant::now();
    let built = run(&["build", "--release"])?;
    if !built.status.success() {
        return Err(Failure::new(format!(
            "{}: the build failed",
            folder.display()
        )));
    }
    Ok(Build {
        // Do not count the crate itself.
        crates: crates.len().saturating_sub(1),
        seconds: start.elapsed().as_secs_f64(),
    })
}
