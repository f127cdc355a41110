//! Scans a CSV while it is read: its hash, its quotes, the length of its rows.

use std::collections::VecDeque;
use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memchr3};
use sha2::{Digest, Sha256};

use crate::fingerprint::hex;
use crate::row_problem::{RowFault, RowProblem};

/// The longest row, in bytes. A longer one almost certainly has an unclosed quote, and memory must stay bounded.
const LONGEST_ROW: u64 = 16 * 1024 * 1024;

/// Passes bytes through, and records what the CSV reader does not report. Our reader accepts misplaced
/// quotes, but the vendor's may not.
pub(crate) struct CsvScan<R> {
    inner: R,
    hash: Sha256,
    bytes: u64,
    place: Place,
    line: u64,
    row: u64,
    rows_begun: VecDeque<RowBegun>,
    last_byte: Option<u8>,
    has_line_feed: bool,
    is_too_long: bool,
    row_bytes: u64,
    stray_in_row: bool,
    found: Vec<RowProblem>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    FieldStart,
    Plain,
    Quoted,
    AfterQuote,
}

/// A row whose beginning has been read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RowBegun {
    /// The line on which it begins.
    pub(crate) line: u64,
    /// Whether it has a misplaced quote.
    pub(crate) is_stray: bool,
}

/// The result of a [`CsvScan`].
pub(crate) struct Testimony {
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    /// Problems of the text, by line.
    pub(crate) found: Vec<RowProblem>,
}

impl<R> CsvScan<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
            place: Place::FieldStart,
            line: 1,
            row: 1,
            rows_begun: VecDeque::new(),
            last_byte: None,
            has_line_feed: false,
            is_too_long: false,
            row_bytes: 0,
            stray_in_row: false,
            found: Vec::new(),
        }
    }

    /// Returns the next row, in order. The CSV reader's own positions cannot be used: they are before the line
    /// feed of a CRLF, and before blank lines.
    pub(crate) fn next_row(&mut self) -> Option<RowBegun> {
        self.rows_begun.pop_front()
    }

    /// Whether the input ended inside quotes.
    pub(crate) fn is_quoted(&self) -> bool {
        self.place == Place::Quoted
    }

    /// Whether the last row has a complete line end. An empty input counts as ended.
    pub(crate) fn has_ended(&self) -> bool {
        match self.last_byte {
            None | Some(b'\n') => true,
            Some(b'\r') => !self.has_line_feed,
            Some(_) => false,
        }
    }

    /// Whether reading stopped because a row is too long.
    pub(crate) fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// The line on which the last row begins.
    pub(crate) fn last_row(&self) -> u64 {
        self.row
    }

    pub(crate) fn finish(mut self) -> Testimony {
        if self.place == Place::Quoted && self.row_bytes <= LONGEST_ROW {
            self.find(RowFault::UnclosedQuote);
        }
        Testimony {
            sha256: hex(&self.hash.finalize()),
            bytes: self.bytes,
            found: self.found,
        }
    }

    fn find(&mut self, fault: RowFault) {
        self.found.push(RowProblem {
            line: self.row,
            fault,
        });
    }

    fn stray(&mut self) {
        // At most one per row, because the first causes the rest; and limited in number.
        if !self.stray_in_row && self.found.len() < 1000 {
            self.find(RowFault::StrayQuote);
        }
        self.stray_in_row = true;
        if let Some(row) = self.rows_begun.back_mut() {
            row.is_stray = true;
        }
    }

    fn see_all(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            let run = self.run(rest);
            let (seen, later) = rest.split_at(run.max(1));
            if run == 0 {
                self.see(byte);
            } else {
                self.row_bytes += run as u64;
                let breaks = memchr_iter(b'\n', seen).count();
                self.line += breaks as u64;
                self.has_line_feed |= breaks > 0;
                self.last_byte = seen.last().copied();
            }
            rest = later;
        }
    }

    /// The number of bytes that are plain text within the current field.
    fn run(&self, bytes: &[u8]) -> usize {
        match self.place {
            Place::Quoted => memchr(b'"', bytes).unwrap_or(bytes.len()),
            Place::Plain => {
                let run = memchr3(b',', b'"', b'\n', bytes).unwrap_or(bytes.len());
                memchr(b'\r', &bytes[..run]).unwrap_or(run)
            }
            Place::FieldStart | Place::AfterQuote => 0,
        }
    }

    fn see(&mut self, byte: u8) {
        use Place::{AfterQuote, FieldStart, Plain, Quoted};
        if self.row_bytes == 0 && !matches!(byte, b'\r' | b'\n') {
            self.row = self.line;
            self.rows_begun.push_back(RowBegun {
                line: self.line,
                is_stray: false,
            });
        }
        self.row_bytes += 1;
        self.place = match (self.place, byte) {
            (Quoted, b'"') => AfterQuote,
            (Quoted, _) | (AfterQuote | FieldStart, b'"') => Quoted,
            (_, b',') => FieldStart,
            (_, b'\r' | b'\n') => {
                self.row_bytes = 0;
                self.stray_in_row = false;
                FieldStart
            }
            (Plain, b'"') | (AfterQuote, _) => {
                self.stray();
                Plain
            }
            (FieldStart | Plain, _) => Plain,
        };
        self.line += u64::from(byte == b'\n');
        self.has_line_feed |= byte == b'\n';
        self.last_byte = Some(byte);
    }
}

impl<R: Read> Read for CsvScan<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row_bytes > LONGEST_ROW {
            return Err(io::Error::other("the row is too long"));
        }
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        self.see_all(&buffer[..count]);
        if self.row_bytes > LONGEST_ROW {
            self.find(RowFault::TooLong);
            self.is_too_long = true;
            return Err(io::Error::other("the row is too long"));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
