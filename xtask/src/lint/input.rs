//! The files that lint reads.

use std::collections::BTreeMap;

use crate::failure::Failure;
use crate::workspace::{self, Workspace};

/// The contract and its examples, as text.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) contract: String,
    /// The examples, by file name.
    pub(crate) examples: BTreeMap<String, String>,
}

impl Input {
    /// Reads them from the workspace.
    pub(crate) fn read(workspace: &Workspace) -> Result<Self, Failure> {
        let contract = workspace.read_contract()?;
        let folder = workspace.examples();
        let mut examples = BTreeMap::new();
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            Failure::new(format!("{}: cannot be read: {error}", folder.display()))
        })?;
        for entry in entries {
            let entry =
                entry.map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            examples.insert(name, workspace::read(&entry.path())?);
        }
        Ok(Self { contract, examples })
    }
}
