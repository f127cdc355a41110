//! One value, as it is in the input.

use std::collections::VecDeque;

use super::pieces::pieces;
use super::separators;
use crate::json::extent::{Extent, Seen};
use crate::json::place::Place;

/// A piece of the input. It may not be JSON; the reader checks that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it begins.
    pub place: Place,
    /// Whether it is only part of a value that exceeds the limit.
    pub is_part: bool,
}

impl Frame {
    /// Returns the next value in bytes that nothing follows, and the number of bytes up to its end. There are several
    /// values if it broke off and another begins within it, and none at the end. `place` is where the bytes begin;
    /// it is moved to where the rest begins.
    pub fn next(bytes: &[u8], place: &mut Place) -> (Vec<Self>, usize) {
        let blank = separators(bytes, true, &mut 0);
        let mut frames = VecDeque::new();
        place.move_over(&bytes[..blank]);
        let rest = &bytes[blank..];
        let (taken, is_whole) = match Extent::default().take(rest) {
            Seen::Ended(taken) => (taken, true),
            Seen::Broke(taken) => (taken, false),
            Seen::More(_) => (rest.len(), false),
        };
        let value = &rest[..taken];
        if is_whole {
            frames.push_back(Self {
                bytes: value.to_vec(),
                place: *place,
                is_part: false,
            });
            place.move_over(value);
        } else {
            pieces(value, place, &mut frames);
        }
        (frames.into(), blank + taken)
    }
}
