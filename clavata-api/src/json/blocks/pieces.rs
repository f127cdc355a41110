//! Pieces of values that are too long for one block.

use std::io::Read;

use super::{Block, Blocks};

/// A piece of a long value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Some jobs of a list, as a list.
    Jobs {
        /// The number of jobs before them.
        first: usize,
        /// Whether it includes what follows the last job.
        is_end: bool,
    },
    /// The next bytes of a job.
    Job {
        /// Whether the job begins in it.
        is_first: bool,
        /// Whether the job ends in it, or breaks off.
        is_end: bool,
    },
}

impl<R: Read> Blocks<R> {
    /// Returns what has been read of a job that continues.
    pub(super) fn piece(&mut self, is_first: bool) -> Block {
        let bytes = std::mem::take(&mut self.bytes);
        let place = self.place;
        self.place.move_over(&bytes);
        self.seen = 0;
        let is_end = false;
        Block {
            bytes,
            place,
            is_part: false,
            piece: Some(Piece::Job { is_first, is_end }),
        }
    }
}

/// Whether a job begins here with its id, bare or as a get-job response.
pub(super) fn is_job(bytes: &[u8]) -> bool {
    let id = "\"jobUuid\"";
    words(bytes, &["{", id]).is_some() || words(bytes, &["{", "\"job\"", ":", "{", id]).is_some()
}

/// Returns the start of the last word, if the bytes begin with all of them.
pub(super) fn words(bytes: &[u8], words: &[&str]) -> Option<usize> {
    let (mut begin, mut at) = (0, 0);
    for word in words {
        begin = at + blank(&bytes[at..]);
        let is_there = bytes[begin..].starts_with(word.as_bytes());
        at = is_there.then_some(begin + word.len())?;
    }
    Some(begin)
}

pub(super) fn blank(bytes: &[u8]) -> usize {
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    bytes.iter().take_while(is_blank).count()
}
