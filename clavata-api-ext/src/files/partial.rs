//! Unfinished results next to their target, and how they replace it.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::identity::{Identity, inherit};
use super::{create_beside, create_new, existing, sync_name};

/// The path that results are written to, and what was there when it was checked.
#[derive(Clone, Debug)]
pub struct Target {
    path: PathBuf,
    found: Option<Identity>,
}

impl Target {
    /// Checks the path now. An existing file may be replaced; one that appears later may not.
    ///
    /// # Errors
    ///
    /// [`IsADirectory`](io::ErrorKind::IsADirectory) for a directory;
    /// [`Unsupported`](io::ErrorKind::Unsupported) for anything else that is neither a file nor a link, such
    /// as a pipe; or the error of reading its metadata.
    pub fn look(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let found = existing(fs::symlink_metadata(&path))?;
        if let Some(found) = &found {
            let kind = found.file_type();
            if kind.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            if !kind.is_file() && !kind.is_symlink() {
                return Err(io::ErrorKind::Unsupported.into());
            }
        }
        let found = found.as_ref().map(Identity::of);
        Ok(Self { path, found })
    }

    /// The path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something was there.
    pub fn is_taken(&self) -> bool {
        self.found.is_some()
    }

    /// Creates the file for the results, `<name>.<random>.partial`, with the permissions of the file that
    /// it will replace.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be created in that directory.
    pub fn begin(&self) -> io::Result<Partial> {
        // For a link, this is its target, which may be hidden on purpose and must not be exposed
        // here.
        let old = fs::metadata(&self.path).ok().filter(Metadata::is_file);
        let mode = old.as_ref().map(|_| 0o600);
        let (file, path) = create_beside(&self.path, "partial", mode)?;
        let partial = Partial {
            file,
            path,
            target: self.clone(),
            is_ours: true,
        };
        if let Some(old) = old {
            inherit(&partial.file, &old)?;
        }
        Ok(partial)
    }

    /// Moves the file to the target, if the target has not changed.
    fn take(&self, path: &Path) -> io::Result<()> {
        let now = existing(fs::symlink_metadata(&self.path))?;
        let now = now.as_ref().map(Identity::of);
        match (&self.found, now) {
            (Some(found), Some(now)) if *found == now => fs::rename(path, &self.path),
            (_, Some(_)) => Err(io::ErrorKind::AlreadyExists.into()),
            (_, None) => self.fill(path),
        }
    }

    /// Moves the file to a target that does not exist: a hard link cannot replace anything.
    fn fill(&self, path: &Path) -> io::Result<()> {
        match fs::hard_link(path, &self.path) {
            // If the old name cannot be removed, it does no harm, and nothing else can be done.
            Ok(()) => fs::remove_file(path).or(Ok(())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) => self.claim(path),
        }
    }

    /// Like [`fill`](Self::fill), for file systems without hard links, such as FAT and some network
    /// shares: an empty file reserves the path until the results replace it. In between, others see the empty
    /// file.
    fn claim(&self, path: &Path) -> io::Result<()> {
        drop(create_new(&self.path, None)?);
        fs::rename(path, &self.path)
    }
}

/// Unfinished results, returned by [`Target::begin`]. Dropping it removes them.
#[derive(Debug)]
pub struct Partial {
    file: File,
    path: PathBuf,
    target: Target,
    /// Whether dropping it removes the file.
    is_ours: bool,
}

impl Partial {
    /// The file, for writing and reading.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// The path of the unfinished file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Syncs the results to disk and moves them to the target in one step. Only the sync shows whether a network share
    /// or a quota has room for them.
    ///
    /// # Errors
    ///
    /// The error of the sync, or [`AlreadyExists`](io::ErrorKind::AlreadyExists) if something else is at the target
    /// than when it was checked. It is left alone, and the results stay here until this is dropped.
    pub fn publish(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        self.target.take(&self.path)?;
        self.is_ours = false;
        sync_name(&self.target.path);
        Ok(())
    }

    /// Keeps the unfinished file, and returns its path.
    pub fn keep(&mut self) -> &Path {
        self.is_ours = false;
        &self.path
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.is_ours {
            // The actual error has been reported. If the file cannot be removed, its name says what it is.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{ErrorKind, Write as _};

    use super::Target;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_cannot_be_synced_is_not_published() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        let mut partial = Target::look(&path).unwrap().begin().unwrap();
        partial.file = fs::File::open("/dev/null").unwrap();
        assert!(
            partial.file.sync_all().is_err(),
            "a device cannot be synced"
        );
        assert!(partial.publish().is_err());
        assert!(!path.exists());
    }

    #[test]
    fn without_hard_links_a_file_that_appeared_is_not_replaced_either() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        let target = Target::look(&path).unwrap();
        let partial = target.begin().unwrap();
        partial.file().write_all(b"new").unwrap();
        fs::write(&path, "theirs").unwrap();
        let error = target.claim(partial.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        fs::remove_file(&path).unwrap();
        target.claim(partial.path()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
