//! Decompresses gzip and zstd, with any number of parts.

use std::io::{self, BufRead, Read};

use super::broken;
use super::gzip::Gzip;
use super::source::Source;
use super::zstd::Zstd;

/// Data may expand to this many times its compressed size…
const MOST: u64 = 250;

/// …once it is larger than this, in bytes. Without a limit, a few kilobytes could take hours.
const FREE: u64 = 64 << 20;

/// The compression of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packed {
    Gzip,
    Zstd,
}

impl Packed {
    /// Detects the compression from the first four bytes of a part.
    pub(super) fn of(first: &[u8]) -> Option<Self> {
        match first {
            [0x1f, 0x8b, 8, _] => Some(Self::Gzip),
            // A frame or a skippable frame.
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// Why a part ends early.
#[derive(Debug)]
pub(super) enum Damage {
    Cut,
    Wrong(&'static str),
    /// The input itself cannot be read.
    Input(io::Error),
}

impl From<io::Error> for Damage {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Cut,
            _ => Self::Input(error),
        }
    }
}

enum Part {
    Gzip(Box<Gzip>),
    Zstd(Box<Zstd>),
    /// Not compressed. It continues to the end of the input.
    Plain,
}

/// The bytes of all parts. Uncompressed bytes after them are passed on unchanged, and the reader reports what is
/// wrong with them.
pub(super) struct Unpack<R> {
    source: Source<R>,
    part: Option<Part>,
    /// The last decompressed piece, and how much of it has been read.
    piece: Vec<u8>,
    given: usize,
    /// The number of decompressed bytes.
    made: u64,
    free: u64,
    failed: Option<io::Error>,
}

impl<R: Read> Unpack<R> {
    pub(super) fn of(source: Source<R>) -> Self {
        Self::bounded(source, FREE)
    }

    pub(super) fn bounded(source: Source<R>, free: u64) -> Self {
        Self {
            free,
            source,
            part: None,
            piece: Vec::new(),
            given: 0,
            made: 0,
            failed: None,
        }
    }

    /// Decompresses the next piece. Returns false at the end.
    fn unpack(&mut self) -> io::Result<bool> {
        self.piece.clear();
        self.given = 0;
        let source = &mut self.source;
        let (packed, more) = match &mut self.part {
            None => return self.begin(),
            Some(Part::Gzip(gzip)) => ("gzip", gzip.unpack(source, &mut self.piece)),
            Some(Part::Zstd(zstd)) => ("zstd", zstd.unpack(source, &mut self.piece)),
            Some(Part::Plain) => {
                let waiting = source.fill_buf()?;
                self.piece.extend_from_slice(waiting);
                let taken = waiting.len();
                source.consume(taken);
                return Ok(taken > 0);
            }
        };
        self.made += self.piece.len() as u64;
        match more {
            Ok(true) => {}
            Ok(false) => self.part = None,
            Err(damage) => self.failed = Some(told(packed, damage)),
        }
        if self.made > self.free && self.made / MOST > self.source.taken() {
            return Err(broken(format!(
                "it decompresses to more than {MOST} times its size and more than {} MiB, which is the limit",
                self.free >> 20
            )));
        }
        Ok(true)
    }

    /// Starts the next part. Returns false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        // Tape archives pad their last block with zeros.
        while self.made > 0 && self.source.peek(1)? == [0] {
            self.source.consume(1);
        }
        let first = self.source.peek(4)?;
        self.part = match Packed::of(first) {
            _ if first.is_empty() => return Ok(false),
            Some(Packed::Gzip) => Some(Part::Gzip(Box::default())),
            Some(Packed::Zstd) => Some(Part::Zstd(Box::default())),
            None => Some(Part::Plain),
        };
        Ok(true)
    }
}

fn told(packed: &str, damage: Damage) -> io::Error {
    match damage {
        Damage::Cut => broken(format!("its {packed} data is cut off")),
        Damage::Wrong(why) => broken(format!("its {packed} data is damaged: {why}")),
        Damage::Input(error) => error,
    }
}

impl<R: Read> Read for Unpack<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.piece.len() {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if !self.unpack()? {
                return Ok(0);
            }
        }
        let read = (&self.piece[self.given..]).read(into)?;
        self.given += read;
        Ok(read)
    }
}
