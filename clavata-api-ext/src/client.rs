//! The client.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;

use crate::Job;
use crate::Verdict;
use crate::error::Error;
use crate::key::ApiKey;
use crate::operation;
use crate::proxy::Proxies;
use crate::retry::{Budget, RetryPolicy};
use crate::timeouts::Timeouts;

/// A client for Clavata.
///
/// Create one and clone it: clones share connections, the retry budget and the key. Calls take
/// `&self` and may run concurrently.
///
/// ```no_run
/// # async fn example() -> Result<(), clavata_api_ext::Error> {
/// use clavata_api_ext::{Clavata, Verdict};
///
/// let clavata = Clavata::from_env()?;
/// let job = clavata.job("55555555-5555-4555-8555-555555555555".parse().unwrap()).await?;
/// match job.verdict() {
///     Verdict::Clear => println!("publish it"),
///     Verdict::Flagged => println!("keep it out: {:?}", job.actions()),
///     Verdict::Undetermined(reason) => println!("ask a person: {reason}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Clavata {
    pub(crate) shared: Arc<Shared>,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: RetryPolicy,
}

/// What all clones share.
pub(crate) struct Shared {
    pub(crate) http: reqwest::Client,
    /// None for an HTTP client of the caller's own.
    pub(crate) proxies: Option<Arc<Proxies>>,
    pub(crate) base_url: String,
    pub(crate) host: Arc<str>,
    /// Whether plain http may leave this host.
    pub(crate) insecure_http: bool,
    /// Headers and bounds of each attempt.
    pub(crate) template: clavata_api::Call,
    pub(crate) budget: Budget,
    pub(crate) key: ApiKey,
}

impl Shared {
    /// The key, to be masked in text that must not repeat it.
    pub(crate) fn key(&self) -> &str {
        self.key.text()
    }
}

impl Clavata {
    /// The same client with other timeouts, for one call or many.
    ///
    /// ```no_run
    /// # async fn example(clavata: clavata_api_ext::Clavata, id: uuid::Uuid) -> Result<(), clavata_api_ext::Error> {
    /// use std::time::Duration;
    /// use clavata_api_ext::Timeouts;
    ///
    /// let quick = Timeouts::default().with_total(Duration::from_secs(2));
    /// let job = clavata.with_timeouts(quick).job(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self {
            timeouts,
            ..self.clone()
        }
    }

    /// The same client with another retry policy, for one call or many.
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        Self {
            retry,
            ..self.clone()
        }
    }

    /// Gets a job as it is now. Reads are safe to retry, and are retried.
    ///
    /// To get it once it has ended, use [`Clavata::wait`].
    ///
    /// # Errors
    ///
    /// [`Error::is_not_found`] if this key has no such job; [`Error::is_unreadable`] also if
    /// the gateway answers with no job, another job, or a job without an
    /// id. A flagged job without an id is still returned: its matches must not be lost.
    pub async fn job(&self, id: Uuid) -> Result<Job, Error> {
        self.call_checked(
            operation::GET_JOB,
            |api| async move { api.get_job().job_uuid(id).send().await },
            |answer| {
                let job = answer
                    .job
                    .ok_or_else(|| Error::unreadable("it holds no job"))?;
                about(id, Job::from(job))
            },
        )
        .await
    }
}

/// Accepts a job as the one that was asked for, if its id says so.
fn about(id: Uuid, job: Job) -> Result<Job, Error> {
    if job.job_uuid.as_ref().is_some_and(|own| *own == id) {
        return Ok(job);
    }
    let flagged = job.verdict() == Verdict::Flagged;
    match (&job.job_uuid, flagged) {
        (None, true) => Ok(job),
        (None, false) => Err(Error::unreadable("it does not say which job it is about")),
        (Some(_), true) => Err(Error::unreadable(
            "it is about another job, and that one is flagged",
        )),
        (Some(_), false) => Err(Error::unreadable("it is about another job")),
    }
}

impl fmt::Debug for Clavata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clavata")
            .field("base_url", &self.shared.base_url)
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
