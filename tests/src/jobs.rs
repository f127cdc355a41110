//! The jobs that the gateway holds, and how they advance while a client watches.

use crate::dialect::{Dialect, Json};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A stage that a job passes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Accepted, not begun: basic fields only.
    Pending,
    /// At work: basic fields only.
    Running,
    /// The job exactly as it was given.
    Done,
    /// Ended with `JOB_STATUS_FAILED`, basic fields only.
    Failed,
    /// Ended with `JOB_STATUS_CANCELED`, basic fields only.
    Canceled,
    /// A status of this name, basic fields only; for statuses that are yet to be invented.
    Other(&'static str),
}

impl Stage {
    /// The status on the wire, or none where the job itself says it.
    fn status(self) -> Option<&'static str> {
        match self {
            Self::Pending => Some("JOB_STATUS_PENDING"),
            Self::Running => Some("JOB_STATUS_RUNNING"),
            Self::Done => None,
            Self::Failed => Some("JOB_STATUS_FAILED"),
            Self::Canceled => Some("JOB_STATUS_CANCELED"),
            Self::Other(status) => Some(status),
        }
    }
}

/// How a job advances. The last stage stays; without any stage the job is done.
///
/// ```
/// use mock_gateway::{Progress, Stage};
/// use std::time::Duration;
/// let by_poll = Progress::from([Stage::Pending, Stage::Running, Stage::Done]);
/// let by_clock = Progress::Clock(vec![
///     (Duration::ZERO, Stage::Pending),
///     (Duration::from_secs(5), Stage::Done),
/// ]);
/// # drop((by_poll, by_clock));
/// ```
#[derive(Clone, Debug)]
pub enum Progress {
    /// One stage for each time that somebody gets the job.
    Polls(Vec<Stage>),
    /// Each stage from so long after the job was put, on tokio's clock.
    Clock(Vec<(Duration, Stage)>),
}

impl<const N: usize> From<[Stage; N]> for Progress {
    fn from(stages: [Stage; N]) -> Self {
        Self::Polls(stages.to_vec())
    }
}

impl From<Vec<Stage>> for Progress {
    fn from(stages: Vec<Stage>) -> Self {
        Self::Polls(stages)
    }
}

impl From<Stage> for Progress {
    fn from(stage: Stage) -> Self {
        Self::Polls(vec![stage])
    }
}

struct Stored {
    /// The whole answer to get job, once the job is done.
    body: Arc<str>,
    job: Value,
    progress: Progress,
    polls: usize,
    since: Instant,
}

impl Stored {
    fn stage(&self) -> Stage {
        match &self.progress {
            Progress::Polls(stages) => {
                let current = self.polls.saturating_sub(1);
                let reached = stages.get(current).or(stages.last());
                reached.copied().unwrap_or(Stage::Done)
            }
            Progress::Clock(stages) => {
                let elapsed = self.since.elapsed();
                let reached = stages.iter().rev().find(|(from, _)| *from <= elapsed);
                reached.map_or(Stage::Pending, |(_, stage)| *stage)
            }
        }
    }
}

pub(crate) struct Jobs {
    shelf: Arc<BTreeMap<String, String>>,
    put: Mutex<HashMap<String, Stored>>,
}

impl Jobs {
    pub(crate) fn new(shelf: Arc<BTreeMap<String, String>>) -> Self {
        Self {
            shelf,
            put: Mutex::default(),
        }
    }

    fn put_jobs(&self) -> MutexGuard<'_, HashMap<String, Stored>> {
        self.put.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a job, bare or as the answer to get job, and says its id.
    pub(crate) fn put(&self, text: &str, progress: Progress) -> Result<String, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("the job is no JSON: {error}"))?;
        let (body, job) = match value.get("job") {
            Some(job) => (text.to_owned(), job.clone()),
            None => (format!("{{\"job\":{text}}}"), value),
        };
        let id = job["jobUuid"]
            .as_str()
            .ok_or("the job has no jobUuid")?
            .to_owned();
        let stored = Stored {
            body: body.into(),
            job,
            progress,
            polls: 0,
            since: Instant::now(),
        };
        self.put_jobs().insert(id.clone(), stored);
        Ok(id)
    }

    /// The answer to get job, which advances the job by one poll; none where there is no such job.
    pub(crate) fn poll(&self, id: &str, dialect: Dialect) -> Option<String> {
        let mut jobs = self.put_jobs();
        let Some(stored) = jobs.get_mut(id) else {
            return self.shelf.get(id).cloned();
        };
        stored.polls += 1;
        Some(match stored.stage().status() {
            None => stored.body.to_string(),
            Some(status) => Json::Message(vec![("job", basic(&stored.job, status))]).unary(dialect),
        })
    }
}

/// A job of which only the basic fields are known yet.
fn basic(job: &Value, status: &str) -> Json {
    let text = |name: &str| Json::text(job[name].as_str().unwrap_or_default());
    let time = |name: &str| job[name].as_str().map_or(Json::Null, Json::text);
    let mut fields = vec![
        ("jobUuid", text("jobUuid")),
        ("customerId", text("customerId")),
        ("status", Json::text(status)),
        ("metadata", Json::Null),
        ("contentData", Json::List(vec![])),
        ("results", Json::List(vec![])),
        ("created", time("created")),
        ("updated", Json::Null),
        ("completed", Json::Null),
        (
            "threshold",
            Json::Double(job["threshold"].as_f64().unwrap_or_default()),
        ),
    ];
    if let Some(policy) = job["policyId"].as_str().filter(|id| !id.is_empty()) {
        fields.push(("policyId", Json::text(policy)));
    }
    Json::Message(fields)
}
