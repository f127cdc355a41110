//! A workspace that tests can change and run xtask in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::workspace;
use tempfile::TempDir;

/// A workspace with only the contract and the generated client.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sandbox = Self { folder };
        fs::create_dir_all(sandbox.root().join("openapi")).unwrap();
        fs::create_dir_all(sandbox.root().join("clavata-api/src")).unwrap();
        for file in ["openapi/clavata.yaml", "clavata-api/src/generated.rs"] {
            fs::copy(workspace().join(file), sandbox.root().join(file)).unwrap();
        }
        sandbox
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn generated(&self) -> PathBuf {
        self.root().join("clavata-api/src/generated.rs")
    }

    pub(crate) fn contract(&self) -> String {
        fs::read_to_string(self.root().join("openapi/clavata.yaml")).unwrap()
    }

    pub(crate) fn set_contract(&self, text: &str) {
        fs::write(self.root().join("openapi/clavata.yaml"), text).unwrap();
    }

    /// Replaces text that must occur in the contract. Returns its line.
    pub(crate) fn edit(&self, from: &str, to: &str) -> usize {
        let contract = self.contract();
        let at = contract.find(from).unwrap_or_else(|| panic!("no {from}"));
        self.set_contract(&contract.replacen(from, to, 1));
        contract[..at].lines().count()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(self.root()).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}
