//! Puts chunks together until they hold whole values.

use std::io;

use memchr::memrchr;

use super::answer::Reader;
use super::error::FlattenError;
use super::found::Found;
use super::scan::plain_run;

/// How much is read at once.
const CHUNK: usize = 1 << 20;

/// Bytes that were not read as values yet.
#[derive(Debug)]
pub(super) struct Blocks {
    limit: usize,
    buffer: Vec<u8>,
    /// How much of the buffer is filled.
    filled: usize,
    /// Up to where line ends were looked at.
    lines: usize,
    tail: Tail,
}

/// How far the bytes after the last known boundary were looked at, one by one.
#[derive(Clone, Copy, Debug, Default)]
struct Tail {
    seen: usize,
    depth: usize,
    in_string: bool,
    after_backslash: bool,
}

impl Blocks {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            buffer: Vec::new(),
            filled: 0,
            lines: 0,
            tail: Tail::default(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.consume(self.filled);
    }

    pub(super) fn add(&mut self, chunk: &[u8]) {
        self.buffer.truncate(self.filled);
        self.buffer.extend_from_slice(chunk);
        self.filled = self.buffer.len();
    }

    /// Reads once; 0 is the end.
    pub(super) fn fill(&mut self, from: &mut impl io::Read) -> io::Result<usize> {
        if self.buffer.len() - self.filled < CHUNK {
            self.buffer.resize(self.filled + CHUNK, 0);
        }
        loop {
            match from.read(&mut self.buffer[self.filled..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => {
                    let read = read?;
                    self.filled += read;
                    return Ok(read);
                }
            }
        }
    }

    /// Reads the values that are complete.
    pub(super) fn drain<E: From<FlattenError>>(
        &mut self,
        reader: &mut Reader,
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let end = self.boundary();
        let read = reader.read(&self.buffer[..end], each);
        self.consume(end);
        read?;
        if self.filled > self.limit {
            return Err(reader.too_large(self.limit).into());
        }
        Ok(())
    }

    /// Reads whatever is left.
    pub(super) fn drain_all<E: From<FlattenError>>(
        &mut self,
        reader: &mut Reader,
        each: impl FnMut(Found<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = reader.read(&self.buffer[..self.filled], each);
        self.clear();
        read
    }

    fn consume(&mut self, end: usize) {
        if end > 0 {
            self.buffer.copy_within(end..self.filled, 0);
            self.filled -= end;
            self.lines = self.lines.saturating_sub(end);
            self.tail.seen = self.tail.seen.saturating_sub(end);
        }
        if self.filled == 0 {
            (self.lines, self.tail) = (0, Tail::default());
        }
    }

    /// The end of the last value that is certain to be complete.
    fn boundary(&mut self) -> usize {
        let line = self.last_line();
        if let Some(line) = line {
            self.tail = Tail {
                seen: line,
                ..Tail::default()
            };
        }
        let complete = self.tail.complete(&self.buffer[..self.filled]);
        complete.or(line).unwrap_or(0)
    }

    /// The start of the last line that starts a value.
    ///
    /// In JSON, `}` then white space then `{` only occurs between two values of the outermost level:
    /// within a list a comma would stand there, and a string holds no line ends. So one look at the
    /// last lines tells what a look at every byte would.
    fn last_line(&mut self) -> Option<usize> {
        let bytes = &self.buffer[..self.filled];
        let mut end = bytes.len();
        let mut found = None;
        while let Some(at) = bytes
            .get(self.lines..end)
            .and_then(|new| memrchr(b'\n', new))
        {
            let at = self.lines + at;
            let before = bytes[..at].iter().rposition(|byte| is_solid(*byte));
            let after = bytes[at..].iter().find(|byte| is_solid(**byte));
            if before.is_some_and(|before| bytes[before] == b'}') && after == Some(&b'{') {
                found = Some(at + 1);
                break;
            }
            end = before.map_or(0, |before| before + 1);
        }
        // White space at the end must be looked at again once something follows.
        self.lines = bytes
            .iter()
            .rposition(|byte| is_solid(*byte))
            .map_or(0, |last| last + 1);
        found
    }
}

impl Tail {
    /// Looks at the bytes that were not looked at; the end of the last complete value, if any.
    fn complete(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut end = None;
        while let Some(&byte) = bytes.get(self.seen) {
            if self.after_backslash {
                self.after_backslash = false;
                self.seen += 1;
            } else if self.in_string {
                self.seen += plain_run(&bytes[self.seen..]);
                let ended = bytes.get(self.seen);
                self.in_string = ended != Some(&b'"');
                self.after_backslash = ended == Some(&b'\\');
                self.seen += usize::from(ended.is_some());
            } else {
                self.seen += 1;
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        if self.depth == 0 {
                            end = Some(self.seen);
                        }
                    }
                    _ => {}
                }
            }
        }
        end
    }
}

fn is_solid(byte: u8) -> bool {
    !matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}
