//! Cuts a block from the bytes read so far.

use std::io::Read;

use super::{Block, Blocks, Given, MOST_REUSED, Piece};
use crate::json::frames::OVERLAP;

impl<R: Read> Blocks<R> {
    /// Reuses the buffer of an earlier block, unless it is larger than [`MOST_REUSED`]. To allocate a buffer for each
    /// block, and free it on another thread, costs more than to fill it.
    pub fn reuse(&mut self, mut memory: Vec<u8>) {
        memory.clear();
        if memory.capacity() <= MOST_REUSED {
            self.spare = memory;
        }
    }

    /// Returns what has been read of a value that is too long, and drops most of it.
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
