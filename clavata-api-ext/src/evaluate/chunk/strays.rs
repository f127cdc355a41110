//! Answers that cannot be trusted, and strays: answers that do not name their input.

use std::sync::Arc;

use super::Chunk;
use crate::Verdict;
use crate::error::Error;
use crate::evaluate::answer::Answer;
use crate::evaluate::ledger;

/// The answers of a request that are not clear and do not name their input.
pub(super) struct Strays {
    /// All inputs of the request.
    group: Vec<usize>,
    /// The inputs without their own answer.
    open: Vec<usize>,
    count: usize,
}

impl Chunk {
    /// Fails all inputs of a request whose answers cannot be trusted, except those that are flagged or refused.
    pub(super) fn distrust(&mut self, group: &[usize], error: &Arc<Error>) {
        let doubted = self.doubted(group);
        self.fail(&doubted, error);
    }

    /// The inputs of a group that could pass, or have no answer.
    pub(super) fn doubted(&self, group: &[usize]) -> Vec<usize> {
        let believed = |answer: &Option<Answer>| match answer {
            Some(Answer::Evaluated(answer)) => answer.verdict() == Verdict::Flagged,
            Some(Answer::Refused(_)) => true,
            Some(Answer::Failed(_)) | None => false,
        };
        let doubted = group.iter().copied();
        doubted
            .filter(|index| !believed(&self.answers[*index]))
            .collect()
    }

    pub(super) fn stray(&mut self, group: &[usize], open: &[usize], count: usize) {
        if count > 0 {
            let (group, open) = (group.to_vec(), open.to_vec());
            self.strays.push(Strays { group, open, count });
        }
    }

    /// A stray that is not clear belongs to some input. If too few of the inputs that it may have been for
    /// turned out not to be clear, it may be for any input of its group.
    pub(super) fn settle_strays(&mut self) {
        for strays in std::mem::take(&mut self.strays) {
            let explains = |index: &&usize| match &self.answers[**index] {
                Some(Answer::Evaluated(answer)) => answer.verdict() != Verdict::Clear,
                Some(Answer::Refused(_)) => true,
                Some(Answer::Failed(_)) | None => false,
            };
            if strays.open.iter().filter(explains).count() < strays.count {
                let error = Error::unreadable(ledger::STRAY);
                self.distrust(&strays.group, &Arc::new(error));
            }
        }
    }
}
