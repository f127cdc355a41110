//! Finds out which input of a group a refusal is about.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::Chunk;
use super::suspects::{Account, Piece, Told, pieces};
use crate::Refusals;
use crate::error::Error;
use crate::evaluate::answer::Answer;

/// A refusal of several inputs that is not traced to its inputs yet.
pub(super) struct Untraced {
    pub(super) group: Vec<usize>,
    pub(super) error: Error,
    /// Whether it can be about inputs without an answer. Otherwise, it may as well be about one that has an answer.
    pub(super) is_explained: bool,
}

impl Chunk {
    /// Records which input was refused, or splits the group to find out.
    pub(super) fn refused(
        &mut self,
        error: Error,
        group: Vec<usize>,
        left: &[usize],
        is_explained: bool,
        groups: &mut Vec<Vec<usize>>,
    ) {
        let is_about_it = match (left, group.as_slice()) {
            ([] | [_], [_]) => true,
            // The others have answers, but one of them may be refused as well, or instead. A refusal that names none of
            // them by its hash, in whatever algorithm, is about the input without an answer.
            ([_], _) if is_explained => {
                let details = error.refusals().map_or(1, Refusals::count);
                details <= 1 && self.named(&error, &group).is_empty()
            }
            _ => false,
        };
        if is_about_it {
            // A refusal outweighs anything else about its input.
            if let Some(only) = left.first().or(group.first()) {
                self.answers[*only] = Some(Answer::Refused(Box::new(error)));
            }
            self.failures = 0;
            return;
        }
        match left {
            [] => {}
            [only] => groups.push(vec![*only]),
            _ => self.split(left, groups),
        }
        self.refusals.push(Untraced {
            group,
            error,
            is_explained,
        });
    }

    /// Reports refusals whose input was not found by sending the inputs again: a match of known abuse
    /// material must not be lost because of another error. Those that may be about the same input are one error, so that
    /// none hides another.
    pub(super) fn tell_refusals(&mut self) {
        let mut told = Vec::<(BTreeSet<usize>, Error)>::new();
        let mut of_one = Vec::new();
        for refusal in std::mem::take(&mut self.refusals) {
            let (suspects, hashes) = self.suspects(&refusal);
            let all = refusal.error.refusals();
            let about = |(index, hash): (usize, String)| Some((index, all?.about(&hash)));
            of_one.extend(hashes.into_iter().filter_map(about));
            if suspects.is_empty() {
                continue;
            }
            let mut new = (suspects, self.without_found(refusal));
            for (suspects, error) in std::mem::take(&mut told) {
                if suspects.is_disjoint(&new.0) {
                    told.push((suspects, error));
                } else {
                    new = (&suspects | &new.0, error.and_refuses(new.1));
                }
            }
            told.push(new);
        }
        for (suspects, error) in told {
            let error = Arc::new(error);
            for index in suspects {
                match error.refusals() {
                    Some(more) if self.is_refused(index) => self.refuse_for(index, more),
                    _ => self.answers[index] = Some(Answer::Failed(error.clone())),
                }
            }
        }
        for (index, more) in of_one {
            self.refuse_for(index, &more);
        }
    }

    fn is_refused(&self, index: usize) -> bool {
        matches!(self.answers[index], Some(Answer::Refused(_)))
    }

    /// Adds refusals to those of an input.
    fn refuse_for(&mut self, index: usize, more: &Refusals) {
        self.answers[index] = match self.answers[index].take() {
            Some(Answer::Refused(own)) => Some(Answer::Refused(Box::new(own.and_refusals(more)))),
            other => other,
        };
    }

    /// The inputs that a refusal may be about: those that failed for another reason, unless all that it refuses was found
    /// by its hash; and if these are too few, all, except those that were refused for it. Also returns the inputs that
    /// were refused for it without a hash, with that hash.
    fn suspects(&self, refusal: &Untraced) -> (BTreeSet<usize>, Vec<(usize, String)>) {
        let Untraced {
            group,
            error,
            is_explained,
        } = refusal;
        let mut suspects: BTreeSet<_> = self.named(error, group).into_iter().collect();
        let mut told = Told::by(error);
        told.answered(&self.answered(&suspects));
        let own = self.own(group);
        for (_, own) in &own {
            told.found(own);
        }
        let mut hashes = Vec::new();
        if told.is_found() {
            return (suspects, hashes);
        }
        let mut explaining = BTreeSet::new();
        for (index, own) in &own {
            let account = told.explain(own);
            if account != Account::None {
                explaining.insert(*index);
            }
            if let Account::WithoutHash(hash) = account {
                hashes.push((*index, hash.to_owned()));
            }
        }
        // Its hash was told, for something graver.
        let is_about = |own: &&(usize, Vec<Piece<'_>>)| told.says_more(&own.1);
        suspects.extend(own.iter().filter(is_about).map(|(index, _)| *index));
        let failed = |index: &usize| matches!(self.answers[*index], Some(Answer::Failed(_)));
        let failed: Vec<_> = group.iter().copied().filter(failed).collect();
        let may_be_failed = if *is_explained { failed.len() } else { 0 };
        if told.left() <= may_be_failed {
            suspects.extend(failed);
        } else {
            let others = group.iter().filter(|index| !explaining.contains(index));
            suspects.extend(others);
        }
        (suspects, hashes)
    }

    /// The error, without the content that an input is refused for by its hash.
    fn without_found(&self, refusal: Untraced) -> Error {
        let Untraced { group, error, .. } = refusal;
        let named = self.named(&error, &group).into_iter().collect();
        let (answered, own) = (self.answered(&named), self.own(&group));
        let left = error.refusals().map(|all| {
            all.with_only(|one| {
                let hash = one.content_hash();
                let piece = Piece {
                    hash,
                    is_grave: all.may_be_csam(one),
                };
                let is_found = own
                    .iter()
                    .flat_map(|(_, own)| own)
                    .any(|own| piece.is_told_by(own));
                !is_found || hash.is_some_and(|hash| answered.contains(hash))
            })
        });
        match left {
            Some(left) => error.with_refusals(left),
            None => error,
        }
    }

    /// What inputs of a group were refused for alone.
    fn own(&self, group: &[usize]) -> Vec<(usize, Vec<Piece<'_>>)> {
        let own = group
            .iter()
            .filter_map(|index| match &self.answers[*index] {
                Some(Answer::Refused(own)) => Some((*index, pieces(own))),
                _ => None,
            });
        own.collect()
    }

    /// The hashes of the content that answers of these inputs are about.
    fn answered(&self, inputs: &BTreeSet<usize>) -> HashSet<&str> {
        let hashes = inputs
            .iter()
            .filter_map(|index| match &self.answers[*index] {
                Some(Answer::Evaluated(answer)) => Some(answer.content_hash()),
                _ => None,
            });
        hashes.collect()
    }

    /// The inputs of a group that have an answer about content that the refusal names.
    fn named(&self, error: &Error, group: &[usize]) -> Vec<usize> {
        let hashes = error.refusals().map(Refusals::hashes).unwrap_or_default();
        let is_named = |index: &usize| {
            matches!(&self.answers[*index], Some(Answer::Evaluated(answer))
                if hashes.contains(answer.content_hash()))
        };
        group.iter().copied().filter(is_named).collect()
    }
}
