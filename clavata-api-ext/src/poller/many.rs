//! Waiting for many jobs to end.

use std::fmt;
use std::time::Duration;

use futures_core::Stream;
use tokio::time::Instant;
use uuid::Uuid;

use super::bounds::Bounds;
use super::round::Round;
use super::waited::Waited;
use super::waiting::Waiting;
use crate::client::Clavata;
use crate::error::Error;
use crate::polled::sealed::Polled;
use crate::{Job, operation};

impl Clavata {
    /// Waits until many jobs have ended, for at most 10 minutes, and returns each as soon as it has.
    ///
    /// It polls by listing: one call tells how up to a thousand jobs are. A job that has ended is got from the
    /// list only if the list has all of it; otherwise, and if the lists do not show it, it is asked for
    /// alone. So is each of fewer than 8 jobs. Lists may lag behind: in every fourth round, 4 of the jobs that
    /// they show as not ended are asked for alone, and twice as many in the next round if one of them has ended.
    ///
    /// If your code makes other calls between two jobs under a [`RateLimit`](crate::RateLimit), see there.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, ids: Vec<uuid::Uuid>) {
    /// let mut jobs = clavata.wait_many(ids);
    /// while let Some((id, job)) = jobs.next().await {
    ///     match job {
    ///         Ok(job) => println!("{id}: {}", job.verdict()),
    ///         Err(error) => eprintln!("{id}: {error}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn wait_many(&self, ids: impl IntoIterator<Item = Uuid>) -> WaitMany {
        let mut waiting = Waiting::default();
        for id in ids {
            waiting.add(id);
        }
        WaitMany {
            clavata: self.clone(),
            round: Round::new(waiting),
            bounds: Bounds::of::<Job>(),
            due: None,
        }
    }
}

/// Waits for many jobs; from [`Clavata::wait_many`]. It begins with the first [`next`](Self::next), and
/// dropping it stops it.
///
/// | | default |
/// | --- | --- |
/// | first pause between polls | 0.5 s |
/// | longest pause | 10 s |
/// | whole wait | 10 minutes |
/// | jobs that are asked for alone, side by side | 8 |
#[must_use = "nothing is requested before `next`"]
pub struct WaitMany {
    clavata: Clavata,
    round: Round,
    bounds: Bounds,
    /// When the pause between two rounds ends.
    due: Option<Instant>,
}

impl WaitMany {
    /// The first and the longest pause between polls. They grow by half each time, with jitter.
    pub fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.bounds.pauses.set(first, longest);
        self
    }

    /// The bound of the whole wait.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        self.bounds.timeout = Some(limit);
        self
    }

    /// Waits for ever.
    pub fn without_timeout(mut self) -> Self {
        self.bounds.timeout = None;
        self
    }

    /// How many jobs are asked for alone, side by side. Default 8, at least 1.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.round.concurrency = calls.max(1);
        self
    }

    /// As [`Poller::of_fresh_job`](crate::Poller::of_fresh_job).
    pub fn of_fresh_jobs(mut self) -> Self {
        self.bounds.fresh = true;
        self
    }

    /// How many jobs have not been returned yet.
    pub fn left(&self) -> usize {
        self.round.waiting.len() + self.round.ended.len()
    }

    /// The next job that has ended, well or not, with its id; `None` after the last. Each id comes once,
    /// even if it was given twice, in the order in which the jobs are found to have ended.
    ///
    /// A job that FAILED or was CANCELED has ended too: its verdict is never clear. Failures that may pass
    /// only cost a poll. An error is about its job alone, and the others go on: those of
    /// [`Clavata::job`], and the [timeout](Error::is_timeout) of each job that has not ended in time.
    pub async fn next(&mut self) -> Option<(Uuid, Result<Job, Error>)> {
        let deadline = self.bounds.begin();
        loop {
            if let Some(ended) = self.round.ended.pop_front() {
                return Some(ended);
            }
            if self.round.waiting.len() == 0 {
                return None;
            }
            let step = self.step();
            let in_time = match deadline {
                None => {
                    Box::pin(step).await;
                    true
                }
                Some(deadline) => tokio::time::timeout_at(deadline, Box::pin(step))
                    .await
                    .is_ok(),
            };
            // What has come meanwhile counts.
            if !in_time && self.round.ended.is_empty() {
                self.give_up();
            }
        }
    }

    /// The jobs as a stream, each with its id.
    pub fn into_stream(
        self,
    ) -> impl Stream<Item = (Uuid, Result<Job, Error>)> + Send + Unpin + 'static {
        Box::pin(futures_util::stream::unfold(self, |mut jobs| async move {
            Some((jobs.next().await?, jobs))
        }))
    }

    /// Makes one call, or waits for its turn. It may be dropped at any time: then it is made again.
    async fn step(&mut self) {
        if let Some(due) = self.due {
            tokio::time::sleep_until(due).await;
            self.due = None;
        }
        let is_over = self.round.step(&self.clavata, &self.bounds).await;
        if is_over {
            let pause = self.bounds.pauses.after(self.round.begin());
            self.due = Instant::now().checked_add(pause);
        }
    }

    /// Nothing is waited for any longer.
    fn give_up(&mut self) {
        let elapsed = self.bounds.elapsed();
        for (id, job) in self.round.give_up() {
            let waited = Waited {
                what: Job::name(&id),
                operation: operation::GET_JOB,
                polls: job.polls,
                elapsed,
                state: (Job::STATE, job.status.as_deref()),
            };
            let error = waited.too_long(&self.clavata, job.failed);
            self.round.ended.push_back((id, Err(error)));
        }
    }
}

impl fmt::Debug for WaitMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitMany")
            .field("left", &self.left())
            .field("timeout", &self.bounds.timeout)
            .finish_non_exhaustive()
    }
}
