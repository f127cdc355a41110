//! Compares what several inputs were refused for with what one of them was refused for alone.

use std::collections::HashSet;

use crate::error::Error;
use crate::{Refusal, Refusals, are_of_different_content};

/// A piece of refused content.
#[derive(Clone, Copy)]
struct Piece<'a> {
    hash: Option<&'a str>,
    /// Whether it is, or may be, known child abuse material.
    is_grave: bool,
}

/// The pieces that an error refuses. One that is named twice by its hash counts once.
fn pieces(error: &Error) -> Vec<Piece<'_>> {
    let nothing = Piece {
        hash: None,
        is_grave: true,
    };
    let Some(refusals) = error.refusals() else {
        return vec![nothing];
    };
    let mut seen = HashSet::new();
    let readable = refusals.iter().map(|refusal: &Refusal| Piece {
        hash: refusal.content_hash(),
        is_grave: refusal.is_csam(),
    });
    let mut pieces: Vec<_> = readable
        .filter(|piece| piece.hash.is_none_or(|hash| seen.insert(hash)))
        .collect();
    let unreadable = Piece {
        hash: None,
        is_grave: refusals.has_csam(),
    };
    let unread = refusals.count() - Refusals::len(refusals);
    pieces.extend(std::iter::repeat_n(unreadable, unread));
    pieces
}

/// What an input was refused for alone. It is one piece of content, however many details tell of it.
pub(super) struct Own<'a>(Vec<Piece<'a>>);

impl<'a> Own<'a> {
    pub(super) fn by(error: &'a Error) -> Self {
        Self(pieces(error))
    }

    pub(super) fn hashes(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(|piece| piece.hash)
    }
}

/// The pieces that an error refuses several inputs for, and that are not found yet.
pub(super) struct Told<'a> {
    all: HashSet<&'a str>,
    left: Vec<Piece<'a>>,
}

impl<'a> Told<'a> {
    pub(super) fn by(error: &'a Error) -> Self {
        let left = pieces(error);
        Self {
            all: left.iter().filter_map(|piece| piece.hash).collect(),
            left,
        }
    }

    /// Removes the pieces with these hashes.
    pub(super) fn found<'h>(&mut self, hashes: impl Iterator<Item = &'h str>) {
        let hashes: HashSet<&str> = hashes.collect();
        let is_left = |piece: &Piece<'_>| piece.hash.is_none_or(|hash| !hashes.contains(hash));
        self.left.retain(is_left);
    }

    /// Whether all pieces were found by their hashes.
    pub(super) fn is_found(&self) -> bool {
        self.left.is_empty()
    }

    /// The number of pieces that are left.
    pub(super) fn left(&self) -> usize {
        self.left.len()
    }

    /// Removes the pieces that an input was probably refused for: all that say nothing else about content that was found
    /// by its hash, or one that may be the same and is no graver. Returns whether the input is accounted for.
    pub(super) fn explain(&mut self, own: &Own<'_>) -> bool {
        let is_found = own.hashes().any(|hash| self.all.contains(hash));
        let own = own.0.iter().filter(|one| !is_found || one.hash.is_none());
        for one in own {
            let may_be = |piece: &Piece<'_>| {
                let is_graver = piece.is_grave && !one.is_grave;
                if is_graver || is_found && piece.hash.is_some() {
                    return false;
                }
                match (piece.hash, one.hash) {
                    (Some(told), Some(own)) => !are_of_different_content(told, own),
                    _ => true,
                }
            };
            // The graver ones first.
            let at = self
                .left
                .iter()
                .position(|piece| piece.is_grave && may_be(piece));
            let at = at.or_else(|| self.left.iter().position(may_be));
            if let Some(at) = at {
                self.left.swap_remove(at);
                if !is_found {
                    return true;
                }
            }
        }
        is_found
    }
}
