//! Reads an input ahead, and later again from the original position.
//!
//! A plain file is read twice. Bytes that come from a pipe or are decompressed are stored meanwhile: up to 8 MiB in
//! memory, and the rest in an unnamed temporary file, up to 16 GiB for each time.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};

use tempfile::SpooledTempFile;

use super::Opened;
use crate::signals;

/// How much is read at once, in bytes.
const PIECE: usize = 256 * 1024;

const IN_MEMORY: usize = 8 << 20;

/// The most bytes that are read ahead: an endless input must not fill the disk.
const MOST: u64 = 16 << 30;

/// An input that can be read ahead.
pub(crate) struct Ahead {
    input: Opened,
    /// The number of bytes that were read from the input so far.
    taken: u64,
    kept: Option<Kept>,
}

/// The bytes that were read ahead.
struct Kept {
    file: SpooledTempFile,
    left: u64,
    /// Bytes that could not be written to `file`.
    unwritten: Vec<u8>,
    /// Bytes that were read ahead earlier, and follow these.
    earlier: Option<Box<Kept>>,
    /// The error that ended reading ahead, after all of these bytes.
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

    /// Passes on the bytes that follow, until `is_enough` returns true, the input ends or a signal arrives.
    ///
    /// # Errors
    ///
    /// If the bytes cannot be stored, as on a full disk. An error of the input is returned when it is read.
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
                        let why =
                            format!("it is larger than {} GiB: save it to a file", most >> 30);
                        break Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
                    }
                }
            }
        };
        self.taken = before;
        if let Err(error) = kept.file.rewind() {
            // Nothing may be read as if these bytes had not been there.
            (kept.left, kept.unwritten) = (0, Vec::new());
            kept.failed = Some(error);
        }
        // The bytes left from reading ahead earlier follow those of this time.
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

/// Retries a read that a signal interrupted.
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
