//! Results that grow beside the place that they are to take.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::identity::{Identity, inherit};
use super::{create_beside, create_new};

/// A target for results, as it was found.
#[derive(Clone, Debug)]
pub struct Target {
    path: PathBuf,
    found: Option<Identity>,
}

impl Target {
    /// Looks at the target now. An existing file may be replaced; one that appears later may not.
    ///
    /// # Errors
    ///
    /// [`IsADirectory`](io::ErrorKind::IsADirectory), and those of looking. What is no file and no
    /// link, such as a pipe, is [`Unsupported`](io::ErrorKind::Unsupported): it cannot be replaced.
    pub fn look(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        let found = look(&path)?;
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

    /// The place.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there was something.
    pub fn is_taken(&self) -> bool {
        self.found.is_some()
    }

    /// Creates the file for the results, `<name>.<random>.partial`. Only those who may read
    /// the replaced file may read it.
    ///
    /// # Errors
    ///
    /// Those of making a file in that folder.
    pub fn begin(&self) -> io::Result<Partial> {
        // For a link, this is its target, which may be hidden on purpose and must not be shown
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

    /// Takes the place, if it is as it was found.
    fn take(&self, path: &Path) -> io::Result<()> {
        let now = look(&self.path)?.as_ref().map(Identity::of);
        match (&self.found, now) {
            (Some(found), Some(now)) if *found == now => fs::rename(path, &self.path),
            (_, Some(_)) => Err(io::ErrorKind::AlreadyExists.into()),
            (_, None) => self.fill(path),
        }
    }

    /// Takes the place while it is empty: a link of the file system cannot be made over anything.
    fn fill(&self, path: &Path) -> io::Result<()> {
        match fs::hard_link(path, &self.path) {
            // What is left of the first name harms nobody, and there is nothing else to do about
            // it.
            Ok(()) => fs::remove_file(path).or(Ok(())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) => self.claim(path),
        }
    }

    /// As [`fill`](Self::fill) if a file system has no hard links, such as FAT and some shares: an
    /// empty file holds the place until the results replace it. Whoever looks in between finds
    /// that.
    fn claim(&self, path: &Path) -> io::Result<()> {
        drop(create_new(&self.path, None)?);
        fs::rename(path, &self.path)
    }
}

/// What is at a path, without following a link.
fn look(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Unfinished results, from [`Target::begin`]. Dropping it removes them.
#[derive(Debug)]
pub struct Partial {
    file: File,
    path: PathBuf,
    target: Target,
    /// Whether it is still to be removed.
    is_ours: bool,
}

impl Partial {
    /// To write to, or to read again.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the results to the target in one step.
    ///
    /// # Errors
    ///
    /// [`AlreadyExists`](io::ErrorKind::AlreadyExists) if the place holds something that it did not
    /// hold when it was checked; that is not changed. The results are then kept here.
    pub fn publish(&mut self) -> io::Result<()> {
        self.target.take(&self.path)?;
        self.is_ours = false;
        Ok(())
    }

    /// Keeps the results, and returns their path.
    pub fn keep(&mut self) -> &Path {
        self.is_ours = false;
        &self.path
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.is_ours {
            // Whatever ended the writing has been told; what cannot be removed says what it is.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{ErrorKind, Write as _};

    use super::Target;

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
