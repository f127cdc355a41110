//! Reports what is wrong with a value: each cause once, and each hint once for an input.

use clavata_api_ext::DecodeError;
use clavata_api_ext::api::Status;
use clavata_api_ext::json::{Frame, Place};

use super::stream::Stream;
use super::{Flatten, NAMED_FAILURES, failures};
use crate::exit::End;

impl Flatten {
    pub(super) fn unreadable(
        &mut self,
        name: &str,
        frame: &Frame,
        why: &DecodeError,
        stream: &mut Stream,
    ) -> Result<(), End> {
        if stream.is_end_of_cut(frame) {
            // The list around a value that was cut off: the same end again.
            return Ok(());
        }
        let is_first = frame.place == Place::default();
        stream.unreadable += 1;
        if why.is_cut_short() {
            stream.cut_at(frame);
        }
        if stream.unreadable > NAMED_FAILURES {
            return Ok(());
        }
        let of = (stream.jobs(), is_first);
        let failure = failures::unreadable(name, frame.place, why, of);
        if stream.hint(failure.hint()) {
            return self.fail(&failure);
        }
        self.fail(&failure.with_hint(String::new()))
    }

    /// `is_beside` says that the error came with an answer.
    pub(super) fn said(
        &mut self,
        name: &str,
        place: Place,
        status: &Status,
        is_beside: bool,
    ) -> Result<(), End> {
        self.fail(&failures::refused(name, place, status, is_beside))
    }
}
