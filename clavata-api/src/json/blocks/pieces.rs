//! Pieces of values that are too long for one block.

use std::io::Read;

use super::{Block, Blocks};

/// A piece of a long value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Some jobs of a list, as a list of their own.
    Jobs {
        /// The number of jobs before them.
        first: usize,
        /// Whether what comes after the last job is in it, too.
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
    /// Returns what has arrived of a job that goes on.
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

/// Whether a job begins, bare or as the answer of get job, with its id.
pub(super) fn is_job(bytes: &[u8]) -> bool {
    let id = "\"jobUuid\"";
    words(bytes, &["{", id]).is_some() || words(bytes, &["{", "\"job\"", ":", "{", id]).is_some()
}

/// Where the last of the words begins, if the bytes begin with them.
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
