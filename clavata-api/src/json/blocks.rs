//! Reads complete values from any reader, many at a time.

mod ends;
mod giving;
mod list;
mod pieces;

use std::io::{self, Read};

use super::extent::Extent;
use super::frames::{OVERLAP, UNOPENED, unreadable};
use super::place::Place;
use list::Jobs;
pub use pieces::Piece;
use pieces::is_job;

/// How much is read at once. Large enough to keep a core busy for a while, small enough that a few
/// blocks and their decoded values take little memory.
const LARGEST: usize = 256 * 1024;

/// The capacity of the largest buffer that is reused, in bytes. Most blocks need less.
pub const MOST_REUSED: usize = 4 * LARGEST;

/// For inputs that arrive in small chunks, such as pipes.
const SMALLEST: usize = 64 * 1024;

/// The size of the parts of a value that exceeds the limit, after the first part.
const PART: usize = 4 << 20;

/// One or more values. The last one ends with the block, unless it breaks off.
#[derive(Debug)]
pub struct Block {
    /// The values, as they are in the input.
    pub bytes: Vec<u8>,
    /// Where they begin.
    pub place: Place,
    /// Whether it is only part of a single value, which exceeds the limit.
    pub is_part: bool,
    /// What it holds, if it is a piece of one long value.
    pub piece: Option<Piece>,
}

/// Reads an input block by block. The values are the same as from [`Frames`](super::Frames), but not yet split.
/// Only a list without its beginning may go unnoticed after one value per line, because such lines are not scanned.
#[derive(Debug)]
pub struct Blocks<R> {
    input: R,
    limit: usize,
    /// What has been read but not returned.
    bytes: Vec<u8>,
    /// An empty buffer for the next block.
    spare: Vec<u8>,
    place: Place,
    /// Where the last value begins, and how far it has been scanned.
    start: usize,
    seen: usize,
    extent: Option<Extent>,
    lists: usize,
    /// Whether a value broke off, or values were skipped unseen. Then brackets prove nothing.
    is_unsure: bool,
    given: Given,
    /// The sizes from which a list of jobs and a job are returned in several blocks.
    long: [usize; 2],
    /// The jobs of such a list, while there may be more.
    jobs: Option<Jobs>,
    /// The number of jobs before the current value, which is the rest of such a list.
    rest_of_list: Option<usize>,
    /// Where that list begins. All its pieces report this place.
    list_place: Option<Place>,
    /// Whether there are bytes after a value that have not been scanned.
    is_waiting: bool,
    /// How much to read next.
    size: usize,
    /// How much is expected until the end, if known.
    left: Option<u64>,
    /// The error to return after everything that was read.
    failed: Option<io::Error>,
}

/// How the current value is returned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Given {
    /// Nothing of it has been returned.
    #[default]
    NotYet,
    /// The caller does not want it in pieces.
    Whole,
    /// It exceeds the limit, and part of it has been returned.
    InParts,
    /// It is a job, and pieces of it have been returned.
    InPieces,
}

impl<R: Read> Blocks<R> {
    /// Reads an input whose values have at most `limit` bytes. Longer values are returned in parts.
    pub fn new(input: R, limit: usize) -> Self {
        Self {
            input,
            limit: limit.max(OVERLAP * 2),
            bytes: Vec::new(),
            spare: Vec::new(),
            place: Place::default(),
            start: 0,
            seen: 0,
            extent: None,
            lists: 0,
            is_unsure: false,
            given: Given::default(),
            long: [usize::MAX; 2],
            jobs: None,
            rest_of_list: None,
            list_place: None,
            is_waiting: false,
            size: LARGEST,
            left: None,
            failed: None,
        }
    }

    /// Returns lists of jobs that have at least `lists` bytes, and jobs that have at least `jobs` bytes, in
    /// [pieces](Block::piece), so that they need no more memory than other values. A list must have `jobs` as its
    /// first key, and a job must have `jobUuid`, as the gateway sends them.
    #[must_use]
    pub fn in_pieces(self, lists: usize, jobs: usize) -> Self {
        Self {
            long: [lists, jobs],
            ..self
        }
    }

    /// Expects an input of this size, if known. The actual size may differ.
    #[must_use]
    pub fn expecting(self, size: Option<u64>) -> Self {
        Self { left: size, ..self }
    }

