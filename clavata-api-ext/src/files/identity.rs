//! The identity, owner and permissions of files.

use std::fs::{File, Metadata, Permissions};
use std::io;
use std::time::SystemTime;

/// Distinguishes a file from another one at the same path. Links are not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    #[cfg(unix)]
    inode: (u64, u64),
    /// Inode numbers are reused.
    created: Option<SystemTime>,
    is_link: bool,
}

impl Identity {
    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt as _;
                (metadata.dev(), metadata.ino())
            },
            created: metadata.created().ok(),
            is_link: metadata.file_type().is_symlink(),
        }
    }
}

/// Gives a new file the permissions and, if allowed, the owner and group of the file
/// that it will replace. If the group cannot be set, the group gets no access.
#[cfg(unix)]
pub(super) fn inherit(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let new = file.metadata()?;
    let mut mode = old.mode() & 0o777;
    if new.uid() != old.uid() {
        // Usually only root may change the owner. Otherwise the file stays ours.
        let _ = std::os::unix::fs::fchown(file, Some(old.uid()), None);
    }
    if new.gid() != old.gid() && std::os::unix::fs::fchown(file, None, Some(old.gid())).is_err() {
        mode &= !0o070;
    }
    file.set_permissions(Permissions::from_mode(mode))
}

/// A new file gets the permissions of its directory.
#[cfg(not(unix))]
pub(super) fn inherit(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Whether both belong to the same user; true if a system does not say.
#[cfg(unix)]
pub(super) fn same_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    one.uid() == other.uid()
}

/// Whether both belong to the same user; true if a system does not say.
#[cfg(not(unix))]
pub(super) fn same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}
