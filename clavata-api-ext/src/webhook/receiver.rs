//! The receiver of webhooks, for any web framework.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::body::job_id;
use super::error::WebhookError;
use super::secret::WebhookSecret;
use crate::Job;
use crate::client::Clavata;
use crate::expiring_map::ExpiringMap;
use crate::shown::debug_fields;

/// Receives webhooks: takes the headers and the body from your web framework, and returns the job.
///
/// The gateway does not sign its calls, so their content is not trusted. A call must have an accepted
/// secret, which is compared in constant time. Then the job is fetched from the gateway,
/// and only this job is returned. A job is returned once; further calls are duplicates. A call without
/// a known secret costs a hash, but never a request.
///
/// A secret is for any job until the first ended job is fetched with it. From then on, it is for that job alone.
///
/// | limit | default |
/// | --- | --- |
/// | body | 1 MiB |
/// | secrets and finished jobs remembered | 100,000 each, for 7 days |
///
/// All of them are in memory. To keep secrets across restarts, store them and
/// [`accept`](Self::accept) them again. Several processes behind one address can share [one secret for all
/// jobs](Self::with_shared_secret). It is not documented whether the gateway retries a failed call, so
/// poll jobs whose call does not arrive.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid, headers: http::HeaderMap, body: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
/// use clavata_api_ext::{Content, Received, Receiver, WebhookEndpoint};
///
/// let receiver = Receiver::new(clavata.clone());
/// let webhook = WebhookEndpoint::new("https://hooks.example.com/clavata").with_secret(&receiver.new_secret());
/// clavata.create(policy, [Content::text("hello")]).webhook(webhook).send().await?;
///
/// // In the handler of the web framework. Respond with the `status()` of the result.
/// match receiver.receive(&headers, &body).await? {
///     Received::Finished(job) => println!("{:?}", job.verdict()),
///     Received::Duplicate(id) => println!("{id} came again"),
///     Received::NotYet(job) => println!("not done yet: {}", job.status),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Receiver {
    clavata: Clavata,
    body_limit: usize,
    shared: Option<WebhookSecret>,
    /// A keyed hash, so that the timing of a lookup does not reveal secrets.
    hasher: RandomState,
    memory: Mutex<Memories>,
}

struct Memories {
    secrets: ExpiringMap<u64, Expected>,
    finished: ExpiringMap<Uuid, ()>,
}

/// A secret, and its job once that is known.
struct Expected {
    secret: WebhookSecret,
    job: Option<Uuid>,
}

/// The result of a trusted call. Respond with its [`status`](Self::status).
#[derive(Clone, Debug)]
pub enum Received {
    /// The job has ended. This is the job as fetched from the gateway. It is returned once.
    Finished(Box<Job>),
    /// The job with this id has already been returned.
    Duplicate(Uuid),
    /// According to the gateway, the job has not ended yet. [Wait](Clavata::wait) for it, or for another
    /// call.
    NotYet(Box<Job>),
}

impl Received {
    /// The status to respond with: 200, or 503 if the gateway should retry.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Finished(_) | Self::Duplicate(_) => StatusCode::OK,
            Self::NotYet(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Receiver {
    /// A receiver that fetches jobs with this client.
    pub fn new(clavata: Clavata) -> Self {
        const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
        const MOST: usize = 100_000;
        Self {
            clavata,
            body_limit: 1024 * 1024,
            shared: None,
            hasher: RandomState::new(),
            memory: Mutex::new(Memories {
                secrets: ExpiringMap::new(WEEK, MOST),
                finished: ExpiringMap::new(WEEK, MOST),
            }),
        }
    }

    /// Sets the largest body in bytes. Also set a limit in the web framework, which applies before the
    /// body is in memory.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets how long and how many secrets and finished jobs are remembered. A forgotten secret is no longer
    /// accepted, and a forgotten job is no longer recognized as a duplicate.
    #[must_use]
    pub fn with_memory(self, longest: Duration, most: usize) -> Self {
        let mut memory = self.memory();
        memory.secrets.set_bounds(longest, most);
        memory.finished.set_bounds(longest, most);
        drop(memory);
        self
    }

    /// Accepts one secret for all jobs, without expiry. It is weaker than one secret per job: anybody who
    /// learns it can make this receiver fetch any job. The receiver still trusts only the
    /// gateway.
    #[must_use]
    pub fn with_shared_secret(mut self, secret: WebhookSecret) -> Self {
        self.shared = Some(secret);
        self
    }

    /// Makes a new secret for one job, and accepts it from now on. Do this before you create the job: the
    /// webhook may be called before the response to the create arrives.
    pub fn new_secret(&self) -> WebhookSecret {
        let secret = WebhookSecret::random();
        self.accept(secret.clone());
        secret
    }

    /// Accepts a secret for one job that was made elsewhere, or before a restart.
    pub fn accept(&self, secret: WebhookSecret) {
        let key = self.hasher.hash_one(secret.reveal().as_bytes());
        let expected = Expected { secret, job: None };
        self.memory().secrets.insert(key, expected);
    }

    /// Forgets that a job was returned, so that the next call returns it again. Use it if you could not process
    /// the job.
    pub fn forget(&self, job: Uuid) {
        self.memory().finished.remove(&job);
    }

    /// Receives a call: checks its secret, and fetches its job from the gateway.
    ///
    /// # Errors
    ///
    /// A [`WebhookError`] if the call is not trusted or cannot be confirmed. Respond with its
    /// [`status`](WebhookError::status).
    pub async fn receive(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Received, WebhookError> {
        let presented = WebhookSecret::presented(headers)?;
        let key = self.hasher.hash_one(presented);
        let owner = self.owner(key, presented)?;
        if body.len() > self.body_limit {
            let limit = self.body_limit;
            return Err(WebhookError::TooLarge { limit });
        }
        let id = job_id(body).ok_or(WebhookError::Unreadable)?;
        if owner.is_some_and(|owner| owner != id) {
            // The secret of one job does not authorize another.
            return Err(WebhookError::Unauthorized);
        }
        if self.memory().finished.get(&id).is_some() {
            return Ok(Received::Duplicate(id));
        }
        let job = match self.clavata.job(id).await {
            Ok(job) => Box::new(job),
            Err(error) if error.is_not_found() => return Err(WebhookError::UnknownJob(error)),
            Err(error) => return Err(WebhookError::Unconfirmed(error)),
        };
        if !job.is_done() {
            return Ok(Received::NotYet(job));
        }
        let mut memory = self.memory();
        if let Some(expected) = memory.secrets.get(&key) {
            match expected.job {
                Some(other) if other != id => return Err(WebhookError::Unauthorized),
                _ => expected.job = Some(id),
            }
        }
        // If calls are concurrent, only one returns the job.
        if memory.finished.insert(id, ()) {
            Ok(Received::Finished(job))
        } else {
            Ok(Received::Duplicate(id))
        }
    }

    /// Checks the secret. Returns its job, if that is known yet.
    fn owner(&self, key: u64, presented: &[u8]) -> Result<Option<Uuid>, WebhookError> {
        let shared = self.shared.as_ref();
        if shared.is_some_and(|shared| shared.is(presented)) {
            return Ok(None);
        }
        let mut memory = self.memory();
        match memory.secrets.get(&key) {
            Some(expected) if expected.secret.is(presented) => Ok(expected.job),
            _ => Err(WebhookError::Unauthorized),
        }
    }

    fn memory(&self) -> MutexGuard<'_, Memories> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

debug_fields!(Receiver, |it| clavata: it.clavata);
