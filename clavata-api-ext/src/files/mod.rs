//! Writes files (feature `files`): the one place that opens them.
//!
//! It never opens an existing file for writing, so no link can redirect a write.
//! Results grow in a [`Partial`], next to their [`Target`], under an unpredictable name
//! that shows what the file is. They replace the target in one step, and only if it is as it
//! was found: missing, or the same file. The permissions of a replaced file are kept. A
//! link is replaced, not its target.
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

/// The most bytes of a name that others are made of; file systems commonly allow 255.
const LONGEST_NAME: usize = 200;

/// How often a random name may be taken before something else must be wrong.
const TRIES: u32 = 8;

/// Makes a file of a random name beside another: `<name>.<random>.<kind>`.
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

/// Makes a file if there is nothing, not even a link. `mode` is what its permissions begin with on
/// Unix; without one they are those of any new file.
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
