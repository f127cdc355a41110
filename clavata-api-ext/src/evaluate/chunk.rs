//! Some inputs of many, until each has its answer.

use std::sync::Arc;

use super::all::{Answer, Settings, Stop};
use crate::content::Content;
use crate::error::Error;
use crate::retry::backoff;

/// Inputs that were sent in one request, and are sent again in smaller ones where that helps.
pub(super) struct Chunk {
    settings: Settings,
    stop: Stop,
    first: usize,
    contents: Vec<Content>,
    answers: Vec<Option<Answer>>,
    /// Failures in a row that brought no answer.
    failures: u32,
    /// Refusals of which it is not known which of their inputs they are about.
    refusals: Vec<(Vec<usize>, Arc<Error>)>,
}

impl Chunk {
    pub(super) fn new(
        settings: Settings,
        stop: Stop,
        first: usize,
        contents: Vec<Content>,
    ) -> Self {
        Self {
            settings,
            stop,
            first,
            answers: contents.iter().map(|_| None).collect(),
            contents,
            failures: 0,
            refusals: Vec::new(),
        }
    }

    /// One answer for each input, in order.
    pub(super) async fn judge(mut self) -> Vec<(usize, Answer)> {
        let mut groups = vec![(0..self.contents.len()).collect::<Vec<_>>()];
        while let Some(group) = groups.pop() {
            if let Some(error) = self.stop.get().cloned() {
                self.fail(&group, &error);
                continue;
            }
            let before = self.unanswered(&group).len();
            let outcome = self.ask(&group).await;
            let left = self.unanswered(&group);
            match outcome {
                Err(error) if error.is_content_refused() => {
                    self.refused(error, group, &left, &mut groups);
                }
                _ if left.is_empty() => self.failures = 0,
                // Answers came that say not for which input: ask for one at a time.
                Ok(()) if left.len() > 1 => groups.extend(left.into_iter().rev().map(|n| vec![n])),
                Ok(()) => self.fail(&left, &Arc::new(Error::unreadable("it holds no result"))),
                Err(error) => {
                    self.failures = if left.len() < before {
                        1
                    } else {
                        self.failures + 1
                    };
                    self.after(error, left, &mut groups).await;
                }
            }
        }
        self.stop_if_all_failed();
        self.tell_refusals();
        let first = self.first;
        self.answers
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, answer)| (first + index, answer))
            .collect()
    }

    /// Decides what becomes of the inputs that an error left without an answer.
    async fn after(&mut self, error: Error, left: Vec<usize>, groups: &mut Vec<Vec<usize>>) {
        let one_may_spoil_all =
            error.is_not_built() || matches!(error.status(), Some(400 | 413 | 422));
        if one_may_spoil_all {
            if left.len() > 1 {
                self.split(&left, groups);
            } else {
                self.fail(&left, &Arc::new(error));
            }
            return;
        }
        let policy = self.settings.clavata.retry;
        if error.is_transient() && self.failures < policy.attempts() {
            let pause = error
                .retry_after()
                .unwrap_or_else(|| backoff::of(&policy, self.failures));
            // Asking again is a retry as any other: all clones share what they may spend on it.
            if policy.is_patient_for(pause) && self.settings.clavata.shared.budget.withdraw() {
                tokio::time::sleep(pause).await;
                groups.push(left);
                return;
            }
        }
        let ends_all = error.is_auth() || error.is_quota() || error.is_not_found();
        let error = Arc::new(error);
        if ends_all {
            let _ = self.stop.set(error.clone());
        }
        self.fail(&left, &error);
    }

    fn split(&mut self, left: &[usize], groups: &mut Vec<Vec<usize>>) {
        let (head, tail) = left.split_at(left.len() / 2);
        groups.push(tail.to_vec());
        groups.push(head.to_vec());
        self.failures = 0;
    }

    /// Finds out which input of a group was refused.
    fn refused(
        &mut self,
        error: Error,
        group: Vec<usize>,
        left: &[usize],
        groups: &mut Vec<Vec<usize>>,
    ) {
        match (left, group.as_slice()) {
            // Refused counts more than whatever else was said of the one input.
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

    /// A refusal is told even where asking again did not find its input: a hit on known abuse
    /// material must not be lost to whatever went wrong in between.
    fn tell_refusals(&mut self) {
        for (group, error) in std::mem::take(&mut self.refusals) {
            let Some(refusals) = error.refusals() else {
                continue;
            };
            let found = |index: &&usize| matches!(self.answers[**index], Some(Answer::Refused(_)));
            let found = group.iter().filter(found).count();
            if found >= refusals.count().min(group.len()) {
                continue;
            }
            let failed = |index: &usize| matches!(self.answers[*index], Some(Answer::Failed(_)));
            let mut about: Vec<usize> = group.iter().copied().filter(failed).collect();
            if about.is_empty() && found == 0 {
                let named = |index: &usize| {
                    matches!(&self.answers[*index], Some(Answer::Evaluated(answer))
                        if refusals.iter().any(|one| one.content_hash() == Some(answer.content_hash())))
                };
                about = group.iter().copied().filter(named).collect();
                if about.is_empty() {
                    about = group;
                }
            }
            self.fail(&about, &error);
        }
    }

    /// Sends the inputs of a group and keeps the answers that come.
    async fn ask(&mut self, group: &[usize]) -> Result<(), Error> {
        let contents = group.iter().map(|index| self.contents[*index].clone());
        let mut request = self
            .settings
            .clavata
            .evaluate(self.settings.policy, contents);
        if let Some(threshold) = self.settings.threshold {
            request = request.with_threshold(threshold);
        }
        if self.settings.expedited {
            request = request.expedited();
        }
        let mut evaluation = request.send().await?;
        loop {
            match evaluation.next().await {
                Ok(Some(answer)) => {
                    if let Some(index) = answer.input().and_then(|input| group.get(input)) {
                        let input = Some(self.first + index);
                        let answer = answer.with_input(input);
                        // A second answer for an input must not clear what the first did not.
                        if !matches!(&self.answers[*index], Some(Answer::Evaluated(first)) if !first.is_clear())
                        {
                            self.answers[*index] = Some(Answer::Evaluated(Box::new(answer)));
                        }
                    }
                }
                Ok(None) => return Ok(()),
                // Everything came, but without saying for which input.
                Err(error) if error.is_stopped_early() && evaluation.has_unmatched() => {
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn unanswered(&self, group: &[usize]) -> Vec<usize> {
        let open = |index: &&usize| self.answers[**index].is_none();
        group.iter().filter(open).copied().collect()
    }

    fn fail(&mut self, group: &[usize], error: &Arc<Error>) {
        for index in group {
            self.answers[*index] = Some(Answer::Failed(error.clone()));
        }
    }

    /// What fails every input of a request for good is not the inputs' fault: it would fail the
    /// rest too, one request after the other.
    fn stop_if_all_failed(&self) {
        let mut last = None;
        for answer in self.answers.iter().flatten() {
            match answer {
                Answer::Failed(error) if !error.is_transient() => last = Some(error),
                _ => return,
            }
        }
        if let Some(error) = last
            && self.answers.len() > 1
        {
            let _ = self.stop.set(error.clone());
        }
    }
}
