//! A job that arrives in pieces.

use std::io;

use clavata_api_ext::json::{self, Block};

use super::{Done, Formatted, NotQuick, Quick, add, most};
use crate::commands::flatten::LIMIT;
use crate::commands::flatten::lookahead::Lookahead;

/// How many bytes of rows of a long job are passed on together, at first and later.
const FIRST_ROWS: usize = 16 << 10;
const ROWS: usize = 1 << 20;

/// How many bytes of an unreadable job are searched again together with what follows.
const OVERLAP: usize = 512;

const JOB_GOES_ON: json::Piece = json::Piece::Job {
    is_first: false,
    is_end: false,
};

impl Quick {
    pub(super) fn begin_job(&mut self, place: json::Place, ahead: &Lookahead) {
        self.flattener.read_from(&self.name, place.line);
        match &ahead.job {
            Some(job) => self.flattener.begin_job_with(job),
            None => self.flattener.begin_job(),
        }
        self.long = Long {
            place,
            ..Long::default()
        };
    }

    /// Formats the next piece of a job.
    pub(super) fn format_piece(
        &mut self,
        block: &Block,
        is_end: bool,
        part: &mut dyn FnMut(Done) -> bool,
    ) -> Done {
        let long = &mut self.long;
        long.bytes.extend_from_slice(&block.bytes);
        if long.is_broken {
            let bytes = std::mem::take(&mut long.bytes);
            long.keep_last(&bytes);
            return Done::NeedsCare(Block {
                bytes,
                is_part: true,
                place: block.place,
                piece: block.piece,
            });
        }
        let mut done = Formatted {
            has_value: true,
            of: block.piece,
            place: long.place,
            ..Formatted::default()
        };
        if long.bytes.len() < long.again && !is_end {
            return Done::Formatted(done);
        }
        // A verdict on earlier results is not printed yet. Rows are passed on as they are made.
        let most = if self.is_verdict {
            self.output.size() + most(&long.bytes)
        } else {
            usize::MAX
        };
        let (output, verdicts) = (&mut self.output, &mut done.verdicts);
        let (is_verdict, place, of) = (self.is_verdict, long.place, Some(JOB_GOES_ON));
        let read = self
            .flattener
            .flatten_piece(&long.bytes, is_end, &mut done.said, |found| {
                add(&mut **output, verdicts, &found, most)?;
                let many = if long.has_rows { ROWS } else { FIRST_ROWS };
                if is_verdict || output.size() < many {
                    return Ok(());
                }
                long.has_rows = true;
                let rows = Formatted {
                    piece: Some(output.take()?),
                    of,
                    place,
                    ..Formatted::default()
                };
                if part(Done::Formatted(rows)) {
                    Ok(())
                } else {
                    Err(NotQuick::Failed(io::ErrorKind::BrokenPipe.into()))
                }
            });
        let piece = self.output.take();
        let why = match (read, piece) {
            (Ok(read), Ok(piece)) => {
                done.piece = Some(piece);
                long.bytes.drain(..read);
                // A result that is longer than a piece is not read again with every piece.
                long.again = if read == 0 { 2 * long.bytes.len() } else { 0 };
                if long.bytes.len() <= LIMIT {
                    return Done::Formatted(done);
                }
                format!("a result has more than {} MiB", LIMIT >> 20)
            }
            (Err(why), Ok(piece)) => {
                done.piece = Some(piece);
                why.to_string()
            }
            (_, Err(why)) => why.to_string(),
        };
        self.output.forget();
        long.is_broken = true;
        let bytes = std::mem::take(&mut long.bytes);
        long.keep_last(&bytes);
        let rest = Block {
            bytes,
            place: long.place,
            is_part: true,
            piece: block.piece,
        };
        let before = done;
        Done::Broke { before, why, rest }
    }
}

/// The state of a job that is read in pieces.
#[derive(Default)]
pub(super) struct Long {
    place: json::Place,
    /// The bytes that were not read yet.
    bytes: Vec<u8>,
    /// The number of bytes at which to try again.
    again: usize,
    is_broken: bool,
    /// Whether rows of the job were passed on.
    has_rows: bool,
}

impl Long {
    /// Keeps enough bytes for a refusal that is split between two pieces.
    fn keep_last(&mut self, bytes: &[u8]) {
        self.bytes = bytes[bytes.len().saturating_sub(OVERLAP)..].to_vec();
    }
}
