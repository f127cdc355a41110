//! Finds what follows the results of a long job or list before the results are read.

use std::io;

use crate::input::Ahead;
use clavata_api_ext::api::{Job, JobStatus};
use clavata_api_ext::flatten::end_of_results;
use clavata_api_ext::json::{Outline, Outlined, Piece};
use clavata_api_ext::{Arrived, read};
use memchr::memmem;

/// Which later parts of a value its rows show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Only whether an error came with them.
    Errors,
    /// Also the times of their job.
    Times,
}

/// More than the last result of a job and the rest of the job usually have, in bytes.
const END: usize = 64 << 10;

/// What the rows of a long value show of the rest of the value.
#[derive(Default)]
pub(super) struct Lookahead {
    /// The job without its results, if it is one.
    pub(super) job: Option<Box<Job>>,
    /// Whether a list came with an error, so that nothing in it is clear.
    pub(super) is_doubted: bool,
}

impl Lookahead {
    /// Searches the rest of a value that begins with `begun`. `None` if the value must be read as a whole: it has no
    /// end, its other parts cannot be read, or a job came with an error.
    ///
    /// The search continues to the end of the value, because only the brackets show where that is. There is one
    /// exception: if the last value of a plain file is the same job, without anything around it, the times are taken
    /// from the end of the file.
    ///
    /// # Errors
    ///
    /// If the bytes that were searched cannot be stored. The value must then also be read as a whole.
    pub(super) fn of(input: &mut Ahead, begun: &[u8], need: Need) -> io::Result<Option<Self>> {
        let end = input.last(END).filter(|_| need == Need::Times);
        let mut outline = Outline::default();
        let mut outlined = Outlined::More;
        let mut at_end = None;
        let mut was_in_results = false;
        let mut is_enough = |bytes: &[u8]| {
            outlined = outline.push(bytes);
            if !was_in_results && outline.is_in_results() {
                was_in_results = true;
                let end = end.as_deref();
                at_end = end.and_then(|end| Self::at_end(outline.text(), end));
            }
            outlined != Outlined::More || at_end.is_some()
        };
        if !is_enough(begun) {
            input.read_on(is_enough)?;
        }
        if at_end.is_some() {
            return Ok(at_end);
        }
        Ok(match outlined {
            Outlined::Ended => Self::around(outline.text()),
            _ => None,
        })
    }

    /// Returns the same for a piece of the value. For a job, only the first piece needs it.
    pub(super) fn for_piece(&mut self, piece: Option<Piece>) -> Self {
        Self {
            job: match piece {
                Some(Piece::Job { is_first: true, .. }) => self.job.take(),
                _ => None,
            },
            is_doubted: piece.is_some() && self.is_doubted,
        }
    }

    /// Reads a value without its long lists.
    fn around(outline: &[u8]) -> Option<Self> {
        let value = read(outline);
        let is_doubted = value.status.is_some();
        if !value.unreadable.is_empty() {
            return None;
        }
        let job = match value.answer {
            Some(Arrived::Job(job)) if !is_doubted => Some(Box::new(job)),
            Some(Arrived::Jobs(_)) => None,
            _ => return None,
        };
        Some(Self { job, is_doubted })
    }

    /// Uses the end of the file as the end of the job, given everything in the job before its results.
    ///
    /// The last result in the file must belong to the same job. The file may contain that job several times, so the
    /// job must already be completed before these results: then all copies show the same times. The code that reads
    /// the results verifies this.
    fn at_end(begun: &[u8], end: &[u8]) -> Option<Self> {
        // A completed job has its status before its results.
        memmem::find(begun, b"\"status\"")?;
        let (from, of) = end_of_results(end, 0)?;
        let text = [begun.strip_suffix(b"[")?, b"[", &end[from..]].concat();
        let lookahead = Self::around(&text)?;
        let job = lookahead.job.as_deref()?;
        let is_final = job.status == JobStatus::Completed
            && job.created.is_some()
            && job.updated.is_some()
            && job.completed.is_some()
            && job.job_uuid == Some(of);
        is_final.then_some(lookahead)
    }
}
