//! One round of polling many jobs: by lists if they show them, and one by one.

use std::collections::VecDeque;
use std::pin::Pin;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use uuid::Uuid;

use super::bounds::{Bounds, may_pass};
use super::probes::Probes;
use super::waiting::{Unended, Waiting, is_whole};
use crate::client::Clavata;
use crate::error::Error;
use crate::{Job, Jobs};

/// A page of a list must stand for this many calls: what it shows of other jobs costs something too.
const WORTH: usize = 8;
/// The most pages in a round.
const MOST_PAGES: usize = 16;
/// Lists are given up if they show this many times as many jobs as are waited for.
const CROWD: usize = 16;
/// Jobs that were created together differ by this much at most, whatever order their ids came in.
const TOGETHER: TimeDelta = TimeDelta::minutes(1);

type Got = Pin<Box<dyn Future<Output = (Uuid, Result<Job, Error>)> + Send>>;

/// What comes next in a round.
enum Step {
    /// To decide whether lists are worth it.
    Begin,
    /// To ask for two jobs, which show when all of them may have been created.
    Sample,
    /// To list, at most this many pages.
    List(Box<Jobs>, usize),
    /// To ask for those that have not been seen.
    Rest,
}

/// A round, and what it has found.
#[allow(clippy::struct_excessive_bools)] // independent of each other
pub(super) struct Round {
    pub(super) waiting: Waiting,
    pub(super) ended: VecDeque<(Uuid, Result<Job, Error>)>,
    pub(super) concurrency: usize,
    number: u32,
    step: Step,
    /// To be asked for alone.
    due: VecDeque<Uuid>,
    running: FuturesUnordered<Got>,
    /// When the jobs of the sample were created, even if they have ended.
    sample: Vec<DateTime<Utc>>,
    /// Whether the last sample ended its round, because one of its jobs could not be got.
    passed_over: bool,
    /// Whether lists are worth it, as far as is known.
    lists_help: bool,
    /// How many jobs the last list showed, and whether any of them was waited for.
    listed: usize,
    shown: bool,
    /// Whether the last list failed.
    list_failed: bool,
    probes: Probes,
}

impl Round {
    pub(super) fn new(waiting: Waiting) -> Self {
        Self {
            waiting,
            ended: VecDeque::new(),
            concurrency: 8,
            number: 0,
            step: Step::Begin,
            due: VecDeque::new(),
            running: FuturesUnordered::new(),
            sample: Vec::new(),
            passed_over: false,
            lists_help: true,
            listed: 0,
            shown: false,
            list_failed: false,
            probes: Probes::default(),
        }
    }

    /// Begins the next round; returns how many there have been.
    pub(super) fn begin(&mut self) -> u32 {
        self.step = Step::Begin;
        for job in self.waiting.jobs_mut() {
            job.seen = false;
        }
        self.number += 1;
        self.number
    }

    /// Makes one call; returns whether the round is over. An error that passes only costs a poll.
    pub(super) async fn step(&mut self, clavata: &Clavata, bounds: &Bounds) -> bool {
        if !self.due.is_empty() || !self.running.is_empty() {
            self.one_by_one(clavata, bounds).await;
            return false;
        }
        match &mut self.step {
            Step::Begin => self.choose(clavata),
            Step::Sample => self.list(clavata),
            Step::List(jobs, pages) => {
                match jobs.next_page().await {
                    Ok(Some(page)) => {
                        self.list_failed = false;
                        *pages -= 1;
                        let is_last = *pages == 0;
                        self.listed += page.len();
                        for job in page {
                            self.note(job);
                        }
                        if is_last || self.waiting.jobs().all(|job| job.seen) {
                            self.ask_rest();
                        }
                    }
                    // Whichever it is, it is not seen, and asked for alone.
                    Err(error) if error.is_unreadable_job() => {}
                    Ok(None) => self.ask_rest(),
                    // Asking for each would meet the same, unless it is the lists alone that fail.
                    Err(error) if may_pass(&error) && !self.list_failed => self.pass_over(error),
                    Err(error) => {
                        self.ask_rest();
                        self.lists_help = may_pass(&error);
                    }
                }
            }
            Step::Rest => return true,
        }
        false
    }

