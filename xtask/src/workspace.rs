//! The workspace and the places in it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The name of the contract in messages, relative to the root of the workspace.
pub(crate) const CONTRACT: &str = "openapi/clavata.yaml";

/// The generated client, relative to the root of the workspace.
pub(crate) const GENERATED: &str = "clavata-api/src/generated.rs";

/// Files that only the root of a workspace of this project contains.
const MARKS: [&str; 3] = ["Cargo.toml", "xtask/Cargo.toml", CONTRACT];

/// The root of this workspace.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Finds the workspace that this task runs for: the workspace of the cargo that runs it, or else the one around the
    /// current folder. The place where this program was built is not used: several clones may share one target
    /// folder and run a program that another clone built.
    pub(crate) fn find() -> Result<Self, Failure> {
        // Cargo sets this for programs that it runs.
        let cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        Self::find_from(cargo.as_deref(), std::env::current_dir().ok().as_deref())
    }

    fn find_from(cargo: Option<&Path>, current: Option<&Path>) -> Result<Self, Failure> {
        let cargo = cargo.and_then(above);
        let current = current.and_then(above);
        match (cargo, current) {
            (Some(cargo), Some(current)) if cargo != current => Err(Failure::new(format!(
                "cargo runs this for the workspace {}, but the current folder is in the workspace {}",
                cargo.display(),
                current.display()
            ))
            .with_hint("run `cargo xtask` in the workspace that it should work on")),
            (Some(root), _) | (None, Some(root)) => Ok(Self { root }),
            (None, None) => Err(Failure::new(
                "the current folder is not in a workspace of this project",
            )
            .with_hint("run `cargo xtask` in a clone of it")),
        }
    }

    /// The root folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The workspace in another folder.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The text of the contract.
    pub(crate) fn read_contract(&self) -> Result<String, Failure> {
        read(&self.root.join(CONTRACT))
    }

    /// The examples of the contract.
    pub(crate) fn examples(&self) -> PathBuf {
        self.root.join("openapi/examples")
    }

    /// Cargo's target folder.
    pub(crate) fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.root.join("target"), PathBuf::from)
    }

    /// Waits until no other run uses a folder of this name below the target folder, which clones may share. Other runs
    /// wait until the file is dropped.
    pub(crate) fn lock(&self, name: &str) -> Result<File, Failure> {
        let path = self.target().join(format!("{name}.lock"));
        write(&path, "")?;
        let file = File::options().write(true).open(&path);
        file.and_then(|file| file.lock().map(|()| file))
            .map_err(|error| Failure::new(format!("{}: cannot be locked: {error}", path.display())))
    }
}

/// Writes a file, creating its folders.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("{}: cannot be written: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, text).map_err(failed)
}

/// Removes a folder and its content, if it exists.
pub(crate) fn clear(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder)
        .map_err(|error| Failure::new(format!("{}: cannot be removed: {error}", folder.display())))
}

/// Copies a folder and its content, except target folders and the files of git.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fn contents(from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default();
            if name == "target" || name == ".git" {
                continue;
            }
            let to = to.join(name);
            if path.is_dir() {
                contents(&path, &to)?;
            } else {
                fs::copy(&path, &to)?;
            }
        }
        Ok(())
    }
    contents(from, to).map_err(|error| {
        let (from, to) = (from.display(), to.display());
        Failure::new(format!("{from} cannot be copied to {to}: {error}"))
    })
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{}: cannot be read: {error}", path.display())))
}

/// Reads a text file, or returns this text if the file does not exist.
pub(crate) fn read_or(path: &Path, missing: &str) -> Result<String, Failure> {
    if path.exists() {
        read(path)
    } else {
        Ok(missing.to_owned())
    }
}

/// The names and the paths of the entries of a folder.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let failed = |error| Failure::new(format!("{}: cannot be read: {error}", folder.display()));
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries
        .map(|entry| {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            Ok((name, entry.path()))
        })
        .collect()
}

/// The innermost workspace of this project around a folder, with links resolved.
fn above(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let is_root = |folder: &&Path| MARKS.iter().all(|mark| folder.join(mark).is_file());
    folder.ancestors().find(is_root).map(Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{MARKS, Workspace};

    /// A folder that looks like a workspace, with a folder deep inside.
    fn clone(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
        let root = folder.join(name);
        for mark in MARKS {
            let file = root.join(mark);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "").unwrap();
        }
        let deep = root.join("tests/src/deep");
        fs::create_dir_all(&deep).unwrap();
        (root.canonicalize().unwrap(), deep)
    }

    #[test]
    fn a_workspace_is_found_from_any_folder_in_it() {
        fn found(cargo: Option<&Path>, current: Option<&Path>) -> PathBuf {
            Workspace::find_from(cargo, current).unwrap().root
        }
        let folder = tempfile::tempdir().unwrap();
        let (root, deep) = clone(folder.path(), "a");
        // A clone within a clone is a separate workspace.
        let (inner, deep_inner) = clone(&deep, "b");
        assert_eq!(found(None, Some(&deep)), root);
        assert_eq!(found(Some(&root.join("xtask")), None), root);
        assert_eq!(found(Some(&root.join("xtask")), Some(&deep)), root);
        assert_eq!(found(None, Some(&deep_inner)), inner);
        // Another project, whose cargo runs this.
        assert_eq!(found(Some(folder.path()), Some(&deep)), root);
    }

    #[test]
    fn two_workspaces_are_never_mixed_up() {
        let folder = tempfile::tempdir().unwrap();
        let (a, _) = clone(folder.path(), "a");
        let (b, deep) = clone(folder.path(), "b");
        let said = Workspace::find_from(Some(&a.join("xtask")), Some(&deep)).unwrap_err();
        let said = said.to_string();
        for root in [a, b] {
            assert!(said.contains(root.to_str().unwrap()), "{said}");
        }
    }

    #[test]
    fn without_a_workspace_there_is_one_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Workspace::find_from(None, Some(folder.path())).is_err());
        assert!(Workspace::find_from(None, None).is_err());
        assert!(Workspace::find_from(Some(Path::new("/no/such")), None).is_err());
    }
}
