//! Splits a value that broke off.

use std::collections::VecDeque;

use memchr::memmem;

use super::{Frame, separators};
use crate::json::extent::{Extent, Seen};
use crate::json::place::Place;

/// Splits a value that broke off at the lines that begin with an object, any of which may be complete. `place` is
/// where the value begins, and is moved to where it ends.
pub(super) fn pieces(mut broken: &[u8], place: &mut Place, frames: &mut VecDeque<Frame>) {
    while !broken.is_empty() {
        let line = memmem::find(broken, b"\n{").map_or(broken.len(), |at| at + 1);
        let (mut piece, later) = broken.split_at(line);
        broken = later;
        while !piece.is_empty() {
            let blank = separators(piece, true, &mut 0);
            place.move_over(&piece[..blank]);
            piece = &piece[blank..];
            let taken = match Extent::default().take(piece) {
                Seen::Ended(taken) | Seen::Broke(taken) => taken,
                Seen::More(_) => piece.len(),
            };
            let (value, later) = piece.split_at(taken);
            if !value.is_empty() {
                frames.push_back(Frame {
                    bytes: value.to_vec(),
                    place: *place,
                    is_part: false,
                });
            }
            place.move_over(value);
            piece = later;
        }
    }
}
