//! Compares what several inputs were refused for with what one of them was refused for alone.

use std::collections::HashSet;

use crate::error::Error;
use crate::{Refusals, are_of_different_content};

/// A piece of refused content.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) hash: Option<&'a str>,
    /// Whether it is, or may be, known child abuse material.
    pub(super) is_grave: bool,
}

impl Piece<'_> {
    /// Whether it is the same content as another, by its hash, and no graver.
    pub(super) fn is_told_by(&self, other: &Piece<'_>) -> bool {
        self.hash.is_some() && self.hash == other.hash && other.is_grave >= self.is_grave
    }

    /// Whether nothing says that it is other content than another, and it is no graver.
    fn may_be(&self, other: &Piece<'_>) -> bool {
        let differs = match (self.hash, other.hash) {
            (Some(one), Some(other)) => are_of_different_content(one, other),
            _ => false,
        };
        !differs && other.is_grave >= self.is_grave
    }
}

/// The pieces that an error refuses. One that is named twice by its hash counts once.
pub(super) fn pieces(error: &Error) -> Vec<Piece<'_>> {
    let Some(refusals) = error.refusals() else {
        let hash = None;
        let is_grave = true;
        return vec![Piece { hash, is_grave }];
    };
    let unread = refusals.count() - Refusals::len(refusals);
    let readable = refusals.iter().map(|refusal| Piece {
        hash: refusal.content_hash(),
        is_grave: refusals.may_be_csam(refusal),
    });
    // Child abuse material comes first.
    let mut seen = HashSet::new();
    let mut pieces: Vec<_> = readable
        .filter(|piece| piece.hash.is_none_or(|hash| seen.insert(hash)))
        .collect();
    let unreadable = Piece {
        hash: None,
        is_grave: refusals.may_hide_csam(),
    };
    pieces.extend(std::iter::repeat_n(unreadable, unread));
    pieces
}

/// How far what an input was refused for alone accounts for what several were refused for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Account<'a> {
    Full,
    /// It accounts for a piece with this hash, which was not told again.
    WithoutHash(&'a str),
    None,
}

/// The pieces that an error refuses several inputs for, and that are not found yet.
pub(super) struct Told<'a> {
    all: Vec<Piece<'a>>,
    left: Vec<Piece<'a>>,
}

impl<'a> Told<'a> {
    pub(super) fn by(error: &'a Error) -> Self {
        let all = pieces(error);
        let left = all.clone();
        Self { all, left }
    }

    /// Removes the pieces with these hashes.
    pub(super) fn answered(&mut self, hashes: &HashSet<&str>) {
        let is_left = |piece: &Piece<'_>| piece.hash.is_none_or(|hash| !hashes.contains(hash));
        self.left.retain(is_left);
    }

    /// Removes the pieces that an input was refused for alone, by its hash.
    pub(super) fn found(&mut self, own: &[Piece<'_>]) {
        let is_left = |piece: &Piece<'_>| !own.iter().any(|own| piece.is_told_by(own));
        self.left.retain(is_left);
    }

    /// Whether all pieces were found by their hashes.
    pub(super) fn is_found(&self) -> bool {
        self.left.is_empty()
    }

    /// Whether a piece is left that has the hash of one of these, but is graver.
    pub(super) fn says_more(&self, own: &[Piece<'_>]) -> bool {
        let hashes: HashSet<_> = own.iter().filter_map(|own| own.hash).collect();
        let mut left = self.left.iter().filter_map(|piece| piece.hash);
        left.any(|hash| hashes.contains(hash))
    }

    /// The number of pieces that are left.
    pub(super) fn left(&self) -> usize {
        self.left.len()
    }

    /// Removes the pieces that an input was probably refused for. An input is one piece of content, however many details
    /// tell of it: if its hash was told, what else it was refused for accounts for details without a hash; otherwise,
    /// for one piece that may be the same.
    pub(super) fn explain(&mut self, own: &[Piece<'_>]) -> Account<'a> {
        let is_found = |own: &&Piece<'_>| self.all.iter().any(|piece| piece.is_told_by(own));
        if own.iter().any(|own| is_found(&own)) {
            for one in own.iter().filter(|one| one.hash.is_none()) {
                self.take(|piece| piece.hash.is_none() && piece.may_be(one));
            }
            return Account::Full;
        }
        for one in own {
            if let Some(piece) = self.take(|piece| piece.may_be(one)) {
                return match (piece.hash, one.hash) {
                    (Some(hash), None) => Account::WithoutHash(hash),
                    _ => Account::Full,
                };
            }
        }
        Account::None
    }

    /// Takes a piece for which this is so, and of several a grave one.
    fn take(&mut self, is_it: impl Fn(&Piece<'_>) -> bool) -> Option<Piece<'a>> {
        let grave = self
            .left
            .iter()
            .position(|piece| piece.is_grave && is_it(piece));
        let at = grave.or_else(|| self.left.iter().position(is_it))?;
        Some(self.left.swap_remove(at))
    }
}
