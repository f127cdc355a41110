//! One round of polling many jobs: by listing if lists show them, and one by one.

use std::collections::{HashSet, VecDeque};
use std::pin::Pin;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use uuid::Uuid;

use super::bounds::{Bounds, may_pass};
use super::probes::Probes;
use super::waiting::{Unended, Waiting, id_of, repeated};
use crate::client::Clavata;
use crate::error::Error;
use crate::{Job, Jobs};

/// A page of a list must save this many calls, because the other jobs on it also take time.
const WORTH: usize = 8;
/// The most pages in a round.
const MOST_PAGES: usize = 16;
/// Lists are no longer used if they show this many times as many jobs as are waited for.
const CROWD: usize = 16;
/// The most that the creation times of jobs created together differ, whatever the order of their ids.
const TOGETHER: TimeDelta = TimeDelta::minutes(1);

type Got = Pin<Box<dyn Future<Output = (Uuid, Result<Job, Error>)> + Send>>;

/// What comes next in a round.
enum Step {
    /// Decide whether lists are worth it.
    Begin,
    /// Fetch two jobs, which show when all of them were probably created.
    Sample,
    /// List jobs, at most this many pages.
    List(Box<Jobs>, usize),
    /// Fetch the jobs that have not been seen.
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
    /// Jobs to fetch on their own.
    due: VecDeque<Uuid>,
    running: FuturesUnordered<Got>,
    /// When the jobs of the sample were created, even if they have ended.
    sample: Vec<DateTime<Utc>>,
    /// Whether the last sample ended its round because one of its jobs could not be fetched.
    passed_over: bool,
    /// Whether lists are worth it, as far as is known.
    lists_help: bool,
    /// How many jobs the last list showed.
    listed: usize,
    /// Whether it showed any job that is waited for.
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

    /// Begins the next round. Returns the number of rounds so far.
    pub(super) fn begin(&mut self) -> u32 {
        self.step = Step::Begin;
        for job in self.waiting.jobs_mut() {
            job.seen = false;
        }
        self.number += 1;
        self.number
    }

    /// Makes one call. Returns whether the round is over. A transient error does not end the wait.
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
                        let repeated = repeated(&page);
                        for job in page {
                            self.note(job, &repeated);
                        }
                        if is_last || self.waiting.jobs().all(|job| job.seen) {
                            self.ask_rest();
                        }
                    }
                    // Whichever job it is, it counts as not seen and is fetched on its own.
                    Err(error) if error.is_unreadable_job() => {}
                    Ok(None) => self.ask_rest(),
                    // Fetching each job would probably fail as well, unless only lists fail.
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
            // The first and the last id probably belong to the first and the last job created.
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
                // Perhaps an outage, in which fetching the others would fail as well.
                self.step = Step::Rest;
            } else {
                self.ask_rest();
            }
            return;
        };
        let from = first.checked_sub_signed(TOGETHER).unwrap_or(first);
        let to = last.checked_add_signed(TOGETHER).unwrap_or(last);
        // With room for other jobs that were created at the same time.
        let size = u16::try_from(2 * self.waiting.len()).unwrap_or(u16::MAX);
        let jobs = clavata.jobs().created(from..=to).page_size(size);
        let pages = (self.waiting.len() / WORTH).clamp(1, MOST_PAGES);
        (self.listed, self.shown) = (0, false);
        self.step = Step::List(Box::new(jobs), pages);
    }

    /// Records a job of a list, unless the page shows it several times: the copies may differ, so it is fetched on
    /// its own.
    fn note(&mut self, job: Job, repeated: &HashSet<Uuid>) {
        let Some(id) = id_of(&job).filter(|id| !repeated.contains(id)) else {
            return;
        };
        let Some(unended) = self.waiting.get(id) else {
            return;
        };
        self.shown = true;
        if !job.is_done() {
            unended.note(&job);
        } else if job.is_whole() {
            self.waiting.remove(id);
            self.ended.push_back((id, Ok(job)));
        }
        // A job that the list shows only in part is fetched as if it had not been shown.
    }

    /// Fetches the jobs that this round has not seen, one by one.
    fn ask_rest(&mut self) {
        if matches!(self.step, Step::List(..)) {
            self.lists_help = self.shown;
            let probes = self.probes.due(self.number);
            self.waiting.doubt(probes, self.number);
        }
        self.due = self.waiting.unseen();
        self.step = Step::Rest;
    }

    /// Ends the round after a transient failure.
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

    /// Ends the wait, and returns the jobs that have not ended.
    pub(super) fn give_up(&mut self) -> Vec<(Uuid, Unended)> {
        self.due.clear();
        self.running.clear();
        // A list may be on its way.
        self.step = Step::Rest;
        std::mem::take(&mut self.waiting).in_order()
    }

    /// Makes calls concurrently, until one of them is done.
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
            Err(error) if bounds.passes(&error, unended.was_rejected()) => {
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
