//! Takes a block out of what has arrived.

use std::io::Read;

use super::ends::LONGEST_QUICK;
use super::list::Jobs;
use super::pieces::is_job;
use super::{Block, Blocks, Given, MOST_REUSED, PART, Piece};
use crate::json::frames::OVERLAP;

impl<R: Read> Blocks<R> {
    /// Uses the memory of an earlier block again. Memory that is taken from the system for each block, and
    /// given back from another thread, costs more than what is read into it. More than [`MOST_REUSED`] is given back.
    pub fn reuse(&mut self, mut memory: Vec<u8>) {
        memory.clear();
        if memory.capacity() <= MOST_REUSED {
            self.spare = memory;
        }
    }

    /// The block that is complete after everything so far has been scanned.
    pub(super) fn found(
        &mut self,
        may_cut: &mut impl FnMut(&mut R, &[u8]) -> bool,
    ) -> Option<Block> {
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
            let is_one = list.is_none() && (is_job || self.bytes.len() > LONGEST_QUICK);
            if is_one && self.look_again() {
                return self.found(may_cut);
            }
            let is_long = is_job || list.is_some();
            if is_long && !may_cut(&mut self.input, &self.bytes) {
                self.given = Given::Whole;
                if self.look_again() {
                    return self.found(may_cut);
                }
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

    /// Whether the value that has begun is given without others.
    pub(super) fn is_alone(&self) -> bool {
        matches!(self.given, Given::InParts | Given::InPieces) || self.rest_of_list.is_some()
    }

    /// Returns what has arrived of a value that is too long, and drops most of it.
    pub(super) fn part(&mut self) -> Block {
        let again = self.bytes.len() - OVERLAP;
        let kept = self.bytes[again..].to_vec();
        let bytes = std::mem::replace(&mut self.bytes, kept);
        let place = self.place;
        self.place.move_over(&bytes[..again]);
        self.seen -= again;
        self.given = Given::InParts;
        self.rest_of_list = None;
        self.list_place = None;
        Block {
            bytes,
            place,
            is_part: true,
            piece: None,
        }
    }

    pub(super) fn give(&mut self, end: usize) -> Block {
        let given = std::mem::take(&mut self.given);
        let mut bytes = std::mem::take(&mut self.spare);
        bytes.extend_from_slice(&self.bytes[end..]);
        self.bytes.truncate(end);
        std::mem::swap(&mut bytes, &mut self.bytes);
        let place = self.list_place.take().unwrap_or(self.place);
        self.place.move_over(&bytes);
        self.start = 0;
        self.seen -= end.min(self.seen);
        let before = self.jobs.take().map(|jobs| jobs.given);
        let rest = self.rest_of_list.take().or(before);
        let piece = if given == Given::InPieces {
            Some(Piece::Job {
                is_first: false,
                is_end: true,
            })
        } else {
            rest.map(|first| Piece::Jobs {
                first,
                is_end: true,
            })
        };
        Block {
            bytes,
            place,
            is_part: given == Given::InParts,
            piece,
        }
    }
}
