//! Waiting for a batch job to end.

use std::time::Duration;

use tokio::time::Instant;

use super::{Batch, has_ended};
use crate::api::{BatchJob, BatchJobState};
use crate::error::{Error, Evidence, Kind, seconds};
use crate::refusal::is_name;
use crate::wait::{may_pass, pause};

/// Polls one batch job.
///
/// Pauses begin at 1 s and grow by half each time up to 30 s, with jitter; the whole wait is bounded
/// by 4 hours. Failures that may pass do not end the wait, they only cost a poll. The ends are
/// COMPLETED, ERROR and CANCELLED; a state that this release does not know is waited out.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata, id: &str) -> Result<(), clavata_api_ext::Error> {
/// use std::time::Duration;
///
/// let mut poller = clavata.batch().poller(id).with_timeout(Duration::from_secs(3600));
/// let job = loop {
///     let job = poller.next().await?;
///     println!("{} after {:?}", job.state, poller.elapsed());
///     if poller.is_done() {
///         break job;
///     }
/// };
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct BatchPoller {
    batch: Batch,
    id: String,
    first: Duration,
    longest: Duration,
    timeout: Duration,
    jitter: bool,
    started: Option<Instant>,
    polls: u32,
    last: Option<BatchJobState>,
}

impl BatchPoller {
    pub(super) fn new(batch: Batch, id: &str) -> Self {
        Self {
            batch,
            id: id.to_owned(),
            first: Duration::from_secs(1),
            longest: Duration::from_secs(30),
            timeout: Duration::from_secs(4 * 3600),
            jitter: true,
            started: None,
            polls: 0,
            last: None,
        }
    }

    /// The first and the longest pause between polls. Default 1 s and 30 s.
    pub fn with_pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest.max(first);
        self
    }

    /// The bound of the whole wait. Default 4 hours.
    pub fn with_timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Makes each pause as long as it says. For tests: many waiters would poll in step.
    pub fn without_jitter(mut self) -> Self {
        self.jitter = false;
        self
    }

    /// How many times the batch job has been asked for.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// How long ago the first poll began.
    pub fn elapsed(&self) -> Duration {
        self.started
            .map(|start| start.elapsed())
            .unwrap_or_default()
    }

    /// Whether the last poll found that it has ended, be it well or not.
    pub fn is_done(&self) -> bool {
        self.last.as_ref().is_some_and(has_ended)
    }

    /// Gets the batch job after the pause that is due; the first time at once.
    ///
    /// # Errors
    ///
    /// Those of [`Batch::get`] that waiting cannot cure, and the timeout of the wait.
    pub async fn next(&mut self) -> Result<BatchJob, Error> {
        let start = *self.started.get_or_insert_with(Instant::now);
        // A bound beyond what a clock can hold is no bound that anybody reaches.
        let century = Duration::from_secs(100 * 365 * 24 * 3600);
        let deadline = start + self.timeout.min(century);
        loop {
            if self.polls > 0 {
                let pause = pause(self.polls, self.first, self.longest, self.jitter);
                let due = Instant::now().checked_add(pause).unwrap_or(deadline);
                tokio::time::sleep_until(due.min(deadline)).await;
                if due >= deadline {
                    return Err(self.timed_out(None));
                }
            }
            self.polls += 1;
            let polled = tokio::time::timeout_at(deadline, self.batch.get(&self.id)).await;
            match polled {
                Err(_) => return Err(self.timed_out(None)),
                Ok(Ok(job)) => {
                    self.last = Some(job.state.clone());
                    return Ok(job);
                }
                Ok(Err(error)) if !may_pass(&error) => return Err(error),
                Ok(Err(error)) if Instant::now() >= deadline => {
                    return Err(self.timed_out(Some(error)));
                }
                Ok(Err(_)) => {}
            }
        }
    }

    /// Polls until the batch job has ended, be it well or not: its state says.
    ///
    /// # Errors
    ///
    /// Those of [`next`](Self::next).
    pub async fn until_done(mut self) -> Result<BatchJob, Error> {
        loop {
            let job = self.next().await?;
            if self.is_done() {
                return Ok(job);
            }
        }
    }

    fn timed_out(&self, last: Option<Error>) -> Error {
        let state = self.last.as_ref().map(BatchJobState::as_str);
        let state = state.filter(|name| is_name(name)).unwrap_or("unknown");
        let what = format!(
            "batch job {} has not ended within {} ({} polls, last state {state})",
            self.id,
            seconds(self.elapsed()),
            self.polls,
        );
        let mut error = Error::new(Kind::Deadline(what), Evidence::NotSent);
        let inner = error.inner_mut();
        inner.operation = Some("list_batch_jobs");
        inner.elapsed = self.elapsed();
        inner.attempts = self.polls;
        match last {
            Some(last) => error.with_source(last),
            None => error,
        }
    }
}
