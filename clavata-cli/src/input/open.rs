//! Opens files and stdin in any supported compression and encoding.
//!
//! Detects formats by the first bytes, never by the name:
//!
//! - gzip and zstd are decompressed: all members and frames, even if both formats follow each other;
//! - UTF-16 is converted to UTF-8 if a byte order mark or the first two characters show it;
//! - a byte order mark at the start is removed;
//! - everything else is unchanged.
//!
//! Needs a few buffers of at most 128 KiB, and for zstd a window of up to 128 MiB. An input that is damaged, cut
//! off or expands without end returns an error of the kind [`io::ErrorKind::InvalidData`], after everything that
//! could be read.

mod gzip;
mod piped;
mod source;
mod text;
mod unpack;
mod utf16;
mod zstd;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

pub(crate) use self::piped::{Piped, open_piped};
use self::source::Source;
use self::unpack::{Packed, Unpack};
use crate::exit::{Code, Failure};
use crate::signals;

/// An open input. Reading it returns UTF-8 if it is text.
pub(crate) struct Opened {
    pub(super) input: Box<dyn Read + Send>,
    pub(super) size: Option<u64>,
    /// The file, if its bytes are read unchanged.
    pub(super) plain: Option<Plain>,
}

/// A file that can be read at any position.
pub(super) struct Plain {
    pub(super) file: Arc<File>,
    /// The position at which the text begins.
    pub(super) start: u64,
}

impl Opened {
    /// The size in bytes, if known. Unknown for pipes and compressed files.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }
}

impl Opened {
    /// Calls `told` with the size of each piece that is read.
    pub(crate) fn watched(self, told: impl Fn(usize) + Send + 'static) -> Self {
        let input = Watched {
            input: self.input,
            told,
        };
        Self {
            input: Box::new(input),
            ..self
        }
    }
}

struct Watched<F> {
    input: Box<dyn Read + Send>,
    told: F,
}

impl<F: Fn(usize)> Read for Watched<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(into)?;
        (self.told)(count);
        Ok(count)
    }
}

impl Read for Opened {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.input.read(into)
    }
}

/// Opens a file. `-` is stdin.
///
/// # Errors
/// If the file cannot be opened, if its first bytes cannot be read, or if its encoding is not
/// supported.
pub(crate) fn open(file: &Path) -> io::Result<Opened> {
    if file == Path::new("-") {
        return recognize(signals::heeding(io::stdin()), None, None);
    }
    let file = File::open(file)?;
    match file.metadata() {
        // Some special files claim to be empty plain files.
        Ok(metadata) if metadata.is_file() && metadata.len() > 0 => {
            // On other systems, reading at a position moves the position of the file.
            let file = Arc::new(file);
            let again = cfg!(unix).then(|| Arc::clone(&file));
            recognize(file, Some(metadata.len()), again)
        }
        _ => recognize(signals::heeding(file), None, None),
    }
}

fn recognize(
    input: impl Read + Send + 'static,
    size: Option<u64>,
    again: Option<Arc<File>>,
) -> io::Result<Opened> {
    let mut source = Source::sized(input, size);
    if Packed::of(source.peek(4)?).is_none() {
        let (input, start) = text::recognize(source)?;
        let plain = again.zip(start);
        let plain = plain.map(|(file, start)| Plain { file, start });
        return Ok(Opened { input, size, plain });
    }
    let mut unpacked = Source::of(Unpack::of(source));
    if Packed::of(unpacked.peek(4)?).is_some() {
        return Err(broken("it is compressed twice: decompress it once"));
    }
    let (input, _) = text::recognize(unpacked)?;
    Ok(Opened {
        input,
        size: None,
        plain: None,
    })
}

/// The name of an input in messages.
pub(crate) fn name_of(file: &Path) -> String {
    if file == Path::new("-") {
        return "stdin".to_owned();
    }
    file.display().to_string()
}

/// The failure of an input that cannot be opened or read to its end.
pub(crate) fn unread(name: &str, error: &io::Error) -> Failure {
    let what = format!("cannot read {name}: {error}");
    if error.kind() == io::ErrorKind::InvalidData {
        let hint = "get a complete copy, in UTF-8";
        return Failure::new(Code::Unreadable, what, hint);
    }
    let hint = "name a readable file, or `-` for stdin";
    Failure::input(what, hint)
}

/// An error for invalid bytes.
fn broken(why: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.into())
}

#[cfg(test)]
mod tests;
