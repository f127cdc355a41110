//! Values that arrive in pieces: jobs and lists of jobs that are too long for one block.

use clavata_api_ext::json::Block;

use super::quick::Formatted;
use super::stream::Stream;
use super::{Flatten, NAMED_FAILURES, failures};
use crate::exit::End;
use crate::verdicts::Verdicts;

/// The state of a value that arrives in pieces.
pub(super) struct Held {
    /// The verdicts before the value.
    before: Verdicts,
    pub(super) is_doubted: bool,
}

impl Flatten<'_> {
    pub(super) fn formatted(
        &mut self,
        name: &str,
        formatted: Formatted,
        stream: &mut Stream,
    ) -> Result<(), End> {
        stream.read(usize::from(formatted.has_value));
        self.has_answers |= formatted.has_value;
        self.verdicts.add(formatted.verdicts);
        let piece = formatted.piece;
        let printed = piece.map_or(Ok(()), |piece| self.output.piece(&piece));
        for status in &formatted.said {
            self.fail(&failures::refused(name, formatted.place, status, true))?;
        }
        if let Some(held) = &mut self.held {
            held.is_doubted |= !formatted.said.is_empty();
        }
        Ok(printed?)
    }

    /// Reads a piece of a list that came with an error, so that nothing in it is clear.
    pub(super) fn doubted(
        &mut self,
        name: &str,
        block: &Block,
        stream: &mut Stream,
    ) -> Result<(), End> {
        if let Some(held) = &mut self.held {
            held.is_doubted = true;
        }
        self.block(name, block, stream)
    }

    /// Begins a value that arrives in pieces, if it has not begun. An error at its end may be about everything in
    /// it.
    pub(super) fn hold(&mut self) {
        if self.held.is_none() {
            self.output.hold();
            self.held = Some(Held {
                before: std::mem::take(&mut self.verdicts),
                is_doubted: false,
            });
        }
    }

    /// Ends the value, if it has begun. `is_cut` says that its end is missing.
    pub(super) fn release(&mut self, is_cut: bool) -> Result<(), End> {
        let Some(held) = self.held.take() else {
            return Ok(());
        };
        let is_doubted = held.is_doubted || is_cut;
        let mut verdicts = std::mem::replace(&mut self.verdicts, held.before);
        if is_doubted {
            verdicts.doubt();
        }
        self.verdicts.add(verdicts);
        Ok(self.output.release(is_doubted)?)
    }

    /// Reports that a job in pieces cannot be read further.
    pub(super) fn broke(
        &mut self,
        name: &str,
        (why, rest): (&str, &Block),
        stream: &mut Stream,
    ) -> Result<(), End> {
        let (what, failure) = failures::broke(name, rest.place, why);
        let printed = self.output.unread(&what);
        self.verdicts.see_unjudged();
        stream.unreadable += 1;
        if stream.unreadable <= NAMED_FAILURES {
            self.fail(&failure)?;
        }
        printed?;
        // The failure has been reported.
        stream.of_value = 1;
        self.part(name, rest.place, &rest.bytes, stream)
    }
}
