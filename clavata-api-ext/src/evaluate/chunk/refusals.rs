//! Finds out which input of a group a refusal is about.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::Chunk;
use crate::error::Error;
use crate::evaluate::answer::Answer;
use crate::{Refusals, are_of_different_content};

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
    /// material must not be lost because of another error. All are one error, so that none hides another.
    pub(super) fn tell_refusals(&mut self) {
        let mut about = BTreeSet::new();
        let mut all = None;
        for refusal in std::mem::take(&mut self.refusals) {
            let suspects = self.suspects(&refusal);
            if !suspects.is_empty() {
                about.extend(suspects);
                all = Some(match all {
                    None => refusal.error,
                    Some(before) => Error::and_refuses(before, refusal.error),
                });
            }
        }
        if let Some(error) = all {
            self.fail(&Vec::from_iter(about), &Arc::new(error));
        }
    }

    /// The inputs that may be the refused ones: those that failed for another reason, unless all refused content was
    /// found by its hash, and all that were not refused if these are too few.
    fn suspects(&self, refusal: &Untraced) -> Vec<usize> {
        let Untraced {
            group,
            error,
            is_explained,
        } = refusal;
        let told = Told::by(error);
        let found = self.found(error, &told, group);
        let mut suspects = self.named(error, group);
        if found.by_hash == told.hashes.len() && told.nameless == 0 {
            return suspects;
        }
        let failed = |index: &&usize| matches!(self.answers[**index], Some(Answer::Failed(_)));
        let refused = |index: &&usize| matches!(self.answers[**index], Some(Answer::Refused(_)));
        let explaining = if *is_explained {
            group.iter().filter(failed).count()
        } else {
            0
        };
        let is_enough = found.all + explaining >= told.count().min(group.len());
        let more = group.iter().filter(|index| !refused(index));
        suspects.extend(more.filter(|index| !is_enough || failed(index)));
        suspects
    }

    /// How much of the content that the error refuses is found: an input is refused for it, or has an answer with its
    /// hash.
    fn found(&self, error: &Error, told: &Told<'_>, group: &[usize]) -> Found {
        let has_csam = |error: &Error| error.refusals().is_some_and(Refusals::has_csam);
        let (mut found, mut others) = (BTreeSet::new(), BTreeSet::new());
        let mut nameless = 0;
        for index in group {
            match &self.answers[*index] {
                Some(Answer::Evaluated(answer)) => {
                    found.extend(told.hashes.get(answer.content_hash()).copied());
                }
                Some(Answer::Refused(own)) => {
                    let its = Told::by(own);
                    if !its.hashes.is_disjoint(&told.hashes) {
                        found.extend(told.hashes.intersection(&its.hashes).copied());
                    } else if has_csam(own) || !has_csam(error) {
                        others.extend(its.hashes.into_iter().filter(|hash| told.may_include(hash)));
                        nameless += its.nameless;
                    }
                }
                _ => {}
            }
        }
        Found {
            by_hash: found.len(),
            all: found.len() + others.len() + nameless,
        }
    }

    /// The inputs of a group that have an answer about content that the refusal names.
    fn named(&self, error: &Error, group: &[usize]) -> Vec<usize> {
        let told = Told::by(error);
        let is_named = |index: &usize| {
            matches!(&self.answers[*index], Some(Answer::Evaluated(answer))
                if told.hashes.contains(answer.content_hash()))
        };
        group.iter().copied().filter(is_named).collect()
    }
}

/// A refusal of several inputs, whose input was not found yet.
pub(super) struct Untraced {
    pub(super) group: Vec<usize>,
    pub(super) error: Error,
    /// Whether it can be about inputs without an answer. Otherwise, it may as well be about one that has an answer.
    pub(super) is_explained: bool,
}

/// How many pieces of refused content are found.
struct Found {
    by_hash: usize,
    /// Also those that may be the same: they are refused alone, as gravely, and no hash says that they are others.
    all: usize,
}

/// The content that an error refuses.
struct Told<'a> {
    hashes: HashSet<&'a str>,
    /// The number of pieces without a hash.
    nameless: usize,
}

impl<'a> Told<'a> {
    fn by(error: &'a Error) -> Self {
        match error.refusals() {
            Some(refusals) => Self {
                hashes: refusals.hashes(),
                nameless: refusals.nameless(),
            },
            None => Self {
                hashes: HashSet::new(),
                nameless: 1,
            },
        }
    }

    /// Whether some of the content may have this hash, which is none of those known: in another algorithm.
    fn may_include(&self, hash: &str) -> bool {
        let may_be = |one: &&str| !are_of_different_content(one, hash);
        self.nameless > 0 || self.hashes.iter().any(may_be)
    }

    fn count(&self) -> usize {
        self.hashes.len() + self.nameless
    }
}
