//! Reads on in an input, and afterwards again from where it was.
//!
//! A plain file is simply read twice. What comes from a pipe or is unpacked is kept in between: up to 8 MiB in
//! memory, and more in an unnamed file in the folder for temporary files, up to 16 GiB for each look.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};

use tempfile::SpooledTempFile;

use super::Opened;
use crate::signals;

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
    /// What an earlier look read beyond this one.
    earlier: Option<Box<Kept>>,
    /// How reading on failed, behind all of it.
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

    /// Passes on what follows, until `is_enough` says so, the input ends or a signal comes.
    ///
    /// # Errors
    ///
    /// If what follows cannot be kept, as on a full disk. An error of the input is told to whoever reads it.
    pub(crate) fn read_on(&mut self, is_enough: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
        self.read_on_within(MOST, is_enough)
    }

    fn read_on_within(
        &mut self,
        most: u64,
        mut is_enough: impl FnMut(&[u8]) -> bool,
    ) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        if let Some(plain) = &self.input.plain {
            let mut at = plain.start + self.taken;
            while signals::caught().is_none() {
                match again(|| read_at(&plain.file, &mut piece, at)) {
                    Ok(0) | Err(_) => break,
                    Ok(read) if is_enough(&piece[..read]) => break,
                    Ok(read) => at += read as u64,
                }
            }
            return Ok(());
        }
        let mut kept = Kept {
            file: tempfile::spooled_tempfile(IN_MEMORY),
            left: 0,
            unwritten: Vec::new(),
            earlier: None,
            failed: None,
        };
        let before = self.taken;
        let read_on = loop {
            if signals::caught().is_some() {
                break Ok(());
            }
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
                    if is_enough(&piece[..read]) {
                        break Ok(());
                    }
                    if kept.left > most {
                        let why = format!("it has more than {} GiB: save it as a file", most >> 30);
                        break Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
                    }
                }
            }
        };
        self.taken = before;
        if let Err(error) = kept.file.rewind() {
            // Nothing may be read as if this had not been before it.
            (kept.left, kept.unwritten) = (0, Vec::new());
            kept.failed = Some(error);
        }
        // What an earlier look left follows what this one has read.
        kept.earlier = self.kept.take().map(Box::new);
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
        while read == 0
            && !into.is_empty()
            && let Some(kept) = &mut self.kept
        {
            read = kept.read(into)?;
            if read == 0 {
                if let Some(error) = kept.failed.take() {
                    return Err(error);
                }
                self.kept = kept.earlier.take().map(|earlier| *earlier);
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
