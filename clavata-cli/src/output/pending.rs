//! An output file that appears only once it is complete.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use clavata_api_ext::files::{Partial, Target};

use crate::terminal::note;

/// What to do with a file at the end.
pub(super) enum Pending {
    /// It replaces this path once it is complete. No reader sees half of it, and it can be made from the file
    /// that it replaces.
    Partial(Partial),
    /// A device or a pipe cannot be replaced, and needs no protection.
    Written,
}

impl Pending {
    pub(super) fn create(file: &Path) -> io::Result<(File, Self)> {
        let there = fs::metadata(file);
        if there.is_ok_and(|there| !there.is_file()) || is_stream(file) {
            let stream = File::options().append(true).open(file)?;
            return Ok((stream, Self::Written));
        }
        let partial = Target::look(file)?.begin()?;
        Ok((partial.file().try_clone()?, Self::Partial(partial)))
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        let Self::Partial(partial) = self else {
            return Ok(());
        };
        partial.publish().map_err(|error| {
            let kept = partial.keep().display();
            let why = match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    "another file was created there since, and was not overwritten".to_owned()
                }
                _ => error.to_string(),
            };
            io::Error::new(error.kind(), format!("{why}; the results are in {kept}"))
        })
    }

    /// Keeps what has arrived as a partial file, unless it is empty.
    pub(super) fn keep(&mut self) {
        if let Self::Partial(partial) = self
            && partial.file().metadata().is_ok_and(|file| file.len() > 0)
        {
            let kept = partial.keep().display();
            note(&format!("partial results are in {kept}"));
        }
    }
}

/// Whether a path names a file that the program already has open, such as `/dev/stdout`.
fn is_stream(file: &Path) -> bool {
    ["/dev", "/proc"]
        .iter()
        .any(|folder| file.starts_with(folder))
        && file.is_symlink()
}
