//! A lock that is a file, and gone when nobody holds it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::create_new;
use super::identity::Identity;

/// How often the file may vanish under whoever wants to lock it.
const TRIES: u32 = 16;

/// Keeps others out while it lives. The file is never written to.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock, if nobody has it. A file system without locks keeps nobody out.
    ///
    /// # Errors
    ///
    /// [`WouldBlock`](io::ErrorKind::WouldBlock) where another holds it;
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) where something else than a file is there.
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
            // Whoever had it may have removed it in between.
            if is_at(&file, &path)? {
                return Ok(Self { path, _file: file });
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }
}

/// The file, made where there was none; none where it vanished.
fn open(path: &Path) -> io::Result<Option<File>> {
    match create_new(path, Some(0o600)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        created => return created.map(Some),
    }
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => {
            let why = "it is no plain file; remove it if nobody needs it";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Identity::of(&found) == Identity::of(&file.metadata()?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is locked: nobody else can have taken it. What is left of it harms nobody.
        let _ = fs::remove_file(&self.path);
    }
}
