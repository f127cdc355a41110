//! A group of inputs, until each has its answer.

use std::sync::Arc;

use super::all::{Answer, Settings, StoppedBy};
use super::evaluated::Evaluated;
use super::ledger;
use crate::Verdict;
use crate::content::Content;
use crate::error::Error;
use crate::operation;
use crate::retry::{self, Clock};

/// Inputs that were sent in one request, and are sent again in smaller ones if that helps.
pub(super) struct Chunk {
    settings: Settings,
    stop: StoppedBy,
    first: usize,
    contents: Vec<Content>,
    answers: Vec<Option<Answer>>,
    /// Consecutive failures without an answer.
    failures: u32,
    /// Refusals that are not yet traced to one of their inputs.
    refusals: Vec<(Vec<usize>, Arc<Error>)>,
    strays: Vec<Strays>,
}

/// Answers of a request that are not clear and do not name their input.
struct Strays {
    /// All inputs of the request.
    group: Vec<usize>,
    /// The inputs that had no answer of their own.
    open: Vec<usize>,
    count: usize,
}

/// The result of a request, apart from its answers.
struct Outcome {
    error: Option<Error>,
    is_contradicted: bool,
    strays: usize,
    unclear_strays: usize,
}

impl Chunk {
    pub(super) fn new(
        settings: Settings,
        stop: StoppedBy,
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
            strays: Vec::new(),
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
            let outcome = self.ask(&group).await;
            let left = self.unanswered(&group);
            let has_strays = outcome.strays > 0 && group.len() > 1;
            match outcome.error {
                None => self.failures = 0,
                Some(error) if outcome.is_contradicted => self.distrust(&group, &Arc::new(error)),
                Some(error) if may_be_refusal(&error) => {
                    self.stray(&group, &left, outcome.unclear_strays);
                    self.refused(error, group, &left, &mut groups);
                }
                // Each is asked for alone: then an answer needs no mark.
                Some(_) if has_strays && !left.is_empty() => {
                    self.stray(&group, &left, outcome.unclear_strays);
                    groups.extend(left.into_iter().rev().map(|index| vec![index]));
                }
                // Asked for alone, and yet not told which it is: asking again would not help.
                Some(error) if outcome.strays > 0 && !left.is_empty() => {
                    self.fail(&left, &Arc::new(error));
                }
                // Whatever could not be read was more than an answer for each input.
                Some(error) if left.is_empty() && error.is_unreadable() => {
                    self.distrust(&group, &Arc::new(error));
                }
                Some(_) if left.is_empty() => self.failures = 0,
                Some(error) => {
                    self.failures = if left.len() < group.len() {
                        1
                    } else {
                        self.failures + 1
                    };
                    self.after(error, left, &mut groups).await;
                }
            }
        }
        self.settle_strays();
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

    /// Decides what happens to the inputs that an error left without an answer.
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
        let clavata = &self.settings.clavata;
        // Asking again is a retry as any other: all clones share what they may spend on it.
        let judged = clavata.retry.judge(
            error,
            self.failures,
            operation::EVALUATE.repeat,
            Clock::start(None),
            &clavata.shared.budget,
        );
        let error = match judged {
            retry::RetryFlow::Continue(_, pause) => {
                tokio::time::sleep(pause).await;
                groups.push(left);
                return;
            }
            retry::RetryFlow::Permanent(error) | retry::RetryFlow::Exhausted(error) => error,
        };
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

    /// A refusal is reported even if asking again did not find its input: a match of known abuse
    /// material must not be lost to whatever went wrong in between.
    fn tell_refusals(&mut self) {
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

    /// Sends the inputs of a group and keeps the answers that arrive.
    async fn ask(&mut self, group: &[usize]) -> Outcome {
        let contents = group.iter().map(|index| self.contents[*index].clone());
        let mut evaluation = match self.settings.request(contents).send().await {
            Ok(evaluation) => evaluation,
            Err(error) => {
                return Outcome {
                    error: Some(error),
                    is_contradicted: false,
                    strays: 0,
                    unclear_strays: 0,
                };
            }
        };
        let error = loop {
            match evaluation.next().await {
                Ok(Some(answer)) => self.keep(group, answer),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let ledger = evaluation.ledger();
        Outcome {
            error,
            is_contradicted: ledger.is_contradicted(),
            strays: ledger.strays(),
            unclear_strays: ledger.unclear_strays(),
        }
    }

    fn keep(&mut self, group: &[usize], answer: Evaluated) {
        let index = answer.input().and_then(|input| group.get(input)).copied();
        let answer = answer.with_input(index.map(|index| self.first + index));
        self.settings.watcher.show(&answer);
        if let Some(index) = index
            && answer.counts()
        {
            self.answers[index] = Some(Answer::Evaluated(Box::new(answer)));
        }
    }

    /// Answers that cannot be trusted let nothing pass. Flagged answers stay flagged.
    fn distrust(&mut self, group: &[usize], error: &Arc<Error>) {
        let believed = |answer: &Option<Answer>| match answer {
            Some(Answer::Evaluated(answer)) => answer.verdict() == Verdict::Flagged,
            Some(Answer::Refused(_)) => true,
            Some(Answer::Failed(_)) | None => false,
        };
        let doubted = group.iter().copied();
        let doubted: Vec<usize> = doubted
            .filter(|index| !believed(&self.answers[*index]))
            .collect();
        self.fail(&doubted, error);
    }

    fn stray(&mut self, group: &[usize], open: &[usize], count: usize) {
        if count > 0 {
            let (group, open) = (group.to_vec(), open.to_vec());
            self.strays.push(Strays { group, open, count });
        }
    }

    /// An answer that is not clear belongs to someone: if none of those that it may have been for
    /// turned out so, it may be any one of its group.
    fn settle_strays(&mut self) {
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

    fn unanswered(&self, group: &[usize]) -> Vec<usize> {
        let open = |index: &&usize| self.answers[**index].is_none();
        group.iter().filter(open).copied().collect()
    }

    fn fail(&mut self, group: &[usize], error: &Arc<Error>) {
        for index in group {
            self.answers[*index] = Some(Answer::Failed(error.clone()));
        }
    }

    /// A permanent failure of every input is not caused by the inputs: it would fail the
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

/// Whether content was or may have been refused: the gateway answers 499 with an unreadable body
/// if it cannot encode the reason.
pub(super) fn may_be_refusal(error: &Error) -> bool {
    error.is_content_refused() || (error.status() == Some(499) && error.is_unreadable())
}
