//! What the client adds to a crate that uses it: more crates, and seconds of a clean release build.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// A crate with the client, beside one with only its parts.
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
    let lock = workspace.root().join("Cargo.lock");
    Ok(Footprint {
        parts: build(&folder.join("parts"), &parts, &lock)?,
        ours: build(&folder.join("ours"), &ours, &lock)?,
    })
}

fn build(folder: &Path, dependencies: &str, lock: &Path) -> Result<Build, Failure> {
    let wrong = |error| Failure::new(format!("{}: {error}", folder.display()));
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder.join("src")).map_err(wrong)?;
    let manifest = format!(
        "[package]\nname = \"downstream\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).map_err(wrong)?;
    std::fs::write(folder.join("src/main.rs"), "fn main() {}\n").map_err(wrong)?;
    // Both use the same releases.
    std::fs::copy(lock, folder.join("Cargo.lock")).map_err(wrong)?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = |arguments: &[&str]| {
        Command::new(&cargo)
            .args(arguments)
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .stderr(Stdio::null())
            .output()
            .map_err(wrong)
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
        // The crate itself does not count.
        crates: crates.len().saturating_sub(1),
        seconds: start.elapsed().as_secs_f64(),
    })
}
