//! A chunk of inputs, until each has its answer.

mod refusals;
mod request;
mod strays;
mod suspects;

use std::sync::Arc;

use super::all::Settings;
use super::answer::Answer;
use super::course::Course;
use crate::content::Content;
use crate::error::Error;
use crate::operation;
use crate::retry::{self, Clock};

use refusals::Untraced;
use strays::Strays;

/// Inputs that are sent in one request, and again in smaller requests if that helps.
pub(super) struct Chunk {
    settings: Arc<Settings>,
    course: Arc<Course>,
    first: usize,
    contents: Vec<Content>,
    answers: Vec<Option<Answer>>,
    /// Consecutive failures without an answer.
    failures: u32,
    /// Refusals that have not been traced to an input yet.
    refusals: Vec<Untraced>,
    /// How many inputs in a row had an answer alone, and next to it an error that speaks against it.
    in_vain: u32,
    strays: Vec<Strays>,
}

impl Chunk {
    pub(super) fn new(
        settings: Arc<Settings>,
        course: Arc<Course>,
        first: usize,
        contents: Vec<Content>,
    ) -> Self {
        Self {
            settings,
            course,
            first,
            answers: contents.iter().map(|_| None).collect(),
            contents,
            failures: 0,
            refusals: Vec::new(),
            in_vain: 0,
            strays: Vec::new(),
        }
    }

    /// Returns one answer for each input, in order.
    pub(super) async fn judge(mut self) -> Vec<(usize, Answer)> {
        let mut groups = vec![(0..self.contents.len()).collect::<Vec<_>>()];
        while let Some(group) = groups.pop() {
            if let Some(error) = self.course.stopped_by() {
                self.fail(&group, &error);
                continue;
            }
            let outcome = self.ask(&group).await;
            let is_refused = outcome
                .error
                .as_ref()
                .is_some_and(Error::is_content_refused);
            if outcome.is_unexplained && !is_refused {
                for index in self.doubted(&group) {
                    self.answers[index] = None;
                }
            }
            let left = self.unanswered(&group);
            // A transient error is not about an input.
            let is_transient = outcome.error.as_ref().is_some_and(Error::is_transient);
            let is_traceable = outcome.strays > 0 || outcome.is_unexplained && !is_transient;
            let is_unclear = is_traceable && group.len() > 1;
            match outcome.error {
                None => (self.failures, self.in_vain) = (0, 0),
                Some(error) if outcome.contradiction.is_some() => {
                    let why = outcome.contradiction.unwrap_or_default();
                    if is_refused {
                        self.distrust(&group, &Arc::new(Error::unreadable(why)));
                        let is_explained = true;
                        self.refusals.push(Untraced {
                            group,
                            error,
                            is_explained,
                        });
                    } else {
                        self.distrust(&group, &Arc::new(error));
                    }
                }
                Some(error) if is_refused => {
                    self.stray(&group, &left, outcome.unclear_strays);
                    let is_explained = !outcome.is_unexplained;
                    self.refused(error, group, &left, is_explained, &mut groups);
                }
                // Send each alone, so that its answer needs no mark, and an error is about it.
                Some(_) if is_unclear && !left.is_empty() => {
                    self.stray(&group, &left, outcome.unclear_strays);
                    groups.extend(left.into_iter().rev().map(|index| vec![index]));
                }
                // Sent alone, and still not named: sending it again would not help.
                Some(error) if outcome.strays > 0 && !left.is_empty() => {
                    self.fail(&left, &Arc::new(error));
                }
                // All are flagged.
                Some(_) if left.is_empty() => {}
                Some(error) if outcome.is_unexplained && !is_transient => {
                    let error = Arc::new(error);
                    self.fail(&left, &error);
                    self.in_vain += u32::from(!outcome.has_objection);
                    // It comes with every response.
                    if self.in_vain > 1 {
                        for group in groups.drain(..) {
                            self.fail(&group, &error);
                        }
                    }
                }
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
        self.tell_course();
        self.tell_refusals();
        let first = self.first;
        self.answers
            .into_iter()
            .enumerate()
            .filter_map(|(index, answer)| Some((first + index, answer?)))
            .collect()
    }

    /// Decides what happens to the inputs that an error left without an answer.
    async fn after(&mut self, error: Error, left: Vec<usize>, groups: &mut Vec<Vec<usize>>) {
        let is_of_content = self.may_be_of_content(&error);
        let is_banned = may_be_of_firewall(&error) && self.course.is_outage();
        if (one_may_spoil_all(&error) || is_of_content) && !is_banned {
            if left.len() > 1 {
                self.split(&left, groups);
            } else {
                let error = Arc::new(error);
                if is_of_content && self.course.lost() {
                    self.course.stop(error.clone());
                }
                self.fail(&left, &error);
            }
            return;
        }
        let clavata = &self.settings.request.clavata;
        // This is a retry like any other, so it uses the budget that all clones share.
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
            retry::RetryFlow::End(error) => error,
        };
        let ends_all = error.is_auth() || error.is_quota() || error.is_not_found();
        let error = Arc::new(error);
        // A rejected key that has been renewed is transient.
        if ends_all && !error.is_transient() {
            self.course.stop(error.clone());
        }
        self.fail(&left, &error);
    }

    /// Whether something does not exist, or may not be read, although key and policy have proved to be right: an image, for
    /// example.
    fn may_be_of_content(&self, error: &Error) -> bool {
        matches!(error.grpc_code(), Some(5 | 7)) && self.course.is_answered()
    }

    fn split(&mut self, left: &[usize], groups: &mut Vec<Vec<usize>>) {
        let (head, tail) = left.split_at(left.len() / 2);
        groups.push(tail.to_vec());
        groups.push(head.to_vec());
        self.failures = 0;
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

    /// Tells the other requests how this one ended. What is due to a single input says nothing about them.
    fn tell_course(&self) {
        let mut failed = None::<&Arc<Error>>;
        let is_single = self.answers.len() == 1;
        for answer in self.answers.iter().flatten() {
            match answer {
                Answer::Failed(error) if error.is_invalid_content() => {}
                Answer::Failed(error) if error.is_content_refused() => {}
                Answer::Failed(error) if self.may_be_of_content(error) => {}
                Answer::Failed(error) if is_single && one_may_spoil_all(error) => {}
                Answer::Failed(error) if failed.is_some() && !error.is_transient() => {}
                Answer::Failed(error) => failed = Some(error),
                Answer::Evaluated(_) | Answer::Refused(_) => return self.course.answered(),
            }
        }
        if let Some(error) = failed.filter(|_| self.course.stopped_by().is_none()) {
            let retry = &self.settings.request.clavata.retry;
            self.course.failed(error, retry);
        }
    }
}

/// Whether a single input may make a request fail for all of its inputs.
fn one_may_spoil_all(error: &Error) -> bool {
    error.is_not_built()
        || error.is_invalid_content()
        || error.is_too_large()
        || matches!(error.status(), Some(400 | 422))
        || may_be_of_firewall(error)
}

/// Whether a firewall before the gateway may have refused the request, which it does because of a single input.
fn may_be_of_firewall(error: &Error) -> bool {
    error.is_unreadable() && matches!(error.status(), Some(403 | 406))
}
