//! A copy of the client for another contract, with programs that use it, to check what compiles and runs.

use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

use crate::cargo;
use crate::failure::Failure;
use crate::workspace::{self, Workspace};

const VERSION: &str = concat!("version = \"", env!("CARGO_PKG_VERSION"), "+copy\"");

/// A workspace of the client and the programs, which are in the package `probes`.
pub(crate) struct ClientCopy {
    workspace: Workspace,
    folder: PathBuf,
    /// Prevents other runs from writing a copy while this one is used.
    _lock: File,
}

impl ClientCopy {
    /// Writes the copy below the target folder, replacing the previous copy. `programs` are names and texts.
    ///
    /// All copies use one folder, because cargo could not distinguish them: below the target folder, it identifies a
    /// file only by its path, and would take the build of one copy for the other.
    pub(crate) fn write(
        workspace: &Workspace,
        generated: &str,
        programs: &[(String, String)],
    ) -> Result<Self, Failure> {
        let copy = Self {
            workspace: workspace.clone(),
            folder: workspace.target().join("client-copy"),
            _lock: workspace.lock("client-copy")?,
        };
        copy.fill(generated, programs)?;
        Ok(copy)
    }

    fn fill(&self, generated: &str, programs: &[(String, String)]) -> Result<(), Failure> {
        let root = self.workspace.root();
        workspace::clear(&self.folder)?;
        let client = self.folder.join("clavata-api");
        workspace::copy(&root.join("clavata-api"), &client)?;
        workspace::write(&client.join("src/generated.rs"), generated)?;
        let lock = workspace::read(&root.join("Cargo.lock"))?;
        workspace::write(&self.folder.join("Cargo.lock"), &lock)?;
        let manifest = workspace::read(&root.join("Cargo.toml"))?;
        let lines = manifest
            .lines()
            .take_while(|line| !line.starts_with("[profile."));
        let lines = lines.map(|line| match line {
            _ if line.starts_with("members = ") => "members = [\"clavata-api\", \"probes\"]",
            _ if line.starts_with("default-members = ") => "",
            // Different from the workspace's version, so that cargo does not confuse them.
            _ if line.starts_with("version = ") => VERSION,
            _ => line,
        });
        let lines: Vec<&str> = lines.chain(["[profile.dev]", "debug = false"]).collect();
        workspace::write(&self.folder.join("Cargo.toml"), &lines.join("\n"))?;
        let manifest = "[package]\nname = \"probes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
            [dependencies]\nclavata-api = { workspace = true, features = [\"client\"] }\n\
            serde.workspace = true\nserde_json.workspace = true\n";
        let probes = self.folder.join("probes");
        workspace::write(&probes.join("Cargo.toml"), manifest)?;
        for (name, text) in programs {
            workspace::write(&probes.join(format!("src/bin/{name}.rs")), text)?;
        }
        Ok(())
    }

    /// Cargo in the copy. It builds into the workspace's target folder, where the dependencies are already built.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo::cargo(&self.workspace);
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.workspace.target())
            .args(arguments)
            .args(["-p", "probes"]);
        command
    }
}
