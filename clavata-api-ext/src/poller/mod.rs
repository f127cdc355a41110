//! Waits for jobs or batch jobs to end.

mod bounds;
mod many;
mod pauses;
mod probes;
mod round;
mod waited;
mod waiting;

use std::time::Duration;

use futures_core::Stream;
use tokio::time::Instant;
use uuid::Uuid;

use crate::Job;
use crate::client::Clavata;
use crate::deadline::by;
use crate::error::{Error, Facts};
use crate::operation::{self, Operation};
use crate::polled::Polled;
use crate::running::Running;

use bounds::Bounds;
pub use many::WaitMany;
use waited::too_long;

impl Clavata {
    /// Polls a job until it has ended, for at most 10 minutes.
    ///
    /// FAILED and CANCELED jobs have ended as well: they are returned as they are, and their verdict is
    /// undetermined (or flagged), never clear. For another limit, or to show progress, use
    /// [`Clavata::poller`]. For many jobs, use [`Clavata::wait_many`].
    ///
    /// # Errors
    ///
    /// The errors of [`Clavata::job`], and a [timeout](Error::is_timeout) that says how long it waited, how
    /// often it polled, and what the last status was.
    pub async fn wait(&self, id: Uuid) -> Result<Job, Error> {
        self.poller(id).until_done().await
    }

    /// Returns a poller for a job, which polls once, until the job has ended, or as a stream.
    pub fn poller(&self, id: Uuid) -> Poller<Job> {
        Poller::new(self, operation::GET_JOB, id)
    }
}

/// Polls a job or a batch job until it has ended.
///
/// | | first pause | longest pause | whole wait | has ended |
/// | --- | --- | --- | --- | --- |
/// | [`Job`], from [`Clavata::poller`] | 0.5 s | 10 s | 10 minutes | COMPLETED, FAILED, CANCELED |
/// | [`BatchJob`](crate::api::BatchJob), from [`Batch::poller`](crate::Batch::poller) | 1 s | 30 s | 4 hours | COMPLETED, ERROR, CANCELLED |
///
/// Pauses grow by half each time, with jitter. Transient failures do not end the wait, unless the gateway asks to
/// wait for more than 60 s. A state that this version does not know does not count as an end.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata, id: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
/// use std::time::Duration;
///
/// let mut poller = clavata.poller(id).with_timeout(Duration::from_secs(60));
/// let job = loop {
///     let job = poller.next().await?;
///     println!("{} after {} polls", job.status, poller.polls());
///     if job.is_done() {
///         break job;
///     }
/// };
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Poller<T: Polled> {
    clavata: Clavata,
    /// The operation that a poll calls.
    operation: Operation,
    id: T::Id,
    bounds: Bounds,
    polls: u32,
    /// When the pause ends that `next` has begun.
    due: Option<Instant>,
    /// The poll that has begun.
    running: Option<Running<T>>,
    /// The state that the last poll found.
    last: Option<String>,
    done: bool,
    /// Whether the key of the last poll was rejected.
    was_rejected: bool,
}

impl<T: Polled> Poller<T> {
    pub(crate) fn new(clavata: &Clavata, operation: Operation, id: T::Id) -> Self {
        Self {
            clavata: clavata.clone(),
            operation,
            id,
            bounds: Bounds::of::<T>(),
            polls: 0,
            due: None,
            running: None,
            last: None,
            done: false,
            was_rejected: false,
        }
    }

    /// Sets the first and the longest pause between polls.
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

    /// Disables jitter. For tests: in production, many pollers would poll at the same time.
    pub fn without_jitter(mut self) -> Self {
        self.bounds.pauses.jitter = false;
        self
    }

    /// Says that the job is new and may not be known everywhere yet: for 10 s after the first poll,
    /// [`next`](Self::next) retries if the gateway reports that there is no such job. Default: that
    /// ends the wait at once.
    pub fn of_fresh_job(mut self) -> Self {
        self.bounds.fresh = true;
        self
    }

    /// The number of polls so far.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// The time since the first poll began.
    pub fn elapsed(&self) -> Duration {
        self.bounds.elapsed()
    }

    /// Whether the job had ended, successfully or not, at the last poll.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Polls once, now. If the last poll was not waited for to its end, waits for that one.
    ///
    /// # Errors
    ///
    /// The errors of [`Clavata::job`] or [`Batch::get`](crate::Batch::get).
    pub async fn poll(&mut self) -> Result<T, Error> {
        self.bounds.begin();
        self.due = None;
        let (clavata, id, polls) = (&self.clavata, &self.id, &mut self.polls);
        let running = self.running.get_or_insert_with(|| {
            *polls += 1;
            let (clavata, id) = (clavata.clone(), id.clone());
            Running::start(async move { T::get(&clavata, &id).await })
        });
        let polled = running.value().await;
        self.running = None;
        let job = polled?;
        self.last = Some(job.state().to_owned());
        self.done = job.has_ended();
        Ok(job)
    }

    /// Polls after the next pause; the first time without a pause. If its future is dropped, as in a `select!`
    /// loop, the next call continues with the same pause or poll.
    ///
    /// # Errors
    ///
    /// The errors of [`poll`](Self::poll), except transient ones, and the [timeout](Error::is_timeout) of the wait.
    pub async fn next(&mut self) -> Result<T, Error> {
        let deadline = self.bounds.begin();
        loop {
            if self.polls > 0 && self.running.is_none() {
                let (pauses, polls) = (self.bounds.pauses, self.polls);
                let pause = || Instant::now() + pauses.after(polls);
                let due = *self.due.get_or_insert_with(pause);
                if let Some(deadline) = deadline
                    && due >= deadline
                {
                    tokio::time::sleep_until(deadline).await;
                    return Err(self.timed_out(None));
                }
                tokio::time::sleep_until(due).await;
            }
            let Some(polled) = by(deadline, self.poll()).await else {
                self.running = None;
                return Err(self.timed_out(None));
            };
            match polled {
                Err(error) if self.bounds.passes(&error, self.was_rejected) => {
                    self.was_rejected = error.is_auth();
                    if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                        return Err(self.timed_out(Some(error)));
                    }
                }
                outcome => {
                    self.was_rejected = false;
                    return outcome;
                }
            }
        }
    }

    /// Polls until the job has ended.
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next).
    pub async fn until_done(mut self) -> Result<T, Error> {
        loop {
            let job = self.next().await?;
            if self.done {
                return Ok(job);
            }
        }
    }

    /// Turns it into a stream with one item per poll. The last item is the job that has ended, or an error.
    pub fn into_stream(self) -> impl Stream<Item = Result<T, Error>> + Send + Unpin {
        Box::pin(futures_util::stream::unfold(
            Some(self),
            |poller| async move {
                let mut poller = poller?;
                let state = poller.next().await;
                let more = state.is_ok() && !poller.done;
                Some((state, more.then_some(poller)))
            },
        ))
    }

    fn timed_out(&self, last: Option<Error>) -> Error {
        let facts = Facts {
            operation: Some(self.operation),
            attempts: self.polls,
            elapsed: self.elapsed(),
        };
        too_long::<T>(&self.clavata, &self.id, facts, self.last.as_deref(), last)
    }
}
