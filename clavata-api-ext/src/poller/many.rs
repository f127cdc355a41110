//! Waits for many jobs to end.

use std::time::Duration;

use futures_core::Stream;
use tokio::time::Instant;
use uuid::Uuid;

use super::bounds::Bounds;
use super::round::Round;
use super::waited::too_long;
use super::waiting::Waiting;
use crate::client::Clavata;
use crate::deadline::by;
use crate::error::{Error, Facts};
use crate::shown::debug_fields;
use crate::{Job, operation};

impl Clavata {
    /// Waits until many jobs have ended, for at most 10 minutes, and returns each as soon as it has.
    ///
    /// It polls by listing: one call shows the status of up to a thousand jobs. A job that has
    /// ended is taken from the list if the list shows all of it. If the list shows only a part, or not the job,
    /// it is fetched on its own. Fewer than 8 jobs are always fetched one by one. Because lists can lag behind, every fourth round also
    /// fetches 4 of the jobs that the list shows as unfinished; if one of them has ended, the next round fetches
    /// twice as many.
    ///
    /// If your code makes other calls between two jobs, see [`RateLimit`](crate::RateLimit).
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

/// A wait for many jobs, returned by [`Clavata::wait_many`]. It starts with the first
/// [`next`](Self::next). Dropping it stops it.
///
/// | | default |
/// | --- | --- |
/// | first pause between polls | 0.5 s |
/// | longest pause | 10 s |
/// | whole wait | 10 minutes |
/// | single jobs fetched concurrently | 8 |
#[must_use = "nothing is requested before `next`"]
pub struct WaitMany {
    clavata: Clavata,
    round: Round,
    bounds: Bounds,
    /// When the pause between two rounds ends.
    due: Option<Instant>,
}

impl WaitMany {
    /// Sets the first and the longest pause between polls. Pauses grow by half each time, with jitter.
    pub fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.bounds.pauses.set(first, longest);
        self
    }

    /// Sets the limit of the whole wait.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        self.bounds.timeout = Some(limit);
        self
    }

    /// Removes the limit of the wait.
    pub fn without_timeout(mut self) -> Self {
        self.bounds.timeout = None;
        self
    }

    /// Sets how many single jobs are fetched concurrently. Default: 8; at least 1.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.round.concurrency = calls.max(1);
        self
    }

    /// See [`Poller::of_fresh_job`](crate::Poller::of_fresh_job).
    pub fn of_fresh_jobs(mut self) -> Self {
        self.bounds.fresh = true;
        self
    }

    /// The number of jobs that have not been returned yet.
    pub fn left(&self) -> usize {
        self.round.waiting.len() + self.round.ended.len()
    }

    /// Returns the next job that has ended, with its id. `None` after the last.
    ///
    /// Each id is returned once, even if you passed it twice, in the order in which the jobs are found to have
    /// ended. FAILED and CANCELED jobs have ended as well; their verdict is never clear.
    ///
    /// Its future can be dropped at any time, as in a `select!` loop: the next call continues where it was.
    ///
    /// An error is about one job, and the others continue. It is an error of [`Clavata::job`], or a
    /// [timeout](Error::is_timeout) for each job that has not ended in time. Transient failures do not end the
    /// wait for a job.
    pub async fn next(&mut self) -> Option<(Uuid, Result<Job, Error>)> {
        let deadline = self.bounds.begin();
        loop {
            if let Some(ended) = self.round.ended.pop_front() {
                return Some(ended);
            }
            if self.round.waiting.len() == 0 {
                return None;
            }
            let step = Box::pin(self.step());
            let in_time = by(deadline, step).await.is_some();
            // Jobs that have arrived in the meantime count.
            if !in_time && self.round.ended.is_empty() {
                self.give_up();
            }
        }
    }

    /// Turns it into a stream of jobs with their ids.
    pub fn into_stream(
        self,
    ) -> impl Stream<Item = (Uuid, Result<Job, Error>)> + Send + Unpin + 'static {
        Box::pin(futures_util::stream::unfold(self, |mut jobs| async move {
            Some((jobs.next().await?, jobs))
        }))
    }

    /// Makes one call, or waits until it is due. If it is dropped, the next one waits for the same call.
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

    /// Ends the wait for all remaining jobs.
    fn give_up(&mut self) {
        let elapsed = self.bounds.elapsed();
        for (id, job) in self.round.give_up() {
            let facts = Facts {
                operation: Some(operation::GET_JOB),
                attempts: job.polls,
                elapsed,
            };
            let status = job.status.as_deref();
            let error = too_long::<Job>(&self.clavata, &id, facts, status, job.failed);
            self.round.ended.push_back((id, Err(error)));
        }
    }
}

debug_fields!(WaitMany, |it| left: it.left(), timeout: it.bounds.timeout);
