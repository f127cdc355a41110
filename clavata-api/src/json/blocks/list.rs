//! A list of jobs that is longer than a block: each block holds some of its jobs, as a list.

use std::io::Read;

use super::pieces::{Piece, blank, words};
use super::{Block, Blocks};
use crate::json::extent::{Extent, Seen};

/// How the list begins in every block after the first.
const HEAD: &[u8] = b"{\"jobs\":[";
const TAIL: &[u8] = b"]}";

/// A list of jobs that has begun.
#[derive(Debug)]
pub(super) struct Jobs {
    /// The number of jobs in earlier blocks, and of those found here before the last one that has begun.
    pub(super) given: usize,
    found: usize,
    /// Where the last one begins, where the one before it ends, and how far it has been scanned.
    last: usize,
    ended: usize,
    seen: usize,
    /// `None` after its end.
    extent: Option<Extent>,
}

impl Jobs {
    /// Begins a list and its first job, if the bytes begin with one.
    pub(super) fn begin(bytes: &[u8]) -> Option<Self> {
        let first = words(bytes, &["{", "\"jobs\"", ":", "[", "{"])?;
        Some(Self::at(first, 0))
    }

    fn at(start: usize, given: usize) -> Self {
        Self {
            given,
            found: 0,
            last: start,
            ended: start,
            seen: start,
            extent: Some(Extent::default()),
        }
    }

    /// Scans more jobs. Returns whether the list may continue with another one.
    ///
    /// It accepts only jobs with a comma between them. At anything else, the rest of the list, together with the last
    /// job, becomes one value, and the readers report what is wrong with it.
    fn scan(&mut self, bytes: &[u8]) -> bool {
        loop {
            let rest = &bytes[self.seen..];
            let Some(extent) = &mut self.extent else {
                let comma = blank(rest);
                match rest.get(comma) {
                    None => return true,
                    Some(b',') => {}
                    Some(_) => return false,
                }
                let next = comma + 1 + blank(&rest[comma + 1..]);
                match rest.get(next) {
                    None => return true,
                    Some(b'{') => {}
                    Some(_) => return false,
                }
                self.found += 1;
                (self.ended, self.last) = (self.seen, self.seen + next);
                (self.seen, self.extent) = (self.last, Some(Extent::default()));
                continue;
            };
            match extent.take(rest) {
                Seen::More(taken) => {
                    self.seen += taken;
                    return true;
                }
                Seen::Ended(taken) => {
                    self.seen += taken;
                    self.extent = None;
                }
                Seen::Broke(_) => return false,
            }
        }
    }
}

impl<R: Read> Blocks<R> {
    /// Takes the complete jobs from the current list.
    pub(super) fn take_jobs(&mut self) -> Option<Block> {
        let jobs = self.jobs.as_mut()?;
        let goes_on = jobs.scan(&self.bytes) && self.bytes.len() - jobs.last <= self.limit;
        let first = jobs.given;
        let next = jobs.given + jobs.found;
        let is_any = jobs.found > 0;
        if !goes_on {
            self.rest_of_list = Some(next);
        }
        if !is_any {
            if !goes_on {
                self.jobs = None;
                (self.seen, self.extent) = (0, Some(Extent::default()));
            }
            return None;
        }
        let (last, seen, extent) = (jobs.last, jobs.seen, jobs.extent.take());
        let mut bytes = [HEAD, &self.bytes[last..]].concat();
        let place = self.list_place.unwrap_or(self.place);
        self.place.move_over(&self.bytes[..last]);
        self.place.column = self.place.column.saturating_sub(HEAD.len());
        let ended = jobs.ended;
        std::mem::swap(&mut bytes, &mut self.bytes);
        bytes.truncate(ended);
        bytes.extend_from_slice(TAIL);
        self.jobs = goes_on.then(|| Jobs {
            seen: seen - last + HEAD.len(),
            extent,
            ..Jobs::at(HEAD.len(), next)
        });
        (self.seen, self.extent) = (0, Some(Extent::default()));
        Some(Block {
            bytes,
            place,
            is_part: false,
            piece: Some(Piece::Jobs {
                first,
                is_end: false,
            }),
        })
    }
}