    /// Decides whether lists are worth it.
    fn choose(&mut self, clavata: &Clavata) {
        self.lists_help &= self.listed <= CROWD * self.waiting.len();
        if !self.lists_help || self.waiting.len() < WORTH {
            self.ask_rest();
        } else if self.waiting.created().next().is_some() {
            self.list(clavata);
        } else {
            // The first and the last were probably created first and last.
            let mut ids = self.waiting.unseen();
            self.due.extend(ids.pop_front());
            self.due.extend(ids.pop_back());
            self.step = Step::Sample;
        }
    }

    fn list(&mut self, clavata: &Clavata) {
        let sample = std::mem::take(&mut self.sample);
        let times = || self.waiting.created().chain(sample.iter().copied());
        let (Some(first), Some(last)) = (times().min(), times().max()) else {
            let has_failed = |job: &Unended| job.seen && job.failed.is_some();
            self.passed_over = !self.passed_over && self.waiting.jobs().any(has_failed);
            if self.passed_over {
                // Perhaps an outage, which the others would meet too.
                self.step = Step::Rest;
            } else {
                self.ask_rest();
            }
            return;
        };
        let from = first.checked_sub_signed(TOGETHER).unwrap_or(first);
        let to = last.checked_add_signed(TOGETHER).unwrap_or(last);
        // Some room for other jobs that were created meanwhile.
        let size = u16::try_from(2 * self.waiting.len()).unwrap_or(u16::MAX);
        let jobs = clavata.jobs().created(from..=to).page_size(size);
        let pages = (self.waiting.len() / WORTH).clamp(1, MOST_PAGES);
        (self.listed, self.shown) = (0, false);
        self.step = Step::List(Box::new(jobs), pages);
    }

    /// Takes note of a job in a list.
    fn note(&mut self, job: Job) {
        let Some(id) = job.job_uuid.as_ref().and_then(crate::Id::as_uuid) else {
            return;
        };
        let Some(unended) = self.waiting.get(id) else {
            return;
        };
        self.shown = true;
        if !job.is_done() {
            unended.note(&job);
        } else if is_whole(&job) {
            self.waiting.remove(id);
            self.ended.push_back((id, Ok(job)));
        }
        // What the list shows in part is asked for, as if it had not shown it.
    }

    /// Asks for whatever this round has not seen, one by one.
    fn ask_rest(&mut self) {
        if matches!(self.step, Step::List(..)) {
            self.lists_help = self.shown;
            let probes = self.probes.due(self.number);
            self.waiting.doubt(probes, self.number);
        }
        self.due = self.waiting.unseen();
        self.step = Step::Rest;
    }

    /// Ends the round after a failure that may pass.
    fn pass_over(&mut self, error: Error) {
        let unseen = self.waiting.unseen();
        for id in &unseen {
            if let Some(job) = self.waiting.get(*id) {
                job.polls += 1;
            }
        }
        let first = unseen.front().and_then(|id| self.waiting.get(*id));
        if let Some(job) = first {
            job.failed = Some(error);
        }
        self.list_failed = true;
        self.step = Step::Rest;
    }

    /// What has not ended is not waited for any longer.
    pub(super) fn give_up(&mut self) -> Vec<(Uuid, Unended)> {
        self.due.clear();
        self.running.clear();
        std::mem::take(&mut self.waiting).in_order()
    }

    /// Makes calls side by side, until one of them is answered.
    async fn one_by_one(&mut self, clavata: &Clavata, bounds: &Bounds) {
        while self.running.len() < self.concurrency
            && let Some(id) = self.due.pop_front()
        {
            let call = clavata.job(id);
            self.running.push(Box::pin(async move { (id, call.await) }));
        }
        let Some((id, got)) = self.running.next().await else {
            return;
        };
        let Some(unended) = self.waiting.get(id) else {
            return;
        };
        if let (Step::Sample, Ok(job)) = (&self.step, &got) {
            self.sample.extend(job.created);
        }
        match got {
            Ok(job) if !job.is_done() => unended.note(&job),
            Err(error) if bounds.passes(&error) => {
                unended.polls += 1;
                unended.seen = true;
                unended.failed = Some(error);
            }
            ended => {
                if ended.is_ok() && unended.is_doubted(self.number) {
                    self.probes.hit();
                }
                self.waiting.remove(id);
                self.ended.push_back((id, ended));
            }
        }
    }
}
