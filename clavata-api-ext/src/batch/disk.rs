//! Files: work that blocks, and files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Evidence, Kind};

/// Does work that blocks away from the runtime's own threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => {
            let what = "the runtime shuts down".to_owned();
            Err(Error::new(Kind::NotSent(what), Evidence::NotSent).with_source(error))
        }
    }
}

/// Writes a file that only its owner may read, and that is on disk, whole, when this returns.
pub(super) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = with_suffix(path, ".new");
    // An older one may have been made with other permissions.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&new, path)
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// The path with more at its end.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The file that a download grows in, beside the output. While it is open, no other run has it.
pub(super) struct PartFile {
    pub(super) path: PathBuf,
    pub(super) file: File,
}

impl PartFile {
    /// Opens it; an error of kind `WouldBlock` where another run has it.
    pub(super) fn open(output: &Path) -> io::Result<Self> {
        let path = with_suffix(output, ".clavata-part");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)?;
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            // A file system without locks does not keep anybody from working.
            Err(fs::TryLockError::Error(_)) | Ok(()) => Ok(Self { path, file }),
        }
    }

    /// Puts it in the place of the output.
    pub(super) fn publish(&self, output: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, output)
    }
}
