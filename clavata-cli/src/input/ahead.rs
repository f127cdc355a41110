//! Reads on in an input, and afterwards again from where it was.
//!
//! A plain file is simply read twice. What comes from a pipe or is unpacked is kept in between: up to 8 MiB in
//! memory, and more in an unnamed file in the folder for temporary files, up to 16 GiB.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};

use tempfile::SpooledTempFile;

use super::Opened;

/// How much to read at once.
const PIECE: usize = 256 * 1024;

const IN_MEMORY: usize = 8 << 20;

/// An input without end must not fill the disk.
const MOST: u64 = 16 << 30;

/// An input that can be read on.
pub(crate) struct Ahead {
    input: Opened,
    /// The number of bytes that were read so far.
    taken: u64,
    kept: Option<Kept>,
}

/// What was read on.
struct Kept {
    file: SpooledTempFile,
    left: u64,
    /// What could not be written to it.
    unwritten: Vec<u8>,
    /// How reading on failed.
    failed: Option<io::Error>,
}

impl Ahead {
    pub(crate) fn of(input: Opened) -> Self {
        Self {
            input,
            taken: 0,
            kept: None,
        }
    }

    /// Passes on what follows, until there is enough or nothing left.
    ///
    /// # Errors
    ///
    /// If what follows cannot be kept, as on a full disk. An error of the input is told again by who reads.
    pub(crate) fn read_on(&mut self, mut is_enough: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        if let Some(plain) = &self.input.plain {
            let mut at = plain.start + self.taken;
            loop {
                let read = again(|| read_at(&plain.file, &mut piece, at))?;
                if read == 0 || is_enough(&piece[..read]) {
                    return Ok(());
                }
                at += read as u64;
            }
        }
        let mut kept = Kept {
            file: tempfile::spooled_tempfile(IN_MEMORY),
            left: 0,
            unwritten: Vec::new(),
            failed: None,
        };
        let before = self.taken;
        let read_on = loop {
            match again(|| self.read(&mut piece)) {
                Ok(0) => break Ok(()),
                Err(error) => {
                    kept.failed = Some(error);
                    break Ok(());
                }
                Ok(read) => {
                    let written = kept.file.write_all(&piece[..read]);
                    if let Err(error) = written {
                        kept.unwritten.extend_from_slice(&piece[..read]);
                        break Err(error);
                    }
                    kept.left += read as u64;
                    if is_enough(&piece[..read]) || kept.left > MOST {
                        break Ok(());
                    }
                }
            }
        };
        // What an earlier look left follows what this one has read.
        if let Some(mut earlier) = self.kept.take() {
            earlier.read_to_end(&mut kept.unwritten)?;
            kept.failed = earlier.failed.take().or(kept.failed);
        }
        self.taken = before;
        kept.file.rewind()?;
        self.kept = Some(kept);
        read_on
    }

    /// The last bytes of a plain file, as it is now. `None` if they cannot be read before the others.
    pub(crate) fn last(&self, count: usize) -> Option<Vec<u8>> {
        let plain = self.input.plain.as_ref()?;
        let size = plain.file.metadata().ok()?.len();
        let from = size.saturating_sub(count as u64);
        let mut last = vec![0; usize::try_from(size - from).ok()?];
        let mut read = 0;
        while read < last.len() {
            let at = from + read as u64;
            read += match again(|| read_at(&plain.file, &mut last[read..], at)) {
                Ok(0) | Err(_) => return None,
                Ok(read) => read,
            };
        }
        Some(last)
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        if let Some(kept) = &mut self.kept {
            read = kept.read(into)?;
            if read == 0 && !into.is_empty() {
                let failed = kept.failed.take();
                self.kept = None;
                if let Some(error) = failed {
                    return Err(error);
                }
            }
        }
        if read == 0 {
            read = self.input.read(into)?;
        }
        self.taken += read as u64;
        Ok(read)
    }
}

impl Read for Kept {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let read = (&self.unwritten[..]).read(into)?;
            self.unwritten.drain(..read);
            return Ok(read);
        }
        let most = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        let read = self.file.read(&mut into[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

/// Reads again after a signal.
fn again(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests;
