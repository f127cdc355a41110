//! Finds out which input of a group a refusal is about.

use std::collections::BTreeSet;
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
        self.refusals.push((group, Arc::new(error)));
    }

    /// Reports refusals whose input was not found by sending the inputs again: a match of known abuse
    /// material must not be lost because of another error.
    pub(super) fn tell_refusals(&mut self) {
        for (group, error) in std::mem::take(&mut self.refusals) {
            let found = self.found(&error, &group);
            let failed = |index: &usize| matches!(self.answers[*index], Some(Answer::Failed(_)));
            let mut about: Vec<usize> = group.iter().copied().filter(failed).collect();
            if about.is_empty() && !found.are_enough {
                about.extend(&group);
            } else if found.are_all {
                about.clear();
            }
            about.extend(self.named(&error, &group));
            for index in about {
                self.refuse(index, &error);
            }
        }
    }

    /// Fails an input that may have been refused, unless it was, or may have been for something graver.
    fn refuse(&mut self, index: usize, error: &Arc<Error>) {
        let weight = |error: &Error| error.refusals().map(|one| (one.has_csam(), one.count()));
        match &self.answers[index] {
            Some(Answer::Refused(_)) => {}
            Some(Answer::Failed(before)) if weight(before) >= weight(error) => {}
            _ => self.answers[index] = Some(Answer::Failed(error.clone())),
        }
    }

    /// Which of the content that the error refuses is found: an input is refused for it, or has an answer with its hash.
    fn found(&self, error: &Error, group: &[usize]) -> Found {
        let told = Told::by(error);
        let (mut found, mut others) = (BTreeSet::new(), BTreeSet::new());
        let mut nameless = 0;
        for index in group {
            match &self.answers[*index] {
                Some(Answer::Evaluated(answer)) => {
                    found.extend(told.hashes.get(answer.content_hash()).copied());
                }
                Some(Answer::Refused(error)) => {
                    let its = Told::by(error);
                    if its.hashes.is_disjoint(&told.hashes) {
                        others.extend(its.hashes.into_iter().filter(|hash| told.may_include(hash)));
                        nameless += its.nameless;
                    } else {
                        found.extend(told.hashes.intersection(&its.hashes).copied());
                    }
                }
                _ => {}
            }
        }
        Found {
            are_all: told.nameless == 0 && found.len() == told.hashes.len(),
            are_enough: found.len() + others.len() + nameless >= told.count().min(group.len()),
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

/// Whether content that an error refuses is found.
struct Found {
    /// Whether each piece is, by its hash. Otherwise, it may be an input that failed for another reason.
    are_all: bool,
    /// Whether as many are as it refuses. Otherwise, it may even be an input with an answer.
    are_enough: bool,
}

/// The content that an error refuses.
struct Told<'a> {
    hashes: BTreeSet<&'a str>,
    /// The number of pieces without a hash.
    nameless: usize,
}

impl<'a> Told<'a> {
    fn by(error: &'a Error) -> Self {
        let Some(refusals) = error.refusals() else {
            return Self {
                hashes: BTreeSet::new(),
                nameless: 1,
            };
        };
        let named = || {
            let hashes = refusals.iter().filter_map(|one| one.content_hash());
            hashes.filter(|hash| !hash.is_empty())
        };
        Self {
            hashes: named().collect(),
            nameless: refusals.count() - named().count(),
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
