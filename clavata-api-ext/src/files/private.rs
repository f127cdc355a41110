//! Files that only their owner may read.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::create_beside;
use super::identity::{Identity, same_owner};

/// Writes a file that only its owner may read, and that is complete on disk when this returns. It
/// replaces an existing file or link.
///
/// # Errors
///
/// Those of making, writing and moving a file in that folder.
pub fn write_private(path: impl AsRef<Path>, content: &[u8]) -> io::Result<()> {
    let path = path.as_ref();
    let (mut file, new) = create_beside(path, "new", Some(0o600))?;
    let written = file
        .write_all(content)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // The error that is told is the first.
        let _ = fs::remove_file(&new);
    }
    written
}

/// Reads a file that was written by [`write_private`]: it must be no link, and belong to whom a
/// file that we make there belongs. Somebody else's would tell us what to do.
///
/// # Errors
///
/// [`NotFound`](io::ErrorKind::NotFound) if there is nothing;
/// [`PermissionDenied`](io::ErrorKind::PermissionDenied) if it is not ours;
/// [`FileTooLarge`](io::ErrorKind::FileTooLarge) beyond `limit` bytes.
pub fn read_private(path: impl AsRef<Path>, limit: u64) -> io::Result<Vec<u8>> {
    let path = path.as_ref();
    let foreign = |why| io::Error::new(io::ErrorKind::PermissionDenied, why);
    let found = fs::symlink_metadata(path)?;
    if !found.is_file() {
        return Err(foreign("it is no plain file"));
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

/// What is known of a file that we make beside another.
fn of_ours(path: &Path) -> io::Result<Metadata> {
    let (ours, probe) = create_beside(path, "probe", Some(0o600))?;
    let metadata = ours.metadata();
    fs::remove_file(probe)?;
    metadata
}
