//! The state of an input while it is read.

use clavata_api_ext::Id;
use clavata_api_ext::api::EvaluateResponse;
use clavata_api_ext::json::{Frame, Piece, Place};

use super::NAMED_FAILURES;
use super::careful::MOST;

/// An evaluate stream: its job, and the number of answers so far.
pub(super) type Numbered = (Option<Id>, usize);

/// The state of an input.
#[derive(Default)]
pub(super) struct Stream {
    /// Whether it contained any value.
    pub(super) any: bool,
    /// The number of values that could not be read.
    pub(super) unreadable: usize,
    /// Whether the input may be endless, such as a pipe or a device.
    is_open: bool,
    /// The piece of a long value that is being read.
    pub(super) piece: Option<Piece>,
    /// The number of bytes read so far of a value that is too long.
    pub(super) of_value: usize,
    /// Where a value that was cut off ends.
    cut_at: Option<Place>,
    /// The hints that were given. One is enough for all values that it is about.
    hints: Vec<String>,
    /// The job of the current evaluate stream. Another job means another stream.
    job: Option<Id>,
    /// The number of its results so far.
    seen: usize,
}

impl Stream {
    pub(super) fn of(size: Option<u64>) -> Self {
        Self {
            is_open: size.is_none(),
            ..Self::default()
        }
    }

    /// The number of jobs of a list that were read before the current piece.
    pub(super) fn jobs(&self) -> usize {
        match self.piece {
            Some(Piece::Jobs { first, .. }) => first,
            _ => 0,
        }
    }

    /// Whether the list goes on in the next piece.
    pub(super) fn is_amid_list(&self) -> bool {
        matches!(self.piece, Some(Piece::Jobs { is_end: false, .. }))
    }

    /// Adds values that were read elsewhere.
    pub(super) fn read(&mut self, values: usize) {
        self.any |= values > 0;
        self.of_value = 0;
    }

    /// Whether the current value seems endless. A file is always read to its end.
    pub(super) fn is_endless(&self) -> bool {
        self.is_open && self.of_value > MOST
    }

    /// The number of unreadable values that were not reported.
    pub(super) fn untold(&self) -> usize {
        self.unreadable.saturating_sub(NAMED_FAILURES)
    }

    /// Records that a value was cut off.
    pub(super) fn cut_at(&mut self, frame: &Frame) {
        self.cut_at = Some(end_of(frame));
    }

    /// Whether it stands for the missing end of a list whose last value was cut off.
    pub(super) fn is_end_of_cut(&self, frame: &Frame) -> bool {
        frame.bytes == b"{" && self.cut_at == Some(frame.place)
    }

    /// Whether a hint is new.
    pub(super) fn hint(&mut self, hint: &str) -> bool {
        let is_new = !self.hints.iter().any(|given| given == hint);
        if is_new {
            self.hints.push(hint.to_owned());
        }
        is_new
    }

    /// Continues with answers that were numbered elsewhere. Returns whether they are the next ones.
    pub(super) fn goes_on_from(&mut self, before: &Numbered, after: Numbered) -> bool {
        let is_next = (&self.job, self.seen) == (&before.0, before.1);
        if is_next {
            (self.job, self.seen) = after;
        }
        is_next
    }

    pub(super) fn index_of(&mut self, answer: &EvaluateResponse) -> usize {
        if answer.job_uuid != self.job {
            self.job.clone_from(&answer.job_uuid);
            self.seen = 0;
        }
        self.seen += 1;
        self.seen - 1
    }
}

/// Where a value ends.
fn end_of(frame: &Frame) -> Place {
    let mut place = frame.place;
    place.move_over(&frame.bytes);
    place
}
