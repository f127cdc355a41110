//! A lock file that exists only while the lock is held.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::identity::Identity;
use super::{create_new, existing};

/// How often the file may disappear between opening and locking it.
const TRIES: u32 = 16;

/// A lock on a path, held until it is dropped. The lock file stays empty.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock if it is free. On a file system without locks, it does not exclude others.
    ///
    /// # Errors
    ///
    /// [`WouldBlock`](io::ErrorKind::WouldBlock) if the lock is held;
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) if the path is not a regular file.
    pub fn take(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref().to_owned();
        for _ in 0..TRIES {
            let Some(file) = open(&path)? else {
                continue;
            };
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(TryLockError::Error(_)) | Ok(()) => {}
            }
            // The process that held it may have removed it in the meantime.
            if is_at(&file, &path)? {
                return Ok(Self { path, _file: file });
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }
}

/// Opens the file, or creates it if it is missing. `None` if it disappeared.
fn open(path: &Path) -> io::Result<Option<File>> {
    match create_new(path, Some(0o600)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        created => return created.map(Some),
    }
    match existing(fs::symlink_metadata(path))? {
        Some(found) if found.is_file() => existing(File::open(path)),
        Some(_) => {
            let why = "it is not a regular file; remove it if nobody needs it";
            Err(io::Error::new(io::ErrorKind::InvalidInput, why))
        }
        None => Ok(None),
    }
}

fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let Some(found) = existing(fs::symlink_metadata(path))? else {
        return Ok(false);
    };
    Ok(Identity::of(&found) == Identity::of(&file.metadata()?))
}

impl Drop for Lock {
    fn drop(&mut self) {
        // It is still locked, so it is ours to remove. If that fails, the file that is left does no harm.
        let _ = fs::remove_file(&self.path);
    }
}
