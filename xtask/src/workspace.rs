//! Where things are.

use std::path::{Path, PathBuf};

/// What messages call the contract, from the root of the workspace.
pub(crate) const CONTRACT: &str = "openapi/clavata.yaml";

/// The root of this workspace.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace that this program was built from.
    pub(crate) fn find() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .unwrap_or(Path::new("."))
            .to_path_buf();
        Self { root }
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The workspace at another place.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The contract.
    pub(crate) fn contract(&self) -> PathBuf {
        self.root.join(CONTRACT)
    }

    /// The examples of the contract.
    pub(crate) fn examples(&self) -> PathBuf {
        self.root.join("openapi/examples")
    }

    /// The generated client.
    pub(crate) fn generated(&self) -> PathBuf {
        self.root.join("clavata-api/src/generated.rs")
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }
}
