//! Files that only their owner may read.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::identity::{Identity, same_owner};
use super::{create_beside, sync_name};

/// Writes a file that only its owner may read, and syncs it to disk. It atomically replaces an
/// existing file or link.
///
/// # Errors
///
/// Fails if a file cannot be created, written or moved in that directory.
pub fn write_private(path: impl AsRef<Path>, content: &[u8]) -> io::Result<()> {
    let path = path.as_ref();
    let (mut file, new) = create_beside(path, "new", Some(0o600))?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // The first error is the one to return.
        let _ = fs::remove_file(&new);
    }
    written.inspect(|()| sync_name(path))
}

/// Reads a file that was written by [`write_private`]. It must not be a link, and its owner must be
/// the owner of files that we create there, so that nobody else can plant one.
///
/// # Errors
///
/// [`NotFound`](io::ErrorKind::NotFound) if there is no file;
/// [`PermissionDenied`](io::ErrorKind::PermissionDenied) if it is not ours;
/// [`FileTooLarge`](io::ErrorKind::FileTooLarge) if it is longer than `limit` bytes.
pub fn read_private(path: impl AsRef<Path>, limit: u64) -> io::Result<Vec<u8>> {
    let path = path.as_ref();
    let foreign = |why| io::Error::new(io::ErrorKind::PermissionDenied, why);
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() {
        return Err(foreign("it is not a regular file"));
    }
    let file = File::open(path)?;
    let opened = file.metadata()?;
    if Identity::of(&opened) != Identity::of(&found) {
        return Err(foreign("it changed while it was opened"));
    }
    if !same_owner(&opened, &of_ours(path)?) {
        return Err(foreign("it belongs to somebody else"));
    }
    if opened.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut content = Vec::new();
    file.take(limit).read_to_end(&mut content)?;
    Ok(content)
}

/// The metadata of a new file that we create next to another.
fn of_ours(path: &Path) -> io::Result<Metadata> {
    let (ours, probe) = create_beside(path, "probe", Some(0o600))?;
    let metadata = ours.metadata();
    fs::remove_file(probe)?;
    metadata
}
