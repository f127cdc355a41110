//! A reader that counts bytes and lets them be peeked at before they are taken.

use std::io::{self, BufRead, Read};

/// The number of bytes read at once.
const PIECE: usize = 64 * 1024;

/// More than is ever peeked at.
const SMALLEST: usize = 64;

pub(super) struct Source<R> {
    input: R,
    piece: Box<[u8]>,
    /// The range of `piece` that was read but not taken.
    start: usize,
    end: usize,
    taken: u64,
    is_over: bool,
    /// The error that ended the input early. Returned after everything before it.
    failed: Option<io::Error>,
}

impl<R: Read> Source<R> {
    pub(super) fn of(input: R) -> Self {
        Self::sized(input, None)
    }

    /// Uses no more memory than an input of this size needs.
    pub(super) fn sized(input: R, size: Option<u64>) -> Self {
        let size = size.and_then(|size| usize::try_from(size).ok());
        let size = size.unwrap_or(PIECE).clamp(SMALLEST, PIECE);
        Self {
            input,
            piece: vec![0; size].into(),
            start: 0,
            end: 0,
            taken: 0,
            is_over: false,
            failed: None,
        }
    }

    /// The number of bytes taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Peeks at the next bytes. There are fewer than `count` only at the end.
    pub(super) fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.end - self.start < count && self.read_more() {}
        self.fill_buf()
            .map(|waiting| &waiting[..waiting.len().min(count)])
    }

    /// Reads once, appending to the bytes that were not taken yet. Returns false at the end.
    fn read_more(&mut self) -> bool {
        self.piece.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        while !self.is_over {
            match self.input.read(&mut self.piece[self.end..]) {
                Ok(0) => self.is_over = true,
                Ok(read) => {
                    self.end += read;
                    return true;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = Some(error);
                    self.is_over = true;
                }
            }
        }
        false
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end
            && !self.read_more()
            && let Some(error) = self.failed.take()
        {
            return Err(error);
        }
        Ok(&self.piece[self.start..self.end])
    }

    fn consume(&mut self, count: usize) {
        self.start += count;
        self.taken += count as u64;
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && into.len() >= self.piece.len() && !self.is_over {
            // The buffer is at least as large as this one, so no copy is needed.
            let read = self.input.read(into)?;
            self.taken += read as u64;
            self.is_over = read == 0;
            return Ok(read);
        }
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}
