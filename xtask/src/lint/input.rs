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
        let mut examples = BTreeMap::new();
        for (name, path) in workspace::entries(&workspace.examples())? {
            examples.insert(name, workspace::read(&path)?);
        }
        Ok(Self { contract, examples })
    }
}
