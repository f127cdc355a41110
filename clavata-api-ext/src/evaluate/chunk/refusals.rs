//! Finds out which input of a group a refusal is about.

use std::sync::Arc;

use super::Chunk;
use crate::error::Error;
use crate::evaluate::answer::Answer;

impl Chunk {
    /// Records which input was refused, or splits the group to find out.
    pub(super) fn refused(
        &mut self,
        error: Error,
        group: Vec<usize>,
        left: &[usize],
        groups: &mut Vec<Vec<usize>>,
    ) {
        let is_about_it = match (left, group.as_slice()) {
            ([] | [_], [_]) => true,
            // The others have answers, but one of them may be refused as well, or instead.
            ([_], _) => told(&error) == 1 && self.named(&error, &group).is_empty(),
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
            let named = self.named(&error, &group);
            self.fail(&named, &error);
            let is_named = |index: &usize| named.contains(index);
            let found = group.iter().map(|index| match &self.answers[*index] {
                Some(Answer::Refused(error)) => told(error),
                _ => usize::from(is_named(index)),
            });
            if found.sum::<usize>() >= told(&error).min(group.len()) {
                continue;
            }
            let failed = |index: &usize| matches!(self.answers[*index], Some(Answer::Failed(_)));
            let mut about: Vec<usize> = group.iter().copied().filter(failed).collect();
            if about.len() == named.len() {
                let refused =
                    |index: &usize| matches!(self.answers[*index], Some(Answer::Refused(_)));
                about = group;
                about.retain(|index| !refused(index));
            }
            self.fail(&about, &error);
        }
    }

    /// The inputs of a group that have an answer about content that the refusal names.
    fn named(&self, error: &Error, group: &[usize]) -> Vec<usize> {
        let refusals = error.refusals();
        let hashes = || {
            refusals
                .into_iter()
                .flatten()
                .filter_map(|one| one.content_hash())
                .filter(|hash| !hash.is_empty())
        };
        let is_named = |index: &usize| {
            matches!(&self.answers[*index], Some(Answer::Evaluated(answer))
                if hashes().any(|hash| hash == answer.content_hash()))
        };
        group.iter().copied().filter(is_named).collect()
    }
}

/// How many contents an error refuses.
fn told(error: &Error) -> usize {
    let refusals = error.refusals();
    refusals.map_or(1, |refusals| refusals.count().max(1))
}
