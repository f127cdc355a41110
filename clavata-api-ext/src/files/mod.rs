//! Writes files atomically (feature `files`).
//!
//! Results are written to a [`Partial`] next to their [`Target`], under an unpredictable name
//! that ends in `.partial`. Publishing syncs them, and replaces the target in one step, and only if it has not changed
//! since it was checked: it is still missing, or still the same file. The permissions of a replaced file
//! are kept. A link is replaced, not followed. An existing file is never opened for writing, so a link
//! cannot redirect a write.
//!
//! ```
//! # fn main() -> std::io::Result<()> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("rows.csv");
//! use std::io::Write;
//! use clavata_api_ext::files::Target;
//!
//! let mut partial = Target::look(&path)?.begin()?;
//! partial.file().write_all(b"a,b\n")?;
//! partial.publish()?;
//! assert_eq!(std::fs::read(&path)?, b"a,b\n");
//! # Ok(())
//! # }
//! ```

mod identity;
mod lock;
mod partial;
mod private;

pub use lock::Lock;
pub use partial::{Partial, Target};
pub use private::{read_private, write_private};

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// The longest name, in bytes, that temporary names are derived from. File systems commonly allow 255.
const LONGEST_NAME: usize = 200;

/// How often a random name may be taken before we give up.
const TRIES: u32 = 8;

/// Creates a file with a random name next to another: `<name>.<random>.<kind>`.
fn create_beside(path: &Path, kind: &str, mode: Option<u32>) -> io::Result<(File, PathBuf)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let short = name.len() <= LONGEST_NAME;
    let name = if short { name } else { "clavata".as_ref() };
    let mut taken = 0;
    loop {
        let random = Uuid::new_v4().simple().to_string();
        let mut name = name.to_owned();
        name.push(format!(".{}.{kind}", &random[..12]));
        let beside = path.with_file_name(name);
        match create_new(&beside, mode) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && taken < TRIES => {
                taken += 1;
            }
            created => return created.map(|file| (file, beside)),
        }
    }
}

/// Creates a file if nothing is there, not even a link. `mode` sets its initial permissions on
/// Unix; without it, they are the default ones.
fn create_new(path: &Path, mode: Option<u32>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if let Some(mode) = mode {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    }
    #[cfg(not(unix))]
    let _ = mode;
    options.open(path)
}

/// Syncs the folder of a file that was given its name there, so that a power failure does not take the name away.
/// Not every system can; the file is whole in any case.
fn sync_name(path: &Path) {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = File::open(folder.unwrap_or(Path::new(".")));
    let _ = folder.and_then(|folder| folder.sync_all());
}

/// `None` if the error is only that there is no such file.
fn existing<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    match found {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found.map(Some),
    }
}
