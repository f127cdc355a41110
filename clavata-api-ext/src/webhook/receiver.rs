//! The receiver of webhooks, whatever the web framework.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use uuid::Uuid;

use super::body::job_id;
use super::error::WebhookError;
use super::expiring_map::ExpiringMap;
use super::secret::WebhookSecret;
use crate::Job;
use crate::client::Clavata;

/// Receives webhooks: takes headers and body from your web framework, and brings the job.
///
/// The gateway does not sign its calls, so nothing that they say is believed. A call must present the
/// secret of its job, which is compared in constant time; then the job is fetched from the gateway, and
/// only that is returned. A job is brought once: what comes again is a duplicate. The calls of
/// strangers cost a hash, never a request.
///
/// | bound | default |
/// | --- | --- |
/// | body | 1 MiB |
/// | secrets and finished jobs remembered | 100,000 each, for 7 days |
///
/// They are kept in memory. To know secrets again after a restart, store them and
/// [`accept`](Self::accept) them; several processes behind one address can share
/// [one for all jobs](Self::with_shared_secret). Whether the gateway repeats a call that failed is not
/// documented: poll what you did not hear of.
///
/// ```no_run
/// # async fn example(clavata: clavata_api_ext::Clavata, policy: uuid::Uuid, headers: http::HeaderMap, body: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
/// use clavata_api_ext::{Content, Received, Receiver, WebhookEndpoint};
///
/// let receiver = Receiver::new(clavata.clone());
/// let webhook = WebhookEndpoint::new("https://hooks.example.com/clavata").with_secret(&receiver.new_secret());
/// clavata.create(policy, [Content::text("hello")]).with_webhook(webhook).send().await?;
///
/// // In the handler of the web framework; answer with `status()` of what it returns.
/// match receiver.receive(&headers, &body).await? {
///     Received::Finished(job) => println!("{:?}", job.verdict()),
///     Received::Duplicate(id) => println!("{id} came again"),
///     Received::NotYet(job) => println!("{} is not over", job.status),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Receiver {
    clavata: Clavata,
    body_limit: usize,
    shared: Option<WebhookSecret>,
    /// Hides from timing what a lookup compares.
    hasher: RandomState,
    memory: Mutex<Memories>,
}

struct Memories {
    secrets: ExpiringMap<u64, Expected>,
    finished: ExpiringMap<Uuid, ()>,
}

/// A secret, and the job that it turned out to belong to.
struct Expected {
    secret: WebhookSecret,
    job: Option<Uuid>,
}

/// What a call that can be believed brought. Answer it with [`status`](Self::status).
#[derive(Clone, Debug)]
pub enum Received {
    /// The job has ended. This is the job as the gateway has it, and comes once. It is boxed for its
    /// size.
    Finished(Box<Job>),
    /// The job of this id was brought before.
    Duplicate(Uuid),
    /// The job has not ended, as far as the gateway says: [wait](Clavata::wait) for it, or for
    /// another call.
    NotYet(Box<Job>),
}

impl Received {
    /// What to answer: 200, or 503 where the caller should come back.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Finished(_) | Self::Duplicate(_) => StatusCode::OK,
            Self::NotYet(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Receiver {
    /// A receiver that asks this client's gateway.
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

    /// The most bytes of a body. Bound it in the web framework too, before it is in memory.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How long, and how many, secrets and finished jobs are remembered. What is forgotten is no
    /// longer believed, or no longer known as a duplicate.
    #[must_use]
    pub fn with_memory(self, longest: Duration, most: usize) -> Self {
        let mut memory = self.memory();
        memory.secrets.set_bounds(longest, most);
        memory.finished.set_bounds(longest, most);
        drop(memory);
        self
    }

    /// Accepts one secret for all jobs, for ever. Weaker than one for each: whoever learns it can make
    /// this receiver ask for any job. It still believes the gateway alone.
    #[must_use]
    pub fn with_shared_secret(mut self, secret: WebhookSecret) -> Self {
        self.shared = Some(secret);
        self
    }

    /// A new secret for one job, accepted from now on. Make it before the job: the call may come
    /// before the create has its answer.
    pub fn new_secret(&self) -> WebhookSecret {
        let secret = WebhookSecret::random();
        self.accept(secret.clone());
        secret
    }

    /// Accepts a secret that was made elsewhere, or before a restart, for one job.
    pub fn accept(&self, secret: WebhookSecret) {
        let key = self.hasher.hash_one(secret.reveal().as_bytes());
        let expected = Expected { secret, job: None };
        self.memory().secrets.insert(key, expected);
    }

    /// Forgets that a job was brought, so that the next call brings it again: for when what you did
    /// with it failed.
    pub fn forget(&self, job: Uuid) {
        self.memory().finished.remove(&job);
    }

    /// Receives a call: checks its secret, finds its job, and asks the gateway for it.
    ///
    /// # Errors
    ///
    /// Those of [`WebhookError`]: the call is not believed. Answer with its
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
            // The secret of one job says nothing of another.
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
        // Of calls that came together, one is the first.
        if memory.finished.insert(id, ()) {
            Ok(Received::Finished(job))
        } else {
            Ok(Received::Duplicate(id))
        }
    }

    /// The job that a known secret belongs to, as far as that has shown.
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

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("clavata", &self.clavata)
            .finish_non_exhaustive()
    }
}
