//! Counts what happened to the answers.

use std::fmt;

/// How many answers were archived, and why others were not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    new: u64,
    /// Answers that were already archived.
    known: u64,
    /// Jobs that have not ended, whose answers are not final.
    pub(crate) running: u64,
}

impl Kept {
    /// Counts an answer that was kept now or earlier.
    pub(super) fn count(&mut self, is_new: bool) {
        if is_new {
            self.new += 1;
        } else {
            self.known += 1;
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "archive: {} new", self.new)?;
        if self.known > 0 {
            write!(f, ", {} already there", self.known)?;
        }
        match self.running {
            0 => Ok(()),
            1 => f.write_str(", 1 job not kept, because it has not ended"),
            jobs => write!(f, ", {jobs} jobs not kept, because they have not ended"),
        }
    }
}
