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
        match (left, group.as_slice()) {
            // A refusal outweighs anything else about its input.
            ([only], _) | ([], [only]) => {
                self.answers[*only] = Some(Answer::Refused(Box::new(error)));
                self.failures = 0;
            }
            _ => {
                if !left.is_empty() {
                    self.split(left, groups);
                }
                self.refusals.push((group, Arc::new(error)));
            }
        }
    }

    /// Reports refusals whose input was not found by sending the inputs again: a match of known abuse
    /// material must not be lost because of another error.
    pub(super) fn tell_refusals(&mut self) {
        for (group, error) in std::mem::take(&mut self.refusals) {
            let refusals = error.refusals();
            let told = refusals.map_or(1, |refusals| refusals.count().max(1));
            let found = |index: &&usize| matches!(self.answers[**index], Some(Answer::Refused(_)));
            let found = group.iter().filter(found).count();
            if found >= told.min(group.len()) {
                continue;
            }
            let failed = |index: &usize| matches!(self.answers[*index], Some(Answer::Failed(_)));
            let mut about: Vec<usize> = group.iter().copied().filter(failed).collect();
            if about.is_empty() && found == 0 {
                let named = |index: &usize| {
                    matches!(&self.answers[*index], Some(Answer::Evaluated(answer))
                        if refusals.into_iter().flatten().any(|one| one.content_hash() == Some(answer.content_hash())))
                };
                about = group.iter().copied().filter(named).collect();
                if about.is_empty() {
                    about = group;
                }
            }
            self.fail(&about, &error);
        }
    }
}