    /// Returns the values that the next chunk of input completes, or part of one that is too long; `None`
    /// at the end.
    ///
    /// # Errors
    ///
    /// Returns the errors of the input, after everything that could be read.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        self.next_block_if(|_, _| true)
    }

    /// Like [`next_block`](Self::next_block), but returns a long value in [pieces](Block::piece) only if `may_cut`
    /// allows it. That is called once for each long value, before its first piece, with the input and what has been
    /// read of the value.
    ///
    /// # Errors
    ///
    /// Returns the errors of the input, after everything that could be read.
    pub fn next_block_if(
        &mut self,
        mut may_cut: impl FnMut(&mut R, &[u8]) -> bool,
    ) -> io::Result<Option<Block>> {
        loop {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if std::mem::take(&mut self.is_waiting) && !self.bytes.is_empty() {
                self.look();
                if let Some(block) = self.found(&mut may_cut) {
                    return Ok(Some(block));
                }
            }
            let before = self.bytes.len();
            // One byte more, so that the end of the input shows at once.
            let left = self
                .left
                .map(|left| usize::try_from(left).unwrap_or(LARGEST));
            let size = left.map_or(self.size, |left| self.size.min(left.saturating_add(1)));
            self.bytes.resize(before + size, 0);
            let read = self.input.read(&mut self.bytes[before..]);
            self.bytes.truncate(before + *read.as_ref().unwrap_or(&0));
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if self.bytes.is_empty() && self.given != Given::InPieces => {
                    return Err(error);
                }
                Err(error) => {
                    self.failed = Some(error);
                    return Ok(Some(self.give(self.bytes.len())));
                }
                Ok(0) if !self.bytes.is_empty() || self.given == Given::InPieces => {
                    return Ok(Some(self.give(self.bytes.len())));
                }
                Ok(0) if self.lists > 0 && !(self.is_unsure && self.lists == UNOPENED) => {
                    // A list without its end or its beginning is unreadable, as such an object would be.
                    let lists = std::mem::take(&mut self.lists);
                    self.bytes.extend_from_slice(unreadable(lists));
                    return Ok(Some(self.give(1)));
                }
                Ok(0) => return Ok(None),
                Ok(read) => {
                    self.left = self.left.and_then(|left| left.checked_sub(read as u64));
                    self.size = (2 * read).clamp(SMALLEST, LARGEST);
                    self.look();
                }
            }
            if let Some(block) = self.found(&mut may_cut) {
                return Ok(Some(block));
            }
        }
    }

    /// The block that is complete, now that everything so far has been scanned.
    fn found(&mut self, may_cut: &mut impl FnMut(&mut R, &[u8]) -> bool) -> Option<Block> {
        if self.extent.is_none() {
            let is_alone = self.is_alone();
            let end = if is_alone {
                self.seen
            } else {
                self.bytes.len()
            };
            self.is_waiting = is_alone;
            return Some(self.give(end));
        }
        if self.start > 0 {
            return Some(self.give(self.start));
        }
        if self.jobs.is_none() && !self.is_alone() && self.given == Given::NotYet {
            let [lists, jobs] = self.long.map(|long| self.bytes.len() >= long);
            let is_job = jobs && is_job(&self.bytes);
            let list = lists.then(|| Jobs::begin(&self.bytes)).flatten();
            let is_long = is_job || list.is_some();
            if is_long && !may_cut(&mut self.input, &self.bytes) {
                self.given = Given::Whole;
            } else if is_job {
                self.given = Given::InPieces;
                return Some(self.piece(true));
            } else {
                self.list_place = list.as_ref().map(|_| self.place);
                self.jobs = list;
            }
        }
        if self.given == Given::InPieces {
            return Some(self.piece(false));
        }
        if self.jobs.is_some() {
            let block = self.take_jobs();
            if block.is_some() || self.jobs.is_some() {
                self.is_waiting = self.jobs.is_none();
                return block;
            }
            self.look();
            return self.found(may_cut);
        }
        let most = if self.given == Given::InParts {
            PART.min(self.limit)
        } else {
            self.limit
        };
        (self.bytes.len() > most).then(|| self.part())
    }

    /// Whether the current value is returned without others.
    fn is_alone(&self) -> bool {
        matches!(self.given, Given::InParts | Given::InPieces) || self.rest_of_list.is_some()
    }
}

#[cfg(test)]
mod tests;
