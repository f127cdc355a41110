//! A copy of the client for another contract, with programs that use it: to see what compiles and runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;

const VERSION: &str = concat!("version = \"", env!("CARGO_PKG_VERSION"), "+copy\"");

/// A workspace of the client and the programs in the package `probes`.
pub(crate) struct ClientCopy {
    folder: PathBuf,
    target: PathBuf,
}

impl ClientCopy {
    /// Writes it below the target folder, in place of the copy before it. `programs` are names and texts.
    ///
    /// All copies have one folder, because cargo could not tell two of them apart: below the target folder it
    /// knows a file by its path alone, and would take what it built from one copy for the other.
    pub(crate) fn write(
        workspace: &Workspace,
        generated: &str,
        programs: &[(String, String)],
    ) -> Result<Self, Failure> {
        let target = workspace.target();
        let copy = Self {
            folder: target.join("client-copy"),
            target,
        };
        copy.fill(workspace, generated, programs).map_err(|error| {
            Failure::new(format!(
                "{}: cannot be written: {error}",
                copy.folder.display()
            ))
        })?;
        Ok(copy)
    }

    fn fill(
        &self,
        workspace: &Workspace,
        generated: &str,
        programs: &[(String, String)],
    ) -> std::io::Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        let client = self.folder.join("clavata-api");
        copy(&workspace.root().join("clavata-api"), &client)?;
        fs::write(client.join("src/generated.rs"), generated)?;
        fs::copy(
            workspace.root().join("Cargo.lock"),
            self.folder.join("Cargo.lock"),
        )?;
        let manifest = fs::read_to_string(workspace.root().join("Cargo.toml"))?;
        let lines = manifest
            .lines()
            .take_while(|line| !line.starts_with("[profile."));
        let lines = lines.map(|line| match line {
            _ if line.starts_with("members = ") => "members = [\"clavata-api\", \"probes\"]",
            _ if line.starts_with("default-members = ") => "",
            // Another version than that of the workspace, so that cargo takes neither for the other.
            _ if line.starts_with("version = ") => VERSION,
            _ => line,
        });
        let lines: Vec<&str> = lines.chain(["[profile.dev]", "debug = false"]).collect();
        fs::write(self.folder.join("Cargo.toml"), lines.join("\n"))?;
        let probes = self.folder.join("probes");
        fs::create_dir_all(probes.join("src/bin"))?;
        let manifest = "[package]\nname = \"probes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
            [dependencies]\nclavata-api = { workspace = true, features = [\"client\"] }\n\
            serde.workspace = true\nserde_json.workspace = true\n";
        fs::write(probes.join("Cargo.toml"), manifest)?;
        for (name, text) in programs {
            fs::write(probes.join("src/bin").join(format!("{name}.rs")), text)?;
        }
        Ok(())
    }

    /// Cargo in the copy. It builds into the workspace's target folder, where the dependencies are built already.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        crate::cargo::forget_cargo(&mut command);
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .args(arguments)
            .args(["-p", "probes"]);
        command
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let to = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &to)?;
        } else {
            fs::copy(&path, &to)?;
        }
    }
    Ok(())
}
